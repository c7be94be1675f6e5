"""Table of assets."""

from sqlalchemy import Index

from server.assets.schema import ASSET
from server.db.types import row_table

ASSETS = row_table(
    ASSET,
    Index("ix_asset_location", "tenant_id", "location_id"),
    Index("ix_asset_code", "tenant_id", "code"),
)
