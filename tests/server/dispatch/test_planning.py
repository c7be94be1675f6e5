"""Open orders laid out over days, and decided one by one."""

from datetime import date
from typing import Any

import pytest

from server.dispatch.deciding import decide, decide_nearest
from server.dispatch.nearest import nearest
from server.dispatch.planning import Plan, plan
from server.dispatch.rosters import Rosters
from sync.outcomes import Rejected
from sync.protocol import Result
from tests.server.dispatch.town import (
    HOUR_MS,
    ORDER,
    SKILL,
    Town,
    technician_id,
)
from tests.server.harness import NOW_MS

SUNDAY = date(2026, 3, 1)
UNSEEN = "10000000-0000-4000-8000-0000000000ff"


def order_id(number: int) -> str:
    return f"10000000-0000-4000-8000-{number:012d}"


def lay_out(town: Town, ids: list[str] | None = None, days: int = 1) -> Plan:
    return plan(town.world.connection, town.dispatcher, ids, SUNDAY, days, NOW_MS)


class Door:
    """The gateway's door on the harness: keyed, one mutation after the other."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.keys: list[str] = []

    async def submit(self, name: str, args: dict[str, Any], key: str) -> Result:
        self.keys.append(key)
        verdict = self.town.world.run(name, args, self.town.dispatcher)
        if isinstance(verdict, Rejected):
            return Result(0, 1, "rejected", [], verdict.reason, verdict.detail)
        return Result(0, 1, "accepted")


def test_the_urgent_one_is_first_and_visits_keep_apart(town: Town) -> None:
    town.order(order_id(1), grade="minor")
    town.order(order_id(2), grade="urgent", state="reported")
    town.technician(1)
    proposals = lay_out(town).proposals
    assert [(p.work_order_id, p.start_local) for p in proposals] == [
        (order_id(2), "2026-03-01T09:00"),
        (order_id(1), "2026-03-01T10:00"),
    ]
    assert {p.zone for p in proposals} == {"Asia/Shanghai"}


def test_what_is_taken_or_over_is_left_alone(town: Town) -> None:
    town.order(order_id(1), state="assigned")
    town.order(order_id(2), state="done")
    town.order(order_id(3), state="on_hold")
    town.visit(town.technician(1), NOW_MS + HOUR_MS, work_order_id=order_id(1))
    assert lay_out(town).proposals == ()
    named = lay_out(town, [order_id(1), order_id(3), UNSEEN])
    assert [p.work_order_id for p in named.proposals] == [order_id(3)]
    assert named.unknown == (order_id(1), UNSEEN)


def test_a_promised_time_is_kept(town: Town) -> None:
    town.order(state="triaged")
    town.technician(1)
    town.visit(None, NOW_MS + 5 * HOUR_MS, state="scheduled")
    (proposal,) = lay_out(town).proposals
    assert proposal.start_local == "2026-03-01T14:00"


def test_a_promise_that_is_past_no_longer_binds(town: Town) -> None:
    town.order(state="triaged")
    town.technician(1)
    town.visit(None, NOW_MS - HOUR_MS, state="scheduled")
    (proposal,) = lay_out(town).proposals
    assert proposal.start_local == "2026-03-01T09:00"


def test_two_zones_share_the_same_people(town: Town) -> None:
    tokyo = "80000000-0000-4000-8000-000000000002"
    town.world.add("territory", id=tokyo, zone="Asia/Tokyo")
    town.order(order_id(1))
    town.order(order_id(2), territory_id=tokyo)
    town.technician(1)
    starts = {p.zone: p.start_local for p in lay_out(town).proposals}
    assert starts == {"Asia/Shanghai": "2026-03-01T09:00", "Asia/Tokyo": "2026-03-01T11:00"}


async def test_proposals_are_decided_one_keyed_mutation_each(town: Town) -> None:
    town.order(order_id(1))
    town.order(order_id(2), skill_id=SKILL)
    town.technician(1)
    door = Door(town)
    made = await decide(lay_out(town, [order_id(1), order_id(2), UNSEEN]), door.submit, "k")
    assert [(d.work_order_id, d.technician_id) for d in made.assigned] == [
        (order_id(1), technician_id(1))
    ]
    assert {left.work_order_id: left.reasons for left in made.unassigned} == {
        order_id(2): ({"code": "no_skill", "count": 1},),
        UNSEEN: ({"code": "not_found"},),
    }
    assert door.keys == [f"k:{order_id(1)}"]
    assert town.world.row("work_order", order_id(1)).state == "assigned"


async def test_what_another_decided_meanwhile_comes_back_as_a_reason(town: Town) -> None:
    town.order()
    town.technician(1)
    made = lay_out(town)
    door = Door(town)
    await decide(made, door.submit, "first")
    again = await decide(made, door.submit, "second")
    assert again.assigned == ()
    assert again.unassigned[0].reasons[0]["code"] == "already_assigned"
    assert again.unassigned[0].reasons[0]["technician"] == "T1"


async def test_the_next_nearest_where_the_first_was_taken_meanwhile(town: Town) -> None:
    town.order()
    first = town.technician(1, 10_000)
    town.technician(2, 20_000)
    at_ms = NOW_MS + HOUR_MS
    found = nearest(town.world.connection, town.dispatcher, ORDER, at_ms, 5, NOW_MS, Rosters())
    other = order_id(2)
    town.order(other, state="assigned")
    town.visit(first, at_ms, work_order_id=other)
    made = await decide_nearest(found, Door(town).submit, "k")
    assert [d.technician_id for d in made.assigned] == [technician_id(2)]


async def test_nobody_fits(town: Town) -> None:
    town.order(skill_id=SKILL)
    town.technician(1)
    found = nearest(town.world.connection, town.dispatcher, ORDER, NOW_MS, 5, NOW_MS, Rosters())
    made = await decide_nearest(found, Door(town).submit, "k")
    assert made.unassigned[0].reasons == ({"code": "no_skill", "count": 1},)


def test_the_number_of_statements_does_not_grow(town: Town) -> None:
    counts: list[int] = []
    for size in (range(1, 3), range(3, 30)):
        for number in size:
            town.order(order_id(number))
            town.technician(number, number * 1_000)
        with town.world.statements() as asked:
            assert len(lay_out(town, days=2).proposals) == size[-1]
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("days", [1, 14])
def test_no_orders_no_plan(town: Town, days: int) -> None:
    town.technician(1)
    assert lay_out(town, days=days) == Plan((), (), ())
