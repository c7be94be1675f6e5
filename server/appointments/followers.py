"""What appointments do when something to their left happens, in the same savepoint."""

from server.appointments import queries
from server.appointments.schema import Appointment, AppointmentState
from server.gateway.call import Call, Handler
from server.gateway.tx import Change, Tx
from server.places.schema import EditProject, PlaceLocation
from server.shapes import Args
from server.work_orders.schema import (
    CancelWorkOrder,
    DeclineWorkOrder,
    HoldWorkOrder,
    PlaceWorkOrder,
    TriageWorkOrder,
    WorkOrder,
)
from sync.outcomes import Accepted, Verdict

CallingOff = HoldWorkOrder | CancelWorkOrder | DeclineWorkOrder


def call_off(tx: Tx, args: CallingOff, call: Call) -> Verdict:
    """Nobody goes to an order that is on hold or over."""
    for visit in queries.open_of_order(tx, args.work_order_id):
        tx.update(
            visit,
            state=AppointmentState.CANCELLED,
            finished_ms=call.moment_ms,
            summary=args.reason,
        )
    return Accepted()


def move_along(tx: Tx, args: Args, call: Call) -> Verdict:
    """Appointments stand in the territory of their order, so they are placed again with it."""
    for change in list(tx.changes.values()):
        before, after = change.before, change.after
        if not isinstance(before, WorkOrder) or not isinstance(after, WorkOrder):
            continue
        if before.territory_id != after.territory_id:
            for visit in queries.of_order(tx, after.id):
                # A change without changed fields: scopes ask again where the row belongs.
                tx.changes.setdefault((Appointment, visit.id), Change(visit, visit))
    return Accepted()


FOLLOWERS: dict[str, tuple[Handler, ...]] = {
    HoldWorkOrder.mutation: (call_off,),
    CancelWorkOrder.mutation: (call_off,),
    DeclineWorkOrder.mutation: (call_off,),
    TriageWorkOrder.mutation: (move_along,),
    PlaceWorkOrder.mutation: (move_along,),
    PlaceLocation.mutation: (move_along,),
    EditProject.mutation: (move_along,),
}
