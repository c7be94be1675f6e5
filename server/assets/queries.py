"""Reads of assets that several domains share."""

from server.assets import rules
from server.assets.schema import Asset
from server.assets.tables import ASSETS
from server.gateway.tx import Tx
from server.places.queries import location_by_code


def assets_by_code(tx: Tx, code: str) -> list[Asset]:
    """By what the label says."""
    return tx.rows(Asset, ASSETS.c.code == code) if code else []


def code_taken_by(tx: Tx, code: str, asset_id: str) -> str | None:
    """Who else has this label: labels of places and assets are scanned by the same camera."""
    place = location_by_code(tx, code)
    if place is not None:
        return place.name
    return rules.owner_of_code(assets_by_code(tx, code), asset_id)
