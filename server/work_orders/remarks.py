"""What people add to an order's history: notes, parts used, corrections."""

from typing import Any

from server.assets.queries import assets_by_code
from server.assets.schema import Asset
from server.gateway.authorise import NOT_ALLOWED, NOT_FOUND, fact_on, held_ever, holds_now
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.work_orders import history, rules
from server.work_orders.authority import is_office, may_name
from server.work_orders.schema import CorrectFact, Fact, NameAsset, Note, SeeNote, Use, WorkOrder
from sync.outcomes import Accepted, Flag, ProtocolReason, Rejected, Verdict

ON_ORDER = fact_on("work_order_id")


def on_order_and_visit(tx: Tx, args: Note | Use | NameAsset, call: Call) -> Rejected | None:
    """A fact: its author must have held the order, and the visit where he names one."""
    refusal = ON_ORDER(tx, args, call)
    if refusal is not None or args.appointment_id is None or call.actor.is_system:
        return refusal
    return None if held_ever(tx, call, args.appointment_id) else NOT_FOUND


def _remark(tx: Tx, args: Note | Use, call: Call, text: str, without: str) -> Verdict:
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None:
        return NOT_FOUND
    return _write(tx, call, args, text, history.detail_of(args, without), _is_late(tx, call, order))


def _is_late(tx: Tx, call: Call, order: WorkOrder) -> bool:
    holds = call.actor.is_system or holds_now(tx, call, order.id)
    return rules.is_late_remark(order.state, holds=holds, is_office=is_office(call))


def _write(
    tx: Tx,
    call: Call,
    args: Note | Use | NameAsset,
    text: str,
    detail: dict[str, Any],
    is_late: bool,
) -> Verdict:
    history.write(
        tx,
        call,
        0,
        args.work_order_id,
        appointment_id=args.appointment_id,
        text=text,
        detail=detail,
        is_late=is_late,
    )
    return Accepted((Flag.LATE,)) if is_late else Accepted()


def note(tx: Tx, args: Note, call: Call) -> Verdict:
    return _remark(tx, args, call, args.text, "text")


def use(tx: Tx, args: Use, call: Call) -> Verdict:
    return _remark(tx, args, call, args.item, "item")


def name_asset(tx: Tx, args: NameAsset, call: Call) -> Verdict:
    """The label was read on the spot, so it may name what its reader was never shown."""
    order = tx.get(WorkOrder, args.work_order_id)
    if order is None or not may_name(tx, call, Asset, args.asset_id):
        return NOT_FOUND
    if args.asset_id is None and not args.code:
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "neither asset nor label"})
    labelled = assets_by_code(tx, args.code)
    asset_id = args.asset_id or (labelled[0].id if labelled else None)
    is_late = _is_late(tx, call, order)
    if asset_id is not None and not is_late:
        tx.update(order, asset_id=asset_id)
    asset = tx.get(Asset, asset_id)
    detail = {"code": args.code} if args.code else {}
    if asset is not None:
        detail |= {"asset_id": asset.id}
    return _write(tx, call, args, asset.name if asset else args.code, detail, is_late)


def see(tx: Tx, args: SeeNote, call: Call) -> Verdict:
    """Somebody other than its author has read the note; the first time counts."""
    fact = tx.get(Fact, args.fact_id)
    if fact is None:
        return NOT_FOUND
    if fact.verb != Note.mutation or fact.author_id == call.author_id:
        return NOT_ALLOWED
    if fact.seen_ms is None:
        tx.update(fact, seen_ms=call.moment_ms)
    return Accepted()


def correct(tx: Tx, args: CorrectFact, call: Call) -> Verdict:
    """Strike a fact through: it stays readable, and what it moved stays moved."""
    fact = tx.get(Fact, args.fact_id)
    if fact is None:
        return NOT_FOUND
    author_id = call.author_id
    refusal = rules.may_strike(fact, author_id, is_office=is_office(call))
    if refusal is not None:
        return refusal
    tx.update(fact, struck_by_id=author_id, struck_reason=args.reason)
    history.write(
        tx,
        call,
        0,
        fact.work_order_id,
        appointment_id=fact.appointment_id,
        text=args.reason,
        detail={"fact_id": fact.id, "verb": fact.verb},
    )
    return Accepted()
