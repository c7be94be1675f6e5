"""Engines, the unit of work's transaction and migrations: the only room that knows both databases."""
