"""Table of held entries."""

from sqlalchemy import Index

from server.db.types import row_table
from server.entries.schema import HELD_ENTRY

HELD_ENTRIES = row_table(
    HELD_ENTRY,
    Index("ux_held_entry", "tenant_id", "replica", "n", unique=True),
)
