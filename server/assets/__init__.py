"""Assets: what is repaired, and the label on it."""
