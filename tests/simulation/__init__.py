"""The shipped engine against the shipped server, in a world whose every accident has a seed."""
