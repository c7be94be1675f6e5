"""Tables of conflict cards."""

from sqlalchemy import Index

from server.conflicts.schema import CONFLICT, CONFLICT_STORED
from server.db.types import row_table

CONFLICTS = row_table(CONFLICT, Index("ix_conflict_row", "tenant_id", "row_id"))
CONFLICTS_STORED = row_table(
    CONFLICT_STORED, Index("ix_conflict_stored_conflict", "tenant_id", "conflict_id")
)
