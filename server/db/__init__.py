"""Engines, transactions and migrations: the only room that knows both databases."""
