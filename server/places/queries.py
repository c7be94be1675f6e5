"""Reads of places that several domains share."""

from collections.abc import Iterator

from geo.latlon import LonLat
from server.gateway.tx import Tx
from server.places.rules import LEVELS_MAX
from server.places.schema import CHECK_IN_RADIUS_M, Location, Project
from server.places.tables import LOCATIONS
from server.territories.queries import territory_at


def upwards(tx: Tx, location_id: str | None) -> Iterator[Location]:
    """The location, its parent and so on."""
    for _ in range(LEVELS_MAX):
        location = tx.get(Location, location_id)
        if location is None:
            return
        yield location
        location_id = location.parent_id


def located_at(tx: Tx, location_id: str | None) -> LonLat | None:
    """The place itself, or the nearest one above it that has a point."""
    return site_of(tx, location_id)[0]


def site_of(tx: Tx, location_id: str | None) -> tuple[LonLat | None, int | None]:
    """The point as in `located_at`, and the radius in metres that a check-in there may be off."""
    for location in upwards(tx, location_id):
        if location.lon_e7 is not None and location.lat_e7 is not None:
            point = LonLat(location.lon_e7, location.lat_e7)
            return point, location.radius_m or CHECK_IN_RADIUS_M
    return None, None


def inherited_territory(tx: Tx, project_id: str | None, parent_id: str | None) -> str | None:
    """Territory that a location has without saying so: its parents' or its project's."""
    for location in upwards(tx, parent_id):
        if location.territory_id is not None:
            return location.territory_id
        project_id = project_id or location.project_id
    project = tx.get(Project, project_id)
    return project.territory_id if project is not None else None


def territory_of(tx: Tx, location_id: str | None) -> str | None:
    """Whose a location is: its own, its parents', its project's, or by the nearest point."""
    inherited = inherited_territory(tx, None, location_id)
    if inherited is not None:
        return inherited
    place = located_at(tx, location_id)
    return territory_at(tx, place) if place is not None else None


def location_by_code(tx: Tx, code: str) -> Location | None:
    """By what the QR at the door says."""
    found = tx.rows(Location, LOCATIONS.c.code == code, limit=1) if code else []
    return found[0] if found else None
