"""Checklists: what has to be looked at on a visit, and the answers."""
