"""Alembic's door: the connection comes from `server.db.migrate`, the tables from the domains."""

from alembic import context

from server.db.types import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
