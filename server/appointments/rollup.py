"""What an order's appointments mean for the order. Pure.

    assign, reassign                      → assigned
    accept, depart, arrive                assigned → accepted
    start, resume                         → in_repair (survey and plan are skipped by default)
    complete                              → done, or confirmed when it was signed before
    cannot_complete, no_show, cancel,
    decline                               → triaged
    sign after completion                 → confirmed

Done and triaged only when no other visit of the order is under way.
"""

from typing import Any

from server.appointments.lifecycle import AT_WORK
from server.appointments.schema import (
    AcceptAppointment,
    AppointmentState,
    Arrive,
    CancelAppointment,
    CannotComplete,
    Complete,
    DeclineAppointment,
    Depart,
    NoShow,
    Resume,
    Sign,
    Start,
)
from server.work_orders.lifecycle import ACTIVE
from server.work_orders.schema import Signing, WorkOrder, WorkOrderState

W = WorkOrderState
TAKING = (AcceptAppointment.mutation, Depart.mutation, Arrive.mutation)
WORKING = (Start.mutation, Resume.mutation)
GIVING_UP = (
    CannotComplete.mutation,
    NoShow.mutation,
    CancelAppointment.mutation,
    DeclineAppointment.mutation,
)

# Steps for which it matters whether another visit of the order is under way.
ENDING = frozenset({Complete.mutation, *GIVING_UP})


def assigned() -> dict[str, Any]:
    """Somebody is to go: whatever held the order up is over."""
    return {"state": W.ASSIGNED, "held_from": None, "hold_reason": ""}


def after(mutation: str, order: WorkOrder, at_ms: int, *, is_last: bool) -> dict[str, Any]:
    """Fields of the order that a visit's step moves. `is_last`: no other visit is under way."""
    if order.state not in ACTIVE:
        return {}
    fields: dict[str, Any] = {}
    if mutation == Arrive.mutation and order.arrived_ms is None:
        fields["arrived_ms"] = at_ms
    if mutation in TAKING and order.state is W.ASSIGNED:
        fields["state"] = W.ACCEPTED
    if mutation in WORKING:
        fields["state"] = W.IN_REPAIR
    if mutation == Complete.mutation and is_last:
        is_signed = order.signing is Signing.SIGNED
        fields |= {"state": W.CONFIRMED if is_signed else W.DONE, "done_ms": at_ms}
    if mutation in GIVING_UP and is_last:
        fields["state"] = W.TRIAGED
    return fields


def in_round(order: WorkOrder, visit_state: AppointmentState) -> bool:
    """Whether a word given on this visit is about the work as it stands: none has begun since,
    and nobody has closed it."""
    at_work = visit_state in AT_WORK and order.state in ACTIVE
    return at_work or order.state in (W.DONE, W.CONFIRMED)


def signed(mutation: str, order: WorkOrder, visit_state: AppointmentState) -> dict[str, Any] | None:
    """Fields of the order that the customer's word moves; None: it came too late to move any.

    A signature answers for the round it was given in: at work, or done and not yet beyond. It
    takes back a refusal; a refusal does not take back a signature.
    """
    if not in_round(order, visit_state) or order.state is W.CONFIRMED:
        return None
    if mutation == Sign.mutation:
        if order.signing is Signing.SIGNED:
            return None
        moved = {"state": W.CONFIRMED} if order.state is W.DONE else {}
        return {"signing": Signing.SIGNED, **moved}
    return {"signing": Signing.REFUSED} if order.signing is Signing.NONE else None
