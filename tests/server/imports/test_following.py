"""What a row changes when it comes again: every field told, wanted and as it is now."""

from typing import Any

import msgspec
import pytest

from geo.latlon import LonLat
from server.imports.following import Changes, Now, Told, compare
from server.imports.requests_rows import Party, Request
from server.shapes import Fix
from server.work_orders.schema import Grade, WorkOrder
from server.work_orders.schema import WorkOrderState as S

ORDER = "10000000-0000-4000-8000-000000000001"
SKILL = "20000000-0000-4000-8000-000000000001"
OTHER = "20000000-0000-4000-8000-000000000002"
PLACE = "30000000-0000-4000-8000-000000000001"
HERE = LonLat(1_214_737_000, 312_304_000)
ROW = Request(
    line=2,
    key="1",
    title="Leak",
    description="it drips",
    grade=Grade.NORMAL,
    skill="mep",
    duration_min=60,
    address="Road 5",
    fix=Fix(lon_e7=HERE.lon_e7, lat_e7=HERE.lat_e7),
    location="",
    party=Party(),
    reported_ms=None,
    closed_ms=None,
)
TOLD = Told(
    order_id=ORDER,
    title="Leak",
    description="it drips",
    grade="normal",
    skill_id=SKILL,
    duration_min=60,
    address="Road 5",
    point=HERE,
    location_id=PLACE,
)
THERE = Fix(lon_e7=HERE.lon_e7 + 9, lat_e7=HERE.lat_e7)


def now(**fields: Any) -> Now:
    empty: dict[str, Any] = dict.fromkeys(WorkOrder.__struct_fields__)
    stored = {
        "id": ORDER,
        "state": S.REPORTED,
        "title": "Leak",
        "description": "it drips",
        "grade": Grade.NORMAL,
        "skill_id": SKILL,
        "skill_level": 2,
        "duration_min": 60,
        "address": "Road 5",
        "location_id": PLACE,
    }
    point = fields.pop("point", HERE)
    return Now(WorkOrder(**(empty | stored | fields)), point)


def changes(skill_id: str = SKILL, at: Now | None = None, told: Told = TOLD, **row: Any) -> Changes:
    return compare(msgspec.structs.replace(ROW, **row), skill_id, told, at or now())


def said(found: Changes) -> list[tuple[str, tuple[str, ...]]]:
    return [(step.args.mutation, step.fields) for step in found.steps]


def test_the_same_row_changes_nothing() -> None:
    assert changes() == Changes((), ())
    assert changes(at=now(title="Mine", state=S.IN_REPAIR, grade=Grade.URGENT)) == Changes((), ())


def test_each_difference_is_its_mutation() -> None:
    found = changes(OTHER, title="Wet", duration_min=90, address="Road 6", fix=THERE)
    assert said(found) == [
        ("work_order.edit", ("title",)),
        ("work_order.triage", ("skill", "duration")),
        ("work_order.place", ("address", "place")),
    ]
    edit, triage, place = (msgspec.to_builtins(step.args) for step in found.steps)
    assert (edit["title"], edit["description"]) == ("Wet", "it drips")
    assert (triage["skill_id"], triage["grade"], triage["skill_level"]) == (OTHER, "normal", 2)
    assert (place["address"], place["fix"]["lon_e7"]) == ("Road 6", THERE.lon_e7)


def test_an_address_alone_makes_no_new_location() -> None:
    (step,) = changes(address="Road 6").steps
    assert (step.fields, msgspec.to_builtins(step.args)["fix"]) == (("address",), None)


def test_what_people_changed_stays_beside_what_the_register_changed() -> None:
    found = changes(at=now(title="Mine"), title="Wet", description="it pours")
    assert found.kept == ("title",)
    (step,) = found.steps
    args = msgspec.to_builtins(step.args)
    assert (step.fields, args["title"], args["description"]) == (
        ("description",),
        "Mine",
        "it pours",
    )


def test_what_people_changed_to_the_same_is_no_difference() -> None:
    assert changes(at=now(title="Wet"), title="Wet") == Changes((), ())


def test_who_triaged_by_hand_decided_about_trade_and_grade() -> None:
    by_hand = now(state=S.TRIAGED)
    assert changes(at=by_hand, grade=Grade.URGENT) == Changes((), ("grade",))
    ours = msgspec.structs.replace(TOLD, is_triaged=True)
    assert said(changes(at=by_hand, told=ours, grade=Grade.URGENT)) == [
        ("work_order.triage", ("grade",))
    ]


@pytest.mark.parametrize("state", [S.ASSIGNED, S.ON_HOLD, S.IN_REPAIR, S.DONE])
def test_who_is_on_the_way_is_not_sent_elsewhere(state: S) -> None:
    found = changes(OTHER, at=now(state=state), title="Wet", fix=THERE)
    assert said(found) == [("work_order.edit", ("title",))]
    assert found.kept == ("skill", "place")


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED, S.DECLINED])
def test_what_is_over_stays(state: S) -> None:
    assert changes(at=now(state=state), title="Wet") == Changes((), ("title",))


def test_a_place_that_people_gave_stays() -> None:
    elsewhere = "30000000-0000-4000-8000-000000000002"
    point = LonLat(0, 0)
    assert changes(at=now(location_id=elsewhere, point=point), fix=THERE) == Changes((), ("place",))
    assert changes(at=now(point=point), fix=THERE) == Changes((), ("place",))


def test_a_row_without_a_place_may_get_one_but_not_lose_it() -> None:
    unlocated = msgspec.structs.replace(TOLD, point=None, location_id=None, address="")
    nowhere = now(location_id=None, point=None, address="")
    assert said(changes(at=nowhere, told=unlocated)) == [("work_order.place", ("address", "place"))]
    assert changes(fix=None, address="") == Changes((), ())
