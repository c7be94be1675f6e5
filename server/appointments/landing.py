"""Facts of a visit: they always land, whoever has the visit by now."""

from typing import Any

from server.appointments import rollup, rules
from server.appointments.assigning import is_his, is_last_under_way
from server.appointments.schema import (
    AcceptAppointment,
    Appointment,
    Arrive,
    CannotComplete,
    Complete,
    Depart,
    NoShow,
    Pause,
    RefuseToSign,
    Resume,
    Sign,
    Start,
)
from server.checklists.queries import missing_of
from server.gateway.authorise import NOT_FOUND
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.work_orders import history
from server.work_orders.schema import WorkOrder
from sync.outcomes import Accepted, Flag, Verdict

CHECKED_IN = "whereabouts"  # a row of its own, for the office and its author alone

OnVisit = (
    AcceptAppointment
    | Depart
    | Arrive
    | Start
    | Pause
    | Resume
    | NoShow
    | Complete
    | CannotComplete
)


def _land(
    tx: Tx, args: OnVisit, call: Call, text_field: str = "", more: dict[str, Any] | None = None
) -> Verdict:
    """Write the fact; move visit and order if it is his and the step is due."""
    visit = tx.get(Appointment, args.appointment_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    if visit is None or order is None:
        return NOT_FOUND
    text: str = getattr(args, text_field) if text_field else ""
    at_ms = call.moment_ms
    state = rules.landing(call.name, visit.state, is_his=is_his(visit, call))
    if state is not None:
        is_last = call.name in rollup.ENDING and is_last_under_way(tx, visit)
        tx.update(order, **rollup.after(call.name, order, at_ms, is_last=is_last))
        tx.update(visit, state=state, **rules.stamps(call.name, visit, at_ms, text))
    detail = history.detail_of(args, text_field, CHECKED_IN) | (more or {})
    return _write(tx, call, visit, text, detail, state is None)


def _write(
    tx: Tx, call: Call, visit: Appointment, text: str, detail: dict[str, Any], is_late: bool
) -> Verdict:
    history.write(
        tx,
        call,
        0,
        visit.work_order_id,
        appointment_id=visit.id,
        text=text,
        detail=detail,
        is_late=is_late,
    )
    return Accepted((Flag.LATE,)) if is_late else Accepted()


def accept(tx: Tx, args: AcceptAppointment, call: Call) -> Verdict:
    return _land(tx, args, call)


def depart(tx: Tx, args: Depart, call: Call) -> Verdict:
    return _land(tx, args, call)


def arrive(tx: Tx, args: Arrive, call: Call) -> Verdict:
    return _land(tx, args, call, "reason")


def start(tx: Tx, args: Start, call: Call) -> Verdict:
    return _land(tx, args, call)


def pause(tx: Tx, args: Pause, call: Call) -> Verdict:
    return _land(tx, args, call, "reason")


def resume(tx: Tx, args: Resume, call: Call) -> Verdict:
    return _land(tx, args, call)


def no_show(tx: Tx, args: NoShow, call: Call) -> Verdict:
    return _land(tx, args, call, "reason")


def complete(tx: Tx, args: Complete, call: Call) -> Verdict:
    """A checklist with gaps stops nobody: how many there were is part of the line."""
    visit = tx.get(Appointment, args.appointment_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    gaps = missing_of(tx, order.id, order.checklist_version_id) if order else []
    return _land(tx, args, call, "summary", {"gaps": len(gaps)} if gaps else {})


def cannot_complete(tx: Tx, args: CannotComplete, call: Call) -> Verdict:
    return _land(tx, args, call, "reason")


def sign(tx: Tx, args: Sign, call: Call) -> Verdict:
    return _signing(tx, args, call, args.signer_name, "signer_name")


def refuse(tx: Tx, args: RefuseToSign, call: Call) -> Verdict:
    return _signing(tx, args, call, args.reason, "reason")


def _signing(tx: Tx, args: Sign | RefuseToSign, call: Call, text: str, text_field: str) -> Verdict:
    """The customer's word, given on the technician's phone, moves the order."""
    visit = tx.get(Appointment, args.appointment_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    if visit is None or order is None:
        return NOT_FOUND
    lands = rules.landing(call.name, visit.state, is_his=is_his(visit, call)) is not None
    moved = rollup.signed(call.name, order, visit.state) if lands else None
    if moved is not None:
        tx.update(order, **moved)
    return _write(tx, call, visit, text, history.detail_of(args, text_field), moved is None)
