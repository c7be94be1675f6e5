"""Numbers, clocks and history of new orders, on the database."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sync.ids import born_id
from sync.outcomes import Accepted
from tests.server.harness import NOW_MS, REPLICA, World, person

ZHAO = "40000000-0000-4000-8000-000000000003"
NEW_YEAR_MS = 1_798_732_800_000  # 2027-01-01 00:00 in Shanghai
TOKYO = "80000000-0000-4000-8000-000000000001"
FIX = {"lon_e7": 1_214_700_000, "lat_e7": 312_300_000}
SQUARE = (
    "[[[1214000000,312000000],[1215000000,312000000],[1215000000,313000000],"
    "[1214000000,313000000]]]"
)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    made.join(ZHAO)
    yield made
    made.close()


def report(world: World, now_ms: int = NOW_MS, **args: Any) -> Any:
    moment = {name: args.pop(name) for name in ("device_ms", "at_ms") if name in args}
    args = {"title": "漏水", "address": "路1号"} | args
    dispatcher = person(ZHAO, "赵敏", roles=["dispatcher"])
    verdict = world.run("work_order.report", args, dispatcher, now_ms=now_ms, **moment)
    assert verdict == Accepted()
    return world.row("work_order", born_id(REPLICA, str(world.key), 0))


def line_of(world: World, order: Any) -> Any:
    return next(fact for fact in world.rows("fact") if fact.work_order_id == order.id)


def test_numbers_count_within_the_year_of_the_place(world: World) -> None:
    world.add("territory", id=TOKYO, zone="Asia/Tokyo", outline=SQUARE)
    last_minute_ms = NEW_YEAR_MS - 60_000  # already 2027 in Tokyo
    numbers = [
        report(world).number,
        report(world, last_minute_ms).number,
        report(world, last_minute_ms, fix=FIX).number,
        report(world, NEW_YEAR_MS).number,
    ]
    assert numbers == ["BX-2026-000001", "BX-2026-000002", "BX-2027-000001", "BX-2027-000002"]


def test_a_device_clock_is_kept_as_a_claim_and_corrected(world: World) -> None:
    order = report(world, device_ms=NOW_MS - 9_000_000, at_ms=NOW_MS - 60_000)
    line = line_of(world, order)
    assert order.reported_ms == NOW_MS - 60_000
    assert (line.device_ms, line.at_ms, line.recorded_ms) == (
        NOW_MS - 9_000_000,
        NOW_MS - 60_000,
        NOW_MS,
    )


@pytest.mark.parametrize("device_ms", [-5, 10**16])
def test_a_mad_clock_stores_no_claim_and_nothing_after_now(world: World, device_ms: int) -> None:
    line = line_of(world, report(world, device_ms=device_ms, at_ms=NOW_MS + 10**9))
    assert line.device_ms is None
    assert line.at_ms == NOW_MS


def test_a_signature_with_everything_the_signer_saw_fits_its_line(world: World) -> None:
    order = report(world)
    world.add("technician", id="30000000-0000-4000-8000-000000000001")
    visit = world.add(
        "appointment",
        id="20000000-0000-4000-8000-000000000001",
        work_order_id=order.id,
        state="working",
    )
    world.hold([visit.id])
    wang = person(ZHAO, "王建国", visit.technician_id, ["technician"])
    shown = json.dumps({"lines": ['"'] * 1_990}, separators=(",", ":"))
    signed = {"appointment_id": visit.id, "signer_name": "陈女士", "shown": shown}
    world.run("appointment.sign", signed, wang)
    line = next(fact for fact in world.rows("fact") if fact.verb == "appointment.sign")
    assert json.loads(line.detail) == {"shown": shown}
