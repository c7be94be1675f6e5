"""Signatures (签字): who signed or refused what, as evidence."""
