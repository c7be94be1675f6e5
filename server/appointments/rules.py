"""What may happen to an appointment. Pure: values in, values or a refusal out."""

from collections.abc import Iterable
from typing import Any

from server.appointments.lifecycle import FACTS, next_state
from server.appointments.schema import (
    AcceptAppointment,
    Appointment,
    AppointmentState,
    Arrive,
    CannotComplete,
    Complete,
    Depart,
    NoShow,
    Reason,
    RefuseToSign,
    Sign,
    Start,
)
from server.appointments.windows import Window
from sync.outcomes import Rejected

S = AppointmentState
FINISHING = (Complete.mutation, CannotComplete.mutation, NoShow.mutation)
BY_THE_CUSTOMER = (Sign.mutation, RefuseToSign.mutation)


def landing(mutation: str, state: AppointmentState, *, is_his: bool) -> AppointmentState | None:
    """Where a fact leads; None: it is kept, but late, and moves nothing."""
    assert mutation in FACTS
    return next_state(mutation, state) if is_his else None


def stamps(mutation: str, visit: Appointment, at_ms: int, text: str) -> dict[str, Any]:
    """The times (and the last words) that a landed fact writes on its appointment."""
    fields: dict[str, Any] = {}
    if mutation in (AcceptAppointment.mutation, Depart.mutation, Arrive.mutation):
        fields["accepted_ms"] = at_ms if visit.accepted_ms is None else visit.accepted_ms
    if mutation == Depart.mutation:
        fields["departed_ms"] = at_ms
    if mutation == Arrive.mutation:
        fields["arrived_ms"] = at_ms
    if mutation == Start.mutation:
        fields["started_ms"] = at_ms
    if mutation in FINISHING:
        fields |= {"finished_ms": at_ms, "summary": text}
    return fields


def handed_over(technician_id: str | None, at_ms: int | None, by_id: str | None) -> dict[str, Any]:
    """The fields of a visit that changes hands: what the one before did is history."""
    return {
        "technician_id": technician_id,
        "state": S.SCHEDULED if technician_id is None else S.DISPATCHED,
        "assigned_ms": at_ms,
        "assigned_by_id": by_id,
        "accepted_ms": None,
        "departed_ms": None,
        "arrived_ms": None,
        "started_ms": None,
    }


def wrong_state(visit: Appointment) -> Rejected:
    return Rejected(Reason.APPOINTMENT_STATE, {"state": visit.state.value})


def decided(mutation: str, visit: Appointment) -> AppointmentState | Rejected:
    """Where a decision leads, or why it does not apply."""
    return next_state(mutation, visit.state) or wrong_state(visit)


def clash(window: Window, others: Iterable[Appointment]) -> Appointment | None:
    """The first of the technician's open visits that this window cuts into."""
    cut = [visit for visit in others if window.overlaps(visit.start_ms, visit.end_ms)]
    return min(cut, key=lambda visit: (visit.start_ms, visit.id), default=None)


def may_take(
    *, is_active: bool, skill: dict[str, Any], level: int | None, expires_on: str | None, day: str
) -> Rejected | None:
    """Whether somebody may be sent at all.

    `skill`: what is wanted, `{"skill_id", "level"}`, or {} for anybody. `level` and `expires_on`
    are what he has; a skill counts on its last day too (local days, YYYY-MM-DD).
    """
    if not is_active:
        return Rejected(Reason.TECHNICIAN_INACTIVE)
    if not skill:
        return None
    if level is not None and level >= skill["level"] and (expires_on is None or day <= expires_on):
        return None
    return Rejected(Reason.LACKS_SKILL, skill)
