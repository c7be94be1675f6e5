"""Decisions on appointments: who goes, when, or not at all."""

from typing import Any

from server.appointments import queries, rollup, rules
from server.appointments.schema import (
    Appointment,
    AssignAppointment,
    CancelAppointment,
    DeclineAppointment,
    Reason,
    ReassignAppointment,
    RescheduleAppointment,
)
from server.appointments.windows import Window, window
from server.gateway.authorise import NOT_FOUND
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.identity.schema import User
from server.technicians.queries import skill_of
from server.technicians.schema import Technician
from server.work_orders import history, pinning
from server.work_orders.lifecycle import ACTIVE, ASSIGNABLE
from server.work_orders.schema import WorkOrder
from sync.outcomes import Accepted, Rejected, Verdict


def assign(tx: Tx, args: AssignAppointment, call: Call) -> Verdict:
    """Send a technician: on the visit that lost its technician, or on a new one."""
    order = tx.get(WorkOrder, args.work_order_id)
    technician = tx.get(Technician, args.technician_id)
    if order is None or technician is None:
        return NOT_FOUND
    visits = queries.open_of_order(tx, order.id)
    vacant = next((visit for visit in visits if visit.technician_id is None), None)
    if vacant is None and visits:
        return already_assigned(tx, visits[0])
    if order.state not in ASSIGNABLE and not (vacant and order.state in ACTIVE):
        return Rejected(Reason.ORDER_STATE, {"state": order.state.value})
    span = window(args.start_local, args.zone, args.duration_min)
    if isinstance(span, Rejected):
        return span
    refusal = _may_send(tx, order, technician, span, args.start_local[:10])
    if refusal is not None:
        return refusal
    now_ms, author_id = call.moment_ms, call.author_id
    promised = _promised(args.start_local, args.zone, args.duration_min, span)
    taken = rules.handed_over(technician.id, now_ms, author_id)
    if vacant is None:
        values: dict[str, Any] = {**promised, **taken}
        visit = tx.insert(
            Appointment(
                id=call.born(0),
                work_order_id=order.id,
                finished_ms=None,
                summary="",
                is_locked=False,
                **values,
            )
        )
    else:
        visit = tx.update(vacant, **promised, **taken)
    tx.update(order, **rollup.assigned(), **pinning.at_assignment(tx, order))
    detail = history.detail_of(args) | {"technician": technician.name}
    history.write(tx, call, 1, order.id, appointment_id=visit.id, detail=detail)
    return Accepted()


def reassign(tx: Tx, args: ReassignAppointment, call: Call) -> Verdict:
    """The visit stays and changes its technician; each fact keeps its author."""
    visit = tx.get(Appointment, args.appointment_id)
    technician = tx.get(Technician, args.technician_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    if visit is None or technician is None or order is None:
        return NOT_FOUND
    state = rules.decided(call.name, visit)
    if isinstance(state, Rejected):
        return state
    if order.state not in ACTIVE:
        return Rejected(Reason.ORDER_STATE, {"state": order.state.value})
    if visit.technician_id == technician.id:
        return already_assigned(tx, visit)
    span = Window(visit.start_ms, visit.end_ms)
    refusal = _may_send(tx, order, technician, span, visit.start_local[:10])
    if refusal is not None:
        return refusal
    before = tx.get(Technician, visit.technician_id)
    author_id = call.author_id
    tx.update(visit, **rules.handed_over(technician.id, call.moment_ms, author_id))
    tx.update(order, **rollup.assigned())
    detail = {
        "technician_id": technician.id,
        "technician": technician.name,
        "before": before.name if before else "",
    }
    history.write(tx, call, 0, order.id, appointment_id=visit.id, text=args.reason, detail=detail)
    return Accepted()


def reschedule(tx: Tx, args: RescheduleAppointment, call: Call) -> Verdict:
    visit = tx.get(Appointment, args.appointment_id)
    if visit is None:
        return NOT_FOUND
    state = rules.decided(call.name, visit)
    if isinstance(state, Rejected):
        return state
    span = window(args.start_local, visit.zone, args.duration_min)
    if isinstance(span, Rejected):
        return span
    if visit.technician_id is not None:
        refusal = _is_free(tx, visit.technician_id, span, visit.work_order_id)
        if refusal is not None:
            return refusal
    detail = history.detail_of(args) | {"before": visit.start_local, "zone": visit.zone}
    tx.update(visit, **_promised(args.start_local, visit.zone, args.duration_min, span))
    history.write(tx, call, 0, visit.work_order_id, appointment_id=visit.id, detail=detail)
    return Accepted()


def cancel(tx: Tx, args: CancelAppointment, call: Call) -> Verdict:
    visit = tx.get(Appointment, args.appointment_id)
    if visit is None:
        return NOT_FOUND
    state = rules.decided(call.name, visit)
    if isinstance(state, Rejected):
        return state
    fields = {"state": state, "finished_ms": call.moment_ms, "summary": args.reason}
    return _step_back(tx, call, visit, args.reason, fields)


def decline(tx: Tx, args: DeclineAppointment, call: Call) -> Verdict:
    """The technician gives the visit back: his own decision, as long as it is his."""
    visit = tx.get(Appointment, args.appointment_id)
    if visit is None:
        return NOT_FOUND
    if not is_his(visit, call):
        is_free = visit.technician_id is None
        return rules.wrong_state(visit) if is_free else already_assigned(tx, visit)
    state = rules.decided(call.name, visit)
    if isinstance(state, Rejected):
        return state
    return _step_back(tx, call, visit, args.reason, rules.handed_over(None, None, None))


def is_his(visit: Appointment, call: Call) -> bool:
    """Whether the author is the one who is to go now."""
    mine = visit.technician_id is not None and visit.technician_id == call.actor.technician_id
    return mine or call.actor.is_system


def is_last_under_way(tx: Tx, visit: Appointment) -> bool:
    """No other visit with somebody on it is open for the same order."""
    return not any(
        other.id != visit.id and other.technician_id is not None
        for other in queries.open_of_order(tx, visit.work_order_id)
    )


def already_assigned(tx: Tx, visit: Appointment) -> Rejected:
    """Says whose it is and since when, so that two dispatchers can settle it by a call."""
    technician = tx.get(Technician, visit.technician_id)
    by = tx.get(User, visit.assigned_by_id)
    detail = {
        "technician": technician.name if technician else "",
        "by": by.name if by else "",
        "at_ms": visit.assigned_ms,
    }
    return Rejected(Reason.ALREADY_ASSIGNED, detail)


def _step_back(
    tx: Tx, call: Call, visit: Appointment, reason: str, fields: dict[str, Any]
) -> Verdict:
    order = tx.get(WorkOrder, visit.work_order_id)
    if order is not None:
        is_last = is_last_under_way(tx, visit)
        moved = rollup.after(call.name, order, call.moment_ms, is_last=is_last)
        tx.update(order, **moved)
    tx.update(visit, **fields)
    history.write(tx, call, 0, visit.work_order_id, appointment_id=visit.id, text=reason)
    return Accepted()


def _promised(start_local: str, zone: str, duration_min: int, span: Window) -> dict[str, Any]:
    return {
        "start_local": start_local,
        "zone": zone,
        "duration_min": duration_min,
        "start_ms": span.start_ms,
        "end_ms": span.end_ms,
    }


def _may_send(
    tx: Tx, order: WorkOrder, technician: Technician, span: Window, day: str
) -> Rejected | None:
    wanted: dict[str, Any] = {}
    level = expires_on = None
    if order.skill_id is not None:
        wanted = {"skill_id": order.skill_id, "level": order.skill_level}
        held = skill_of(tx, technician.id, order.skill_id)
        if held is not None and held.is_active:
            level, expires_on = held.level, held.expires_on
    refusal = rules.may_take(
        is_active=technician.is_active,
        skill=wanted,
        level=level,
        expires_on=expires_on,
        day=day,
    )
    return refusal or _is_free(tx, technician.id, span, order.id)


def _is_free(tx: Tx, technician_id: str, span: Window, but_order_id: str) -> Rejected | None:
    others = queries.open_of_technician(tx, technician_id)
    found = rules.clash(span, (v for v in others if v.work_order_id != but_order_id))
    if found is None:
        return None
    order = tx.get(WorkOrder, found.work_order_id)
    number = order.number or order.local_code if order else ""
    detail = {"number": number, "start_ms": found.start_ms, "end_ms": found.end_ms}
    return Rejected(Reason.OVERLAP, detail)
