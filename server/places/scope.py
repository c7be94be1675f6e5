"""Who sees places: the office, and by the references of work orders who goes there."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import OFFICE
from server.places.schema import LOCATION, PROJECT, Location


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


def _location_refs(location: Location) -> list[tuple[str, str]]:
    """Up to the root of the tree: a room means nothing without its building."""
    named = ((LOCATION.name, location.parent_id), (PROJECT.name, location.project_id))
    return [(kind, row_id) for kind, row_id in named if row_id is not None]


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(PROJECT, roots=_office),
    ScopeRule(LOCATION, roots=_office, refs=_location_refs),
)
