"""Tables of projects and locations."""

from sqlalchemy import Index

from server.db.types import row_table
from server.places.schema import LOCATION, PROJECT

PROJECTS = row_table(PROJECT)
LOCATIONS = row_table(
    LOCATION,
    Index("ix_location_parent", "tenant_id", "parent_id"),
    Index("ix_location_project", "tenant_id", "project_id"),
    Index("ix_location_code", "tenant_id", "code"),
)
