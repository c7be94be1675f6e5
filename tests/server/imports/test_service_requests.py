"""The proof: New York's register through the real gateway."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.imports.service_requests import Outcome
from server.work_orders.schema import Channel, EditWorkOrder, Grade, TriageWorkOrder, WorkOrder
from server.work_orders.schema import WorkOrderState as S
from tests.server.imports.conftest import Imported, OpenTown
from tests.server.imports.town import (
    EXTRACT,
    NOW_MS,
    REGISTERS,
    TENANT_ID,
    ZONE,
    Register,
    Town,
    counts,
    edited,
)

every_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.file.stem)


def figures(register: Register, outcome: str) -> dict[str, int]:
    """What a whole run comes to when every order has this outcome."""
    found = {outcome: register.new, "skipped": register.skipped, "rejected": register.rejected}
    return {name: count for name, count in found.items() if count}


async def decide(town: Town, args: EditWorkOrder | TriageWorkOrder, key: str) -> None:
    values = msgspec.to_builtins(args)
    result = await town.gateway.submit_system(TENANT_ID, args.mutation, values, key)
    assert result.outcome == "accepted"


async def order_of(town: Town, key: str) -> WorkOrder:
    return next(each for each in await town.orders() if each.external_ref == f"nyc311:{key}")


@every_register
async def test_a_register_comes_in_and_a_second_time_nothing_happens(
    register: Register, open_town: OpenTown, imported: Imported
) -> None:
    town = await open_town(await imported(register))
    orders = await town.orders()
    assert len(orders) == register.new
    assert sum(order.territory_id is not None for order in orders) == register.placed
    assert sum(order.territory_id is None for order in orders) == register.unplaced
    assert {order.state for order in orders} == {S.REPORTED}
    assert {order.channel for order in orders} == {Channel.IMPORT}
    assert all(order.skill_id is not None for order in orders)
    points = await town.places()
    assert len(points) == register.placed
    assert all(order.location_id in points for order in orders if order.territory_id)
    assert not any("â" in order.description or "Â" in order.description for order in orders)
    assert sum("Department of Transportation’s website" in o.description for o in orders) > 3
    names = sorted(each.name.rpartition(" ")[2] for each in await town.customers())
    assert names == ["Buildings", "Development", "Protection", "Transportation"]

    before = await town.recorded()
    again = await town.bring_in(register.table())
    assert counts(again) == figures(register, "unchanged")
    assert await town.recorded() == before
    assert sum(each.is_placed for each in again) == register.placed


@every_register
async def test_a_dry_run_says_the_same_and_changes_nothing(
    register: Register, open_town: OpenTown, new_york: Path
) -> None:
    town = await open_town(new_york)
    before = await town.recorded()
    told = await town.bring_in(register.table(), is_dry=True)
    assert counts(told) == figures(register, "new")
    assert sum(each.is_placed for each in told) == register.placed
    assert [each.line for each in told] == [row.line for row in register.table().rows]
    assert await town.recorded() == before


@every_register
async def test_an_import_that_was_killed_ends_the_same(
    register: Register, open_town: OpenTown, new_york: Path, imported: Imported
) -> None:
    town, whole = await open_town(new_york), await open_town(await imported(register))
    submit, carried = town.gateway.submit, 0

    async def break_off(*given: Any, **how: Any):
        nonlocal carried
        carried += 1
        if carried > register.new // 2:
            raise ConnectionAbortedError
        return await submit(*given, **how)

    town.gateway.submit = break_off
    with pytest.raises(ConnectionAbortedError):
        await town.bring_in(register.table())
    there = len(await town.orders())
    assert 0 < there < register.new
    town.gateway.submit = submit
    rest = await town.bring_in(register.table())
    assert counts(rest)["new"] == register.new - there
    assert counts(rest)["unchanged"] == there
    assert await town.orders() == await whole.orders()
    assert await town.places() == await whole.places()
    assert await town.customers() == await whole.customers()


@every_register
async def test_one_edited_row_is_one_updated_order(
    register: Register, open_town: OpenTown, imported: Imported
) -> None:
    town = await open_town(await imported(register))
    table = register.table()
    order = next(o for o in await town.orders() if o.location_id and o.grade == "normal")
    key = order.external_ref.removeprefix("nyc311:")
    changed = edited(
        table,
        key,
        Complaint_Type="WATER LEAK",
        Descriptor="CEILING",
        Longitude="-73.9",
        Latitude="40.85",
    )
    once = await town.bring_in(changed)
    assert counts(once) == figures(register, "unchanged") | {
        "updated": 1,
        "unchanged": register.new - 1,
    }
    moved = await order_of(town, key)
    assert (moved.title, moved.grade, moved.state) == ("WATER LEAK – CEILING", "urgent", S.TRIAGED)
    assert moved.skill_id != order.skill_id
    assert moved.location_id != order.location_id
    recorded = await town.recorded()
    assert counts(await town.bring_in(changed)) == figures(register, "unchanged")
    assert await town.recorded() == recorded
    # Back to what it was, and there again: the same words are news each time.
    for back in (table, changed, table):
        assert counts(await town.bring_in(back))["updated"] == 1
    assert (await order_of(town, key)).title == order.title


async def test_times_are_read_in_the_zone_of_the_map(
    open_town: OpenTown, imported: Imported
) -> None:
    town = await open_town(await imported(EXTRACT))
    rows = reversed(EXTRACT.table().rows)  # of two rows with one key the first counts
    told = {row.cells["Unique Key"]: row.cells["Created Date"] for row in rows}
    orders = await town.orders()
    for order in orders:
        wall = datetime.fromtimestamp(order.reported_ms / 1000, ZONE)
        key = order.external_ref.removeprefix("nyc311:")
        assert wall.strftime("%m/%d/%Y %I:%M:%S %p") == told[key]


async def test_with_their_status_most_requests_are_closed(
    open_town: OpenTown, new_york: Path
) -> None:
    town = await open_town(new_york)
    await town.bring_in(EXTRACT.table(), keep_status=True)
    orders = await town.orders()
    closed = [order for order in orders if order.state is S.CLOSED]
    assert len(closed) == EXTRACT.new - EXTRACT.open
    assert all(order.done_ms and order.reported_ms <= order.done_ms < NOW_MS for order in closed)


async def test_what_people_did_since_stays(open_town: OpenTown, imported: Imported) -> None:
    town = await open_town(await imported(EXTRACT))
    order, other = [each for each in await town.orders() if each.territory_id][:2]
    keys = [each.external_ref.removeprefix("nyc311:") for each in (order, other)]
    mine = EditWorkOrder(work_order_id=order.id, title="Mine", description=order.description)
    await decide(town, mine, "a")
    triage = TriageWorkOrder(
        work_order_id=other.id, grade=Grade.MINOR, skill_id=None, duration_min=30
    )
    await decide(town, triage, "b")
    table = edited(EXTRACT.table(), keys[0], Descriptor="NEW", Location_Type="CELLAR")
    table = edited(table, keys[1], Complaint_Type="Elevator")
    for run in range(2):
        reports = {each.key: each for each in await town.bring_in(table)}
        assert "kept as it is here (title)" in reports[keys[0]].reason
        assert "kept as it is here" in reports[keys[1]].reason
        outcomes = [reports[key].outcome for key in keys]
        assert outcomes == [Outcome.UNCHANGED if run else Outcome.UPDATED] * 2
    after = await order_of(town, keys[0])
    assert after.title == "Mine"
    assert "Location type: CELLAR" in after.description
    triaged = await order_of(town, keys[1])
    assert (triaged.grade, triaged.skill_id, triaged.duration_min) == ("minor", None, 30)
    assert triaged.title.startswith("Elevator")


async def test_rows_that_cannot_be_taken_are_named(open_town: OpenTown, new_york: Path) -> None:
    town = await open_town(new_york)
    reports = await town.bring_in(EXTRACT.table())
    reasons = [each.reason for each in reports if each.outcome is Outcome.REJECTED]
    assert len(reasons) == EXTRACT.rejected
    first = next(each for each in reports if each.outcome is Outcome.REJECTED)
    line = next(each.line for each in reports if each.key == first.key)
    assert line < first.line
    assert reasons[0] == f"the key stands in line {line} already"
    assert reasons[1] == "“31/12/2018 25:61” in Created Date is no time"
    assert reasons[2] == "longitude and latitude look exchanged: “-73.9, 140.6”"
    skipped = [each.reason for each in reports if each.outcome is Outcome.SKIPPED]
    assert any(reason.startswith("NYPD (New York City Police Department)") for reason in skipped)
