"""Decisions on work orders, and the table of all mutations of this domain."""

from typing import Any

from server.gateway.authorise import NOT_FOUND, decision_on, fact_on, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.rules import OFFICE
from server.places.schema import Location
from server.shapes import Args
from server.technicians.schema import Skill
from server.work_orders import history, pinning, placing, rules
from server.work_orders.authority import EVERYBODY, may_name
from server.work_orders.remarks import correct, name_asset, note, on_order_and_visit, see, use
from server.work_orders.reporting import report
from server.work_orders.schema import (
    CancelWorkOrder,
    CloseWorkOrder,
    CorrectFact,
    DeclineWorkOrder,
    EditWorkOrder,
    HoldWorkOrder,
    NameAsset,
    Note,
    PlaceWorkOrder,
    Reason,
    ReopenWorkOrder,
    ReportWorkOrder,
    ResumeWorkOrder,
    SeeNote,
    TriageWorkOrder,
    Use,
    WorkOrder,
)
from sync.outcomes import Accepted, Rejected, Verdict


def _decide(tx: Tx, call: Call, order: WorkOrder, text: str, **fields: Any) -> Verdict:
    """Move the order where its lifecycle says (or `state` says otherwise) and write it down."""
    state = rules.decided(call.name, order)
    if isinstance(state, Rejected):
        return state
    tx.update(order, **({"state": state} | fields))
    history.write(tx, call, 0, order.id, text=text, detail={"from": order.state.value})
    return Accepted()


def triage(tx: Tx, args: TriageWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    if not may_name(tx, call, Skill, args.skill_id):
        return NOT_FOUND
    if not may_name(tx, call, Location, args.location_id):
        return NOT_FOUND
    pinned = pinning.at_triage(tx, order, args)
    if pinned is None:
        return NOT_FOUND
    state = rules.decided(call.name, order)
    if isinstance(state, Rejected):
        return state
    fields: dict[str, Any] = {
        "state": state,
        "grade": args.grade,
        "skill_id": args.skill_id,
        "skill_level": args.skill_level,
        "duration_min": args.duration_min,
        **rules.regraded(order, args.grade),
        **pinned,
    }
    if args.location_id is not None:
        fields |= placing.at_location(tx, args.location_id)
    tx.update(order, **fields)
    history.write(tx, call, 0, order.id, detail=history.detail_of(args))
    return Accepted()


def edit(tx: Tx, args: EditWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    if order.state in rules.GONE:
        return rules.wrong_state(order)
    after = tx.update(order, title=args.title, description=args.description)
    before = {"title": order.title} if order.title != after.title else {}
    history.write(tx, call, 0, order.id, text=after.title, detail={"before": before})
    return Accepted()


def place(tx: Tx, args: PlaceWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None or not may_name(tx, call, Location, args.location_id):
        return NOT_FOUND
    if not rules.may_place(order.state):
        return rules.wrong_state(order)
    if args.location_id is None and args.fix is None and not args.address:
        return Rejected(Reason.NEEDS_PLACE_OR_CONTACT)
    fields: dict[str, Any] = {"address": args.address} if args.address else {}
    location_id = args.location_id
    if location_id is None and args.fix is not None:
        name = args.address or order.address or order.title
        location_id = placing.new_location(tx, call, 1, name, args.address, args.fix).id
    if location_id is not None:
        fields |= placing.at_location(tx, location_id)
    after = tx.update(order, **fields)
    text = args.address if after.address == args.address else ""
    history.write(tx, call, 0, order.id, text=text, detail=history.detail_of(args, "address"))
    return Accepted()


def hold(tx: Tx, args: HoldWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    return _decide(tx, call, order, args.reason, **rules.held(order, args.reason))


def resume(tx: Tx, args: ResumeWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    fields = rules.released() | {"state": rules.resumed_state(order)}
    return _decide(tx, call, order, "", **fields)


def decline(tx: Tx, args: DeclineWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    return NOT_FOUND if order is None else _decide(tx, call, order, args.reason)


def close(tx: Tx, args: CloseWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    return NOT_FOUND if order is None else _decide(tx, call, order, "")


def cancel(tx: Tx, args: CancelWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    return _decide(tx, call, order, args.reason, **rules.released())


def reopen(tx: Tx, args: ReopenWorkOrder, call: Call) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    return _decide(tx, call, order, args.reason, **rules.reopened(order, call.moment_ms))


def _office(args: type[Args], handler: Any) -> Mutation:
    return Mutation(args, decision_on("work_order_id", *OFFICE), handler)


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(ReportWorkOrder, role(*EVERYBODY), report),
    _office(TriageWorkOrder, triage),
    _office(EditWorkOrder, edit),
    Mutation(NameAsset, on_order_and_visit, name_asset),
    _office(PlaceWorkOrder, place),
    Mutation(Note, on_order_and_visit, note),
    Mutation(SeeNote, fact_on("fact_id"), see),
    Mutation(Use, on_order_and_visit, use),
    _office(HoldWorkOrder, hold),
    _office(ResumeWorkOrder, resume),
    _office(DeclineWorkOrder, decline),
    _office(CloseWorkOrder, close),
    _office(CancelWorkOrder, cancel),
    _office(ReopenWorkOrder, reopen),
    Mutation(CorrectFact, fact_on("fact_id"), correct),
)
