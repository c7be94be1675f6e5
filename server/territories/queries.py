"""Reads of territories that several domains share."""

from geo.latlon import LonLat
from server.gateway.tx import Tx
from server.territories import rules
from server.territories.schema import Territory
from server.territories.tables import TERRITORIES


def territory_at(tx: Tx, place: LonLat) -> str | None:
    """The active territory that holds the place; of several, the one of the lowest id."""
    active = tx.rows(Territory, TERRITORIES.c.is_active.is_(True))
    found = (each.id for each in active if rules.is_inside(each.outline, place))
    return next(found, None)
