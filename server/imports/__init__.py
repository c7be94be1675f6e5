"""Registers and lists from elsewhere, brought in through the one door for writes."""
