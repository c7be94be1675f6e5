"""Attaching: the row first, which is the grant to upload; the receipt when the bytes are safe.

The order's line of history (born 1) is written by a follower of work orders.
"""

from server.attachments import rules
from server.attachments.schema import Attach, Attachment, BlobState, StoreBlob
from server.gateway.authorise import NOT_FOUND, fact_on, held_ever, holds_now, system_only
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from sync.outcomes import Accepted, Flag, Rejected, Verdict

ON_ORDER = fact_on("work_order_id")


def on_order_and_visit(tx: Tx, args: Attach, call: Call) -> Rejected | None:
    """A fact: its author must have held the order, and the visit where he names one."""
    refusal = ON_ORDER(tx, args, call)
    if refusal is not None or args.appointment_id is None or call.actor.is_system:
        return refusal
    return None if held_ever(tx, call, args.appointment_id) else NOT_FOUND


def attach(tx: Tx, args: Attach, call: Call) -> Verdict:
    """Late: whoever attaches had held the order, and holds it no more."""
    refusal = rules.check_media_type(args.media_type)
    if refusal is not None:
        return refusal
    is_late = not call.actor.is_system and not holds_now(tx, call, args.work_order_id)
    fix = args.fix
    tx.insert(
        Attachment(
            id=call.born(0),
            work_order_id=args.work_order_id,
            appointment_id=args.appointment_id,
            author_id=call.actor.user_id,
            slot=args.slot,
            sha256=args.sha256,
            size_bytes=args.size_bytes,
            media_type=args.media_type,
            width_px=args.width_px,
            height_px=args.height_px,
            broken_reason=args.broken_reason,
            caption=args.caption,
            captured_ms=args.captured_ms,
            lon_e7=fix.lon_e7 if fix else None,
            lat_e7=fix.lat_e7 if fix else None,
            accuracy_m=fix.accuracy_m if fix else None,
            is_late=is_late,
            state=BlobState.WAITING,
            stored_ms=None,
        )
    )
    return Accepted((Flag.LATE,)) if is_late else Accepted()


def store(tx: Tx, args: StoreBlob, call: Call) -> Verdict:
    attachment = tx.get(Attachment, args.attachment_id)
    if attachment is None:
        return NOT_FOUND
    refusal = rules.may_store(attachment, args.sha256)
    if refusal is not None:
        return refusal
    if attachment.state is BlobState.WAITING:
        tx.update(attachment, state=BlobState.STORED, stored_ms=call.now_ms)
    return Accepted()


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(Attach, on_order_and_visit, attach),
    Mutation(StoreBlob, system_only(), store),
)
