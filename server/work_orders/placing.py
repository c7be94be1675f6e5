"""Where an order is, and whose territory that makes it."""

from typing import TypedDict

from geo.latlon import LonLat
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.pinyin import initials
from server.places.queries import territory_of
from server.places.rules import point_of
from server.places.schema import CHECK_IN_RADIUS_M, Location, LocationKind
from server.shapes import Fix
from server.territories.queries import territory_at

NAME_LENGTH_MAX = 120


class Place(TypedDict):
    """Fields of an order that its location decides."""

    location_id: str | None
    territory_id: str | None


def at_location(tx: Tx, location_id: str | None) -> Place:
    """An order's location and the territory that serves it (None: "needs a place")."""
    return {"location_id": location_id, "territory_id": territory_of(tx, location_id)}


def new_location(tx: Tx, call: Call, ordinal: int, name: str, address: str, fix: Fix) -> Location:
    """A place that was only known as a point until now; it stands by itself, as a site."""
    return tx.insert(
        Location(
            id=call.born(ordinal),
            project_id=None,
            parent_id=None,
            kind=LocationKind.SITE,
            name=name[:NAME_LENGTH_MAX],
            initials=initials(name),
            address=address,
            code="",
            territory_id=territory_at(tx, LonLat(fix.lon_e7, fix.lat_e7)),
            **point_of(fix, call.moment_ms),
            radius_m=CHECK_IN_RADIUS_M,
            access="",
            is_active=True,
        )
    )
