"""Who sees what while an order goes its way, through the real gateway."""

from typing import Any

import pytest

from tests.server.harness_people import SYSTEM, Firm

START = {"start_local": "2026-03-01T14:00", "zone": "Asia/Shanghai"}
FIX = {"lon_e7": 1_214_700_000, "lat_e7": 312_300_000}


def square(west_e7: int) -> str:
    east_e7 = west_e7 + 1_000_000
    return (
        f"[[[{west_e7},312000000],[{east_e7},312000000],"
        f"[{east_e7},313000000],[{west_e7},313000000]]]"
    )


@pytest.fixture
def north(firm: Firm) -> str:
    args = {"name": "北", "zone": "Asia/Shanghai", "outline": square(1_214_000_000)}
    return firm.done("territory.add", SYSTEM, **args)


@pytest.fixture
def south(firm: Firm) -> str:
    args = {"name": "南", "zone": "Asia/Shanghai", "outline": square(1_220_000_000)}
    return firm.done("territory.add", SYSTEM, **args)


def technician(firm: Firm, login: str) -> str:
    """The id of his user."""
    user_id = firm.person(login, ["technician"])
    firm.done("technician.add", SYSTEM, user_id=user_id, name=login)
    return user_id


def report(firm: Firm, author: str, **args: Any) -> str:
    return firm.done("work_order.report", author, **{"title": "漏水", "address": "路1号"} | args)


def assign(firm: Firm, author: str, order_id: str, to: str) -> str:
    args = {"work_order_id": order_id, "technician_id": firm.actor(to).technician_id, **START}
    return firm.done("appointment.assign", author, **args)


def test_reassignment_cleans_the_old_phone_and_keeps_the_late_work(firm: Firm, north: str) -> None:
    zhao = firm.person("zhao", ["dispatcher"], north)
    wang, li = technician(firm, "wang"), technician(firm, "li")
    order_id = report(firm, zhao, fix=FIX, phone="138")
    visit_id = assign(firm, zhao, order_id, wang)
    order = firm.row("work_order", order_id)
    rows = [order_id, visit_id, order.customer_id, order.contact_id, order.location_id]
    assert all(firm.sees(wang, str(row_id)) for row_id in rows)
    assert not any(firm.sees(li, str(row_id)) for row_id in rows)
    assert all(firm.sees(wang, fact.id) for fact in firm.rows("fact"))

    args = {"appointment_id": visit_id, "technician_id": firm.actor(li).technician_id}
    assert firm.run("appointment.reassign", zhao, **args).outcome == "accepted"
    assert all(firm.sees(li, str(row_id)) for row_id in rows)
    assert not any(firm.sees(wang, str(row_id)) for row_id in rows)
    assert not any(firm.sees(wang, fact.id) for fact in firm.rows("fact"))

    late = firm.run("appointment.arrive", wang, appointment_id=visit_id)
    assert (late.outcome, late.flags) == ("accepted", ["late"])
    arrival = next(fact for fact in firm.rows("fact") if fact.verb == "appointment.arrive")
    assert arrival.is_late
    assert firm.sees(li, arrival.id)
    assert firm.sees(zhao, arrival.id)
    assert firm.row("appointment", visit_id).state == "dispatched"
    assert firm.run("appointment.decline", wang, appointment_id=visit_id, reason="?").reason == (
        "already_assigned"
    )


def test_whoever_never_held_a_visit_cannot_tell_that_it_exists(firm: Firm, north: str) -> None:
    zhao = firm.person("zhao", ["dispatcher"], north)
    wang, li = technician(firm, "wang"), technician(firm, "li")
    visit_id = assign(firm, zhao, report(firm, zhao, fix=FIX), wang)
    assert firm.run("appointment.accept", li, appointment_id=visit_id).reason == "not_found"
    unknown = "20000000-0000-4000-8000-0000000000ff"
    assert firm.run("appointment.accept", li, appointment_id=unknown).reason == "not_found"


def test_an_order_that_finds_its_place_moves_with_its_visits(
    firm: Firm, north: str, south: str
) -> None:
    chief = firm.admin
    zhao, qian = (
        firm.person("zhao", ["dispatcher"], north),
        firm.person("qian", ["dispatcher"], south),
    )
    wang = technician(firm, "wang")
    order_id = report(firm, chief)
    visit_id = assign(firm, chief, order_id, wang)
    assert firm.places_of(visit_id) == {"office", f"user:{wang}"}
    assert firm.sees(zhao, order_id)

    moved = firm.run("work_order.place", chief, work_order_id=order_id, fix=FIX)
    assert moved.outcome == "accepted"
    assert firm.places_of(order_id) == {f"territory:{north}", f"user:{wang}"}
    assert firm.places_of(visit_id) == {f"territory:{north}", f"user:{wang}"}
    assert firm.sees(zhao, visit_id)
    assert not firm.sees(qian, visit_id)

    location_id = firm.row("work_order", order_id).location_id
    there = FIX | {"lon_e7": 1_220_500_000}
    assert firm.run("location.place", chief, location_id=location_id, fix=there).outcome == (
        "accepted"
    )
    assert firm.places_of(visit_id) == {f"territory:{south}", f"user:{wang}"}
    assert not firm.sees(zhao, order_id)
    assert firm.sees(qian, order_id)


def test_a_project_takes_its_orders_to_another_territory(
    firm: Firm, north: str, south: str
) -> None:
    chief, wang = firm.admin, technician(firm, "wang")
    project = {"name": "阳光小区", "type": "housing"}
    project_id = firm.done("project.add", chief, **project, territory_id=north)
    building = {"project_id": project_id, "kind": "building", "name": "3栋"}
    building_id = firm.done("location.add", chief, **building)
    room = {"project_id": project_id, "parent_id": building_id, "kind": "room", "name": "502"}
    room_id = firm.done("location.add", chief, **room)
    order_id = report(firm, chief, location_id=room_id)
    over_id = report(firm, chief, location_id=room_id)
    assert firm.run("work_order.decline", chief, work_order_id=over_id, reason="?").reason == ""
    visit_id = assign(firm, chief, order_id, wang)
    assert firm.row("work_order", order_id).territory_id == north
    assert firm.sees(wang, building_id)
    assert firm.sees(wang, project_id)

    edit = project | {"project_id": project_id, "territory_id": south}
    assert firm.run("project.edit", chief, **edit).outcome == "accepted"
    assert firm.row("work_order", order_id).territory_id == south
    assert firm.row("work_order", over_id).territory_id == north
    assert f"territory:{south}" in firm.places_of(visit_id)


def test_what_a_technician_reports_stays_with_him_until_it_is_over(firm: Firm, north: str) -> None:
    zhao, wang = firm.person("zhao", ["dispatcher"], north), technician(firm, "wang")
    order_id = report(firm, wang, fix=FIX, channel="technician")
    assert firm.sees(wang, order_id)
    picture = {"sha256": "a" * 64, "size_bytes": 9, "media_type": "image/jpeg", "slot": "report"}
    attached = firm.run("attachment.attach", wang, work_order_id=order_id, captured_ms=1, **picture)
    assert (attached.outcome, attached.flags) == ("accepted", [])
    line = next(fact for fact in firm.rows("fact") if fact.verb == "attachment.attach")
    assert line.work_order_id == order_id
    assert firm.sees(zhao, line.id)
    assert firm.run("work_order.cancel", zhao, work_order_id=order_id, reason="误报").reason == ""
    assert not firm.sees(wang, order_id)
    note = firm.run("work_order.note", wang, work_order_id=order_id, text="还在滴")
    assert note.flags == ["late"]


def test_naming_a_strangers_visit_in_a_remark_is_refused(firm: Firm, north: str) -> None:
    zhao = firm.person("zhao", ["dispatcher"], north)
    wang, li = technician(firm, "wang"), technician(firm, "li")
    mine = report(firm, zhao, fix=FIX)
    assign(firm, zhao, mine, wang)
    stranger = assign(firm, zhao, report(firm, zhao, fix=FIX), li)
    args = {"work_order_id": mine, "appointment_id": stranger, "text": "?"}
    assert firm.run("work_order.note", wang, **args).reason == "not_found"


def test_a_hold_calls_the_visit_off_and_leaves_it_with_its_technician(
    firm: Firm, north: str
) -> None:
    zhao, wang = firm.person("zhao", ["dispatcher"], north), technician(firm, "wang")
    order_id = report(firm, zhao, fix=FIX)
    visit_id = assign(firm, zhao, order_id, wang)
    held = firm.run("work_order.hold", zhao, work_order_id=order_id, reason="等配件")
    assert held.outcome == "accepted"
    assert firm.row("appointment", visit_id).state == "cancelled"
    assert firm.sees(wang, visit_id)
    late = firm.run("appointment.depart", wang, appointment_id=visit_id)
    assert late.flags == ["late"]
