"""What may happen to a work order. Pure: values in, values or a refusal out."""

from typing import Any

from server.work_orders.lifecycle import ENDED, next_state
from server.work_orders.schema import (
    Fact,
    Grade,
    NameAsset,
    Note,
    Reason,
    Signing,
    Use,
    WorkOrder,
    WorkOrderState,
)
from sync.outcomes import Rejected

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
POLICY_VERSION = "grade-1"  # which of these tables an order was decided by
DEFAULT_ZONE = "Asia/Shanghai"
# From report to the first call back, and to the first arrival.
CONTACT_WITHIN_MS = {
    Grade.URGENT: 1 * HOUR_MS,
    Grade.NORMAL: 4 * HOUR_MS,
    Grade.MINOR: 24 * HOUR_MS,
}
ARRIVAL_WITHIN_MS = {
    Grade.URGENT: 4 * HOUR_MS,
    Grade.NORMAL: 24 * HOUR_MS,
    Grade.MINOR: 72 * HOUR_MS,
}

S = WorkOrderState
GONE = (S.CANCELLED, S.DECLINED, S.CLOSED)

# What happened on the spot and may be struck through. Decisions are undone by decisions.
# `tests/server/work_orders/test_rules.py` holds the visits' part to their lifecycle.
CORRECTABLE = frozenset(
    {
        Note.mutation,
        Use.mutation,
        "attachment.attach",
        "checklist.answer",
        NameAsset.mutation,
        "appointment.accept",
        "appointment.depart",
        "appointment.arrive",
        "appointment.start",
        "appointment.pause",
        "appointment.resume",
        "appointment.no_show",
        "appointment.complete",
        "appointment.cannot_complete",
        "appointment.sign",
        "appointment.refuse_to_sign",
        "signature.sign",
        "signature.refuse",
    }
)


def due(grade: Grade, from_ms: int) -> dict[str, int]:
    """Both clocks of an order, started at an instant."""
    return {
        "contact_due_ms": from_ms + CONTACT_WITHIN_MS[grade],
        "arrival_due_ms": from_ms + ARRIVAL_WITHIN_MS[grade],
    }


def regraded(order: WorkOrder, grade: Grade) -> dict[str, int]:
    """Both clocks as if they had been started with the other grade."""
    if order.contact_due_ms is None:
        return due(grade, order.reported_ms)
    return due(grade, order.contact_due_ms - CONTACT_WITHIN_MS[order.grade])


def order_number(year: int, count: int) -> str:
    """The human name of an order: BX-2026-000123."""
    return f"BX-{year}-{count:06d}"


def may_report(*, has_place: bool, has_person: bool) -> Rejected | None:
    """An order nobody can find and nobody can be asked about is no order."""
    return None if has_place or has_person else Rejected(Reason.NEEDS_PLACE_OR_CONTACT)


def wrong_state(order: WorkOrder) -> Rejected:
    return Rejected(Reason.WRONG_STATE, {"state": order.state.value})


def decided(mutation: str, order: WorkOrder) -> WorkOrderState | Rejected:
    """Where a decision leads, or why it does not apply."""
    return next_state(mutation, order.state) or wrong_state(order)


def held(order: WorkOrder, reason: str) -> dict[str, Any]:
    return {"held_from": order.state, "hold_reason": reason}


def released() -> dict[str, Any]:
    return {"held_from": None, "hold_reason": ""}


def resumed_state(order: WorkOrder) -> WorkOrderState:
    """Holding calls visits off, so whatever needed a visit begins again at triage."""
    return S.REPORTED if order.held_from is S.REPORTED else S.TRIAGED


def reopened(order: WorkOrder, at_ms: int) -> dict[str, Any]:
    """The next round: clocks, arrival and signature begin again, the history stays."""
    return {
        "reopened_count": order.reopened_count + 1,
        "arrived_ms": None,
        "done_ms": None,
        "signing": Signing.NONE,
        **due(order.grade, at_ms),
    }


def is_late_remark(state: WorkOrderState, *, holds: bool, is_office: bool) -> bool:
    """A remark of someone who lost the order, or on one that is over (the office may go on)."""
    return not holds or (state in GONE and not is_office)


def may_place(state: WorkOrderState) -> bool:
    """A place changes where somebody is sent: not once the work is done."""
    return state not in GONE and state not in ENDED


def may_strike(fact: Fact, user_id: str | None, *, is_office: bool) -> Rejected | None:
    """Own facts, and for the office everybody's; decisions never."""
    if fact.verb not in CORRECTABLE:
        return Rejected(Reason.NOT_A_FACT, {"verb": fact.verb})
    if fact.struck_by_id is not None or fact.struck_reason:
        return Rejected(Reason.ALREADY_STRUCK)
    if not is_office and (fact.author_id is None or fact.author_id != user_id):
        return Rejected(Reason.NOT_YOUR_FACT)
    return None
