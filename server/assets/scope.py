"""Who sees assets: the office, and by the references of work orders who goes there."""

from server.assets.schema import ASSET, Asset
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import OFFICE
from server.places.schema import LOCATION


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


def _refs(asset: Asset) -> list[tuple[str, str]]:
    """A lift means nothing without its building."""
    return [] if asset.location_id is None else [(LOCATION.name, asset.location_id)]


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(ASSET, roots=_office, refs=_refs),)
