"""Unsent work that left a phone as a sealed file, delivered on its author's behalf."""
