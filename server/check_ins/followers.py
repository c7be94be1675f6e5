"""Check-ins are born with the step of the visit that they belong to, in the same savepoint."""

import msgspec

from server.appointments.schema import (
    Appointment,
    Arrive,
    CannotComplete,
    Complete,
    NoShow,
)
from server.attachments.schema import Attachment
from server.check_ins import queries, rules
from server.check_ins.schema import CheckIn, CheckInPurpose
from server.gateway.call import Call, Handler
from server.gateway.tx import Change, Tx
from server.places.queries import site_of
from server.places.schema import EditProject, PlaceLocation
from server.shapes import Args, Whereabouts
from server.work_orders.schema import PlaceWorkOrder, TriageWorkOrder, WorkOrder
from sync.canonical import canonical
from sync.outcomes import Accepted, Verdict

Leaving = Complete | CannotComplete | NoShow


def check_in(tx: Tx, args: Arrive, call: Call) -> Verdict:
    """An arrival that says nothing about a position, not even why, leaves no check-in."""
    where = args.whereabouts
    if where is None and (args.fix is not None or args.reason):
        where = Whereabouts(samples=(args.fix,) if args.fix is not None else ())
    return _record(tx, args.appointment_id, CheckInPurpose.ARRIVE, where, args.reason, call)


def check_out(tx: Tx, args: Leaving, call: Call) -> Verdict:
    """Nobody is asked for a reason on leaving."""
    return _record(tx, args.appointment_id, CheckInPurpose.LEAVE, args.whereabouts, "", call)


def _record(
    tx: Tx,
    appointment_id: str,
    purpose: CheckInPurpose,
    where: Whereabouts | None,
    reason: str,
    call: Call,
) -> Verdict:
    visit = tx.get(Appointment, appointment_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    if where is None or visit is None or order is None:
        return Accepted()
    at_ms, technician_id = call.moment_ms, call.actor.technician_id
    best = rules.best_of(where.samples, call.device_ms)
    point, radius_m = site_of(tx, order.location_id)
    distance_m = rules.distance_m(best, point)
    kmh, same_n = None, 0
    if best is not None:
        known = queries.before(tx, technician_id, at_ms)
        kmh = rules.speed_kmh(best, known, at_ms - best.age_s * 1000) if known else None
        same_n = queries.same_point(tx, technician_id, best) + 1
    flags = rules.flags_of(best, distance_m=distance_m, radius_m=radius_m, kmh=kmh, same_n=same_n)
    tx.insert(
        CheckIn(
            id=call.born(1),
            work_order_id=order.id,
            appointment_id=visit.id,
            technician_id=technician_id,
            purpose=purpose,
            at_ms=at_ms,
            samples=canonical(msgspec.to_builtins(where.samples)).decode(),
            lon_e7=best.place.lon_e7 if best else None,
            lat_e7=best.place.lat_e7 if best else None,
            accuracy_m=best.accuracy_m if best else None,
            age_s=best.age_s if best else None,
            source=best.source if best else "",
            missing=where.missing if best is None else None,
            distance_m=distance_m,
            radius_m=radius_m,
            reason=reason,
            photo_id=_photo_of(tx, where.photo_id, order.id),
            flags=canonical(flags).decode(),
            review=rules.review_of(flags),
            reviewed_by_id=None,
            reviewed_ms=None,
            review_note="",
        )
    )
    return Accepted()


def _photo_of(tx: Tx, photo_id: str | None, work_order_id: str) -> str | None:
    """A picture of this very order; another one is not named, and the check-in still lands."""
    photo = tx.get(Attachment, photo_id)
    return photo.id if photo is not None and photo.work_order_id == work_order_id else None


def move_along(tx: Tx, args: Args, call: Call) -> Verdict:
    """Check-ins stand in the territory of their order, so they are placed again with it."""
    for change in list(tx.changes.values()):
        before, after = change.before, change.after
        if not isinstance(before, WorkOrder) or not isinstance(after, WorkOrder):
            continue
        if before.territory_id != after.territory_id:
            for row in queries.of_order(tx, after.id):
                # A change without changed fields: scopes ask again where the row belongs.
                tx.changes.setdefault((CheckIn, row.id), Change(row, row))
    return Accepted()


FOLLOWERS: dict[str, tuple[Handler, ...]] = {
    Arrive.mutation: (check_in,),
    Complete.mutation: (check_out,),
    CannotComplete.mutation: (check_out,),
    NoShow.mutation: (check_out,),
    TriageWorkOrder.mutation: (move_along,),
    PlaceWorkOrder.mutation: (move_along,),
    PlaceLocation.mutation: (move_along,),
    EditProject.mutation: (move_along,),
}
