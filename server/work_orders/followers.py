"""What work orders do when something to their left happens, in the same savepoint."""

from sqlalchemy import ColumnElement, select

from server.attachments.schema import Attach, Attachment
from server.checklists.schema import AnswerChecklist
from server.gateway.authorise import holds_now
from server.gateway.call import Call, Handler
from server.gateway.tx import Tx
from server.places.rules import LEVELS_MAX
from server.places.schema import EditProject, PlaceLocation
from server.places.tables import LOCATIONS
from server.work_orders import history, placing
from server.work_orders.rules import GONE
from server.work_orders.schema import WorkOrder
from server.work_orders.tables import WORK_ORDERS
from sync.outcomes import Accepted, Verdict


def follow_location(tx: Tx, args: PlaceLocation, call: Call) -> Verdict:
    """A location found its point, and with it whatever stands below it."""
    level = found = {args.location_id}
    for _ in range(LEVELS_MAX):
        level = _location_ids(tx, LOCATIONS.c.parent_id.in_(level)) - found
        if not level:
            break
        found = found | level
    return _place_again(tx, found)


def follow_project(tx: Tx, args: EditProject, call: Call) -> Verdict:
    """A project may have gone to another territory."""
    return _place_again(tx, _location_ids(tx, LOCATIONS.c.project_id == args.project_id))


def _location_ids(tx: Tx, where: ColumnElement[bool]) -> set[str]:
    query = select(LOCATIONS.c.id).where(LOCATIONS.c.tenant_id == tx.tenant_id, where)
    return set(tx.connection.execute(query).scalars())


def _place_again(tx: Tx, location_ids: set[str]) -> Verdict:
    """Orders that are not over go where their location went."""
    c = WORK_ORDERS.c
    gone = [state.value for state in GONE]
    orders = tx.rows(WorkOrder, c.location_id.in_(location_ids), c.state.not_in(gone))
    for order in orders:
        tx.update(order, **placing.at_location(tx, order.location_id))
    return Accepted()


def write_down_attachment(tx: Tx, args: Attach, call: Call) -> Verdict:
    """The history's line of an attachment, which stands to the left and knows no history."""
    attachment = tx.get(Attachment, call.born(0))
    if attachment is not None and tx.get(WorkOrder, args.work_order_id) is not None:
        history.write(
            tx,
            call,
            1,
            args.work_order_id,
            appointment_id=args.appointment_id,
            text=args.caption,
            detail={"attachment_id": attachment.id, "slot": args.slot.value},
            is_late=attachment.is_late,
        )
    return Accepted()


def write_down_answer(tx: Tx, args: AnswerChecklist, call: Call) -> Verdict:
    """The history's line of an answer: every one that was ever given."""
    if tx.get(WorkOrder, args.work_order_id) is not None:
        holds = call.actor.is_system or holds_now(tx, call, args.work_order_id)
        history.write(
            tx,
            call,
            1,
            args.work_order_id,
            appointment_id=args.appointment_id,
            text=args.value,
            detail={"checklist_version_id": args.checklist_version_id, "item": args.item},
            is_late=not holds,
        )
    return Accepted()


FOLLOWERS: dict[str, tuple[Handler, ...]] = {
    PlaceLocation.mutation: (follow_location,),
    EditProject.mutation: (follow_project,),
    Attach.mutation: (write_down_attachment,),
    AnswerChecklist.mutation: (write_down_answer,),
}
