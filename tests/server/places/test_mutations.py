"""Projects and locations: accepted, refused, and whose they are."""

from typing import Any

import pytest

from server.places.queries import located_at, territory_of
from tests.server.harness_people import NOW_MS, UNKNOWN, Firm

ZONE = "Asia/Shanghai"
INSIDE = {"lon_e7": 50, "lat_e7": 50}
OUTSIDE = {"lon_e7": 150, "lat_e7": 50}
OUTLINE = "[[[0,0],[100,0],[100,100],[0,100]]]"


@pytest.fixture
def territory(firm: Firm) -> str:
    return firm.done("territory.add", firm.admin, name="N", zone=ZONE, outline=OUTLINE)


def add(firm: Firm, kind: str, **more: Any) -> str:
    return firm.done("location.add", firm.admin, kind=kind, name=kind, **more)


def test_projects(firm: Firm, territory: str) -> None:
    technician = firm.person("tech", ["technician"])
    new = {"name": "和平小区", "type": "housing", "territory_id": territory}
    assert firm.refused("project.add", technician, **new) == "not_allowed"
    assert firm.refused("project.add", firm.admin, **new | {"territory_id": UNKNOWN}) == "not_found"
    project = firm.done("project.add", firm.admin, **new)
    assert firm.row("project", project).initials == "hpxq"
    assert firm.places_of(project) == {"office"}
    edit = new | {"project_id": project, "type": "mep", "territory_id": None}
    assert firm.refused("project.edit", technician, **edit) == "not_found"
    assert firm.refused("project.edit", firm.admin, **edit | {"project_id": UNKNOWN}) == "not_found"
    firm.done("project.edit", firm.admin, **edit)
    assert firm.row("project", project).territory_id is None
    firm.done("project.set_active", firm.admin, project_id=project, is_active=False)
    assert not firm.row("project", project).is_active
    off = {"project_id": UNKNOWN, "is_active": False}
    assert firm.refused("project.set_active", firm.admin, **off) == "not_found"


def test_a_tree_shares_project_and_territory(firm: Firm, territory: str) -> None:
    project = firm.done("project.add", firm.admin, name="P", type="plant")
    building = add(firm, "building", project_id=project, fix=OUTSIDE)
    room = add(firm, "room", parent_id=building)
    assert firm.row("location", room).project_id == project
    assert territory_of(firm.tx(), room) is None
    edit = {"project_id": project, "name": "P", "type": "plant", "territory_id": territory}
    firm.done("project.edit", firm.admin, **edit)
    assert territory_of(firm.tx(), room) == territory
    place = located_at(firm.tx(), room)
    assert place is not None
    assert place.lon_e7 == OUTSIDE["lon_e7"]


def test_a_point_gives_the_territory(firm: Firm, territory: str) -> None:
    home = add(firm, "site", fix=INSIDE | {"at_ms": 5, "datum": "gcj02", "original": "1,2"})
    row = firm.row("location", home)
    assert (row.territory_id, row.point_at_ms, row.point_datum) == (territory, 5, "gcj02")
    firm.done("location.place", firm.admin, location_id=home, fix=OUTSIDE)
    row = firm.row("location", home)
    assert (row.territory_id, row.lon_e7, row.point_at_ms) == (None, 150, NOW_MS)


@pytest.mark.parametrize(
    ("parent", "kind"), [("room", "unit"), ("site", "site"), ("floor", "unit")]
)
def test_a_parent_is_coarser(firm: Firm, parent: str, kind: str) -> None:
    above = add(firm, parent)
    new = {"kind": kind, "name": "x", "parent_id": above}
    assert firm.refused("location.add", firm.admin, **new) == "wrong_parent"


def test_a_parent_is_of_the_same_project(firm: Firm) -> None:
    ours = firm.done("project.add", firm.admin, name="A", type="mep")
    theirs = firm.done("project.add", firm.admin, name="B", type="mep")
    building = add(firm, "building", project_id=ours)
    new = {"kind": "room", "name": "x", "parent_id": building}
    assert firm.refused("location.add", firm.admin, **new, project_id=theirs) == "wrong_parent"
    for wrong in ({"parent_id": UNKNOWN}, {"parent_id": None, "project_id": UNKNOWN}):
        assert firm.refused("location.add", firm.admin, **new | wrong) == "not_found"


def test_a_code_is_on_one_door_only(firm: Firm) -> None:
    first = add(firm, "room", code="A-1")
    second = add(firm, "room")
    new = {"kind": "room", "name": "x", "code": "A-1"}
    assert firm.refused("location.add", firm.admin, **new) == "code_taken"
    edit: dict[str, Any] = {"name": "x", "address": "", "radius_m": 50, "access": "key at gate"}
    taken = edit | {"location_id": second, "code": "A-1"}
    assert firm.refused("location.edit", firm.admin, **taken) == "code_taken"
    firm.done("location.edit", firm.admin, **edit, location_id=first, code="A-1")
    assert firm.row("location", first).radius_m == 50
    unknown = edit | {"location_id": UNKNOWN, "code": ""}
    assert firm.refused("location.edit", firm.admin, **unknown) == "not_found"


def test_a_technician_mends_the_place_he_goes_to(firm: Firm, territory: str) -> None:
    technician, other = firm.person("tech", ["technician"]), firm.person("xu", ["technician"])
    site = add(firm, "site", fix=INSIDE)
    building = add(firm, "building", parent_id=site, code="B1")
    more = {"title": "Leak", "phone": "1", "location_id": building}
    order = firm.done("work_order.report", firm.admin, **more)
    row = firm.row("location", building)
    fields = ("name", "address", "code", "radius_m")
    edit = {name: getattr(row, name) for name in fields} | {"location_id": building}
    assert firm.refused("location.edit", technician, **edit, access="gate 2") == "not_found"
    user = firm.done(
        "technician.add", firm.admin, user_id=technician, name="T", territory_id=territory
    )
    firm.done(
        "appointment.assign",
        firm.admin,
        work_order_id=order,
        technician_id=user,
        start_local="2026-03-02T09:00",
        zone=ZONE,
    )
    assert firm.sees(technician, site)
    assert firm.sees(technician, building)
    firm.done("location.edit", technician, **edit, access="gate 2")
    firm.done("location.place", technician, location_id=building, fix=OUTSIDE)
    assert firm.row("location", building).access == "gate 2"
    moved = edit | {"radius_m": 40_000, "access": ""}
    assert firm.refused("location.edit", technician, **moved) == "not_allowed"
    assert firm.refused("location.add", technician, kind="site", name="x") == "not_allowed"
    gone = {"location_id": building, "fix": INSIDE}
    assert firm.refused("location.place", other, **gone) == "not_found"
