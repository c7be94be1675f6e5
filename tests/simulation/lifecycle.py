"""Invariant 13: visits and orders move only along their lives; an order has one open visit."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from server.appointments.schema import Appointment
from server.gateway.call import Call
from server.gateway.tx import Change
from server.work_orders.schema import WorkOrder

# Written after the drawing of a visit's life, not after `lifecycle.py`: a second opinion.
STEPS: dict[str, set[str]] = {
    "scheduled": {"dispatched", "cancelled"},
    "dispatched": {"accepted", "en_route", "on_site", "scheduled", "cancelled"},
    "accepted": {"en_route", "on_site", "scheduled", "dispatched", "cancelled"},
    "en_route": {"on_site", "cannot_complete", "no_show", "dispatched", "cancelled"},
    "on_site": {
        "working",
        "paused",
        "completed",
        "cannot_complete",
        "no_show",
        "dispatched",
        "cancelled",
    },
    "working": {"paused", "completed", "cannot_complete", "dispatched", "cancelled"},
    "paused": {"working", "completed", "cannot_complete", "dispatched", "cancelled"},
    "completed": set(),
    "cannot_complete": set(),
    "no_show": set(),
    "cancelled": set(),
}
ENDED = frozenset(state for state, later in STEPS.items() if not later)
BORN = {"scheduled", "dispatched"}
ORDER_OVER = {"closed", "declined"}
REOPENS = "work_order.reopen"


class Lifecycle:
    """Judges what a mutation has changed, once that is committed."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def judge(self, call: Call, change: Change) -> None:
        before, after = change.before, change.after
        if isinstance(after, Appointment):
            state = after.state.value
            if not isinstance(before, Appointment):
                if state not in BORN:
                    self.wrong.append(f"{call.name} gave birth to a visit that is {state}")
            elif before.state.value != state and state not in STEPS[before.state.value]:
                self.wrong.append(f"{call.name} moved a visit from {before.state.value} to {state}")
        elif isinstance(after, WorkOrder) and isinstance(before, WorkOrder):
            was, state = before.state.value, after.state.value
            if was in ORDER_OVER and state != was and call.name != REOPENS:
                self.wrong.append(f"{call.name} moved an order from {was} to {state}")


def doubly_open(visits: Iterable[dict[str, Any]]) -> list[str]:
    """Orders with more than one visit that is not over."""
    count = Counter(visit["work_order_id"] for visit in visits if visit["state"] not in ENDED)
    return [f"order {order} has {n} open visits" for order, n in count.items() if n > 1]
