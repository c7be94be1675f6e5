"""Workload W: what one person of a warranty firm holds, and what happens to it."""
