"""The firm's history as evidence: its key, signed heads, and exports that a stranger can check."""
