"""Territories: accepted, refused, found by a point."""

from geo.latlon import LonLat
from server.territories.queries import territory_at
from tests.server.harness_people import UNKNOWN, Firm

ZONE = "Asia/Shanghai"


def square(west: int, side: int = 100) -> str:
    east = west + side
    return f"[[[{west},0],[{east},0],[{east},{side}],[{west},{side}]]]"


def test_a_territory_is_in_everybodys_catalogue(firm: Firm) -> None:
    territory = firm.done("territory.add", firm.admin, name="北区", zone=ZONE, outline=square(0))
    assert firm.places_of(territory) == {"catalog"}
    assert firm.row("territory", territory).is_active


def test_refusals(firm: Firm) -> None:
    dispatcher = firm.person("office", ["dispatcher"])
    new = {"name": "North", "zone": ZONE, "outline": ""}
    assert firm.refused("territory.add", dispatcher, **new) == "not_allowed"
    assert firm.refused("territory.add", firm.admin, **new | {"zone": "Mars"}) == "unknown_zone"
    assert firm.refused("territory.add", firm.admin, **new | {"outline": "[]"}) == "bad_outline"
    territory = firm.done("territory.add", firm.admin, **new)
    edit = new | {"territory_id": territory}
    assert firm.refused("territory.edit", dispatcher, **edit) == "not_allowed"
    assert firm.refused("territory.edit", firm.admin, **edit | {"zone": "Mars"}) == "unknown_zone"
    assert firm.refused("territory.edit", firm.admin, **edit | {"outline": "7"}) == "bad_outline"
    unknown = edit | {"territory_id": UNKNOWN}
    assert firm.refused("territory.edit", firm.admin, **unknown) == "not_found"
    off = {"territory_id": UNKNOWN, "is_active": False}
    assert firm.refused("territory.set_active", firm.admin, **off) == "not_found"


def test_found_by_a_point_while_active(firm: Firm) -> None:
    west = firm.done("territory.add", firm.admin, name="W", zone=ZONE, outline=square(0))
    east = firm.done("territory.add", firm.admin, name="E", zone=ZONE, outline=square(200))
    assert territory_at(firm.tx(), LonLat(50, 50)) == west
    assert territory_at(firm.tx(), LonLat(250, 50)) == east
    assert territory_at(firm.tx(), LonLat(150, 50)) is None
    edit = {"territory_id": west, "name": "W", "zone": "UTC", "outline": square(120)}
    firm.done("territory.edit", firm.admin, **edit)
    assert territory_at(firm.tx(), LonLat(150, 50)) == west
    firm.done("territory.set_active", firm.admin, territory_id=west, is_active=False)
    assert territory_at(firm.tx(), LonLat(150, 50)) is None
