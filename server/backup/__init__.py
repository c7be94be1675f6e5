"""Backup while serving, restore, and whether all is well: for whoever runs the server."""
