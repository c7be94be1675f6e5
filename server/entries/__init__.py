"""Entries that people decide on: set aside, quarantined, handed to the office."""
