"""Facts always land: whatever the visit's and the order's state, whoever has the visit now."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from server.appointments.lifecycle import FACTS, next_state
from server.appointments.schema import AppointmentState
from server.work_orders.schema import WorkOrderState
from sync.outcomes import Accepted, Flag
from tests.server.harness import World, person

ORDER = "10000000-0000-4000-8000-000000000001"
VISIT = "20000000-0000-4000-8000-000000000001"
WANG, LI = (f"30000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
USER = "40000000-0000-4000-8000-000000000001"
ORDER_STATES = tuple(map(WorkOrderState, ("assigned", "in_repair", "done", "closed", "cancelled")))
MORE: dict[str, dict[str, Any]] = {
    "appointment.pause": {"reason": "等材料"},
    "appointment.cannot_complete": {"reason": "缺配件"},
    "appointment.sign": {"signer_name": "陈女士"},
    "appointment.refuse_to_sign": {"reason": "不满意"},
}


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    made.join(USER)
    made.hold([VISIT], left=True)
    yield made
    made.close()


def land(world: World, mutation: str) -> Accepted:
    args = {"appointment_id": VISIT} | MORE.get(mutation, {})
    verdict = world.run(mutation, args, person(USER, "王建国", WANG, ["technician"]))
    assert isinstance(verdict, Accepted), verdict
    return verdict


@pytest.mark.parametrize("mutation", sorted(FACTS))
def test_every_fact_in_every_state(world: World, mutation: str) -> None:
    """Late exactly when nothing moved; the line of history is always there."""
    states = product(AppointmentState, ORDER_STATES, (WANG, LI, None))
    world.add("work_order", id=ORDER)
    world.add("appointment", id=VISIT)
    for state, order_state, technician_id in states:
        order, visit = world.row("work_order", ORDER), world.row("appointment", VISIT)
        world.tx.update(order, state=order_state, signing="none")
        visit = world.tx.update(visit, state=state, technician_id=technician_id)
        verdict = land(world, mutation)
        after = world.row("appointment", VISIT)
        line = world.row("fact", world.born(0))
        assert line.is_late == (Flag.LATE in verdict.flags)
        lands = technician_id == WANG and next_state(mutation, state) is not None
        if not lands:
            assert line.is_late
            assert after == visit
            assert world.row("work_order", ORDER).state is order_state
        elif "sign" not in mutation:
            assert not line.is_late
            assert after.state is next_state(mutation, state)


def test_what_a_visit_writes_while_it_goes_its_way(world: World) -> None:
    world.add("work_order", id=ORDER, state="assigned")
    world.add("appointment", id=VISIT)
    steps = ("accept", "depart", "arrive", "start", "pause", "resume", "sign", "complete")
    seen = []
    for step in steps:
        assert land(world, f"appointment.{step}") == Accepted()
        seen.append((world.row("appointment", VISIT).state, world.row("work_order", ORDER).state))
    assert seen == [
        ("accepted", "accepted"),
        ("en_route", "accepted"),
        ("on_site", "accepted"),
        ("working", "in_repair"),
        ("paused", "in_repair"),
        ("working", "in_repair"),
        ("working", "in_repair"),
        ("completed", "confirmed"),
    ]
