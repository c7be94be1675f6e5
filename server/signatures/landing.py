"""A signature or a refusal lands: evidence first, and the order moves if it is time."""

from typing import Any

from server.appointments import rollup
from server.appointments import rules as visits
from server.appointments.assigning import is_his
from server.appointments.schema import Appointment, RefuseToSign, Sign
from server.attachments.schema import Attachment
from server.gateway.authorise import NOT_FOUND
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.shapes import Fix
from server.signatures import rules
from server.signatures.schema import Signature, TakeRefusal, TakeSignature
from server.work_orders import history
from server.work_orders.schema import WorkOrder
from sync.outcomes import Accepted, Flag, Verdict

Taking = TakeSignature | TakeRefusal


def sign(tx: Tx, args: TakeSignature, call: Call) -> Verdict:
    picture = tx.get(Attachment, args.attachment_id)
    visit = tx.get(Appointment, args.appointment_id)
    if args.attachment_id is not None and (
        picture is None or visit is None or picture.work_order_id != visit.work_order_id
    ):
        return NOT_FOUND
    drawn = {"strokes": args.strokes, "attachment_id": args.attachment_id}
    consent = {"consent_id": args.consent_id, "consent_version": args.consent_version}
    return _land(tx, args, call, drawn | consent | {"is_refused": False, "reason": ""})


def refuse(tx: Tx, args: TakeRefusal, call: Call) -> Verdict:
    nothing = {"strokes": "", "attachment_id": None, "consent_id": "", "consent_version": 0}
    return _land(tx, args, call, nothing | {"is_refused": True, "reason": args.reason})


def _land(tx: Tx, args: Taking, call: Call, own: dict[str, Any]) -> Verdict:
    """Late: the visit is not his any more, or the round of work it speaks of is over."""
    refusal = rules.check(args)
    if refusal is not None:
        return refusal
    visit = tx.get(Appointment, args.appointment_id)
    order = tx.get(WorkOrder, visit.work_order_id) if visit else None
    if visit is None or order is None:
        return NOT_FOUND
    moved = _moved(args, call, visit, order)
    if moved:
        tx.update(order, **moved)
    is_late = moved is None
    signature = _keep(tx, args, call, order.id, own | {"is_late": is_late})
    history.write(
        tx,
        call,
        1,
        order.id,
        appointment_id=visit.id,
        text=signature.reason if signature.is_refused else signature.signer_name,
        detail=_figures(signature),
        is_late=is_late,
    )
    return Accepted((Flag.LATE,)) if is_late else Accepted()


def _moved(args: Taking, call: Call, visit: Appointment, order: WorkOrder) -> dict[str, Any] | None:
    """Fields of the order that it moves, {} for none; None: it came too late."""
    step = Sign.mutation if isinstance(args, TakeSignature) else RefuseToSign.mutation
    is_due = visits.landing(step, visit.state, is_his=is_his(visit, call)) is not None
    if not is_due or not rollup.in_round(order, visit.state):
        return None
    if args.role not in rules.CONFIRMING:
        return {}
    return rollup.signed(step, order, visit.state) or {}


def _keep(tx: Tx, args: Taking, call: Call, order_id: str, own: dict[str, Any]) -> Signature:
    is_instant = 0 <= call.device_ms <= history.INSTANT_MS_MAX
    fix: Fix | None = args.fix
    return tx.insert(
        Signature(
            id=call.born(0),
            work_order_id=order_id,
            appointment_id=args.appointment_id,
            role=args.role,
            signer_name=args.signer_name,
            relation=args.relation,
            language=args.language,
            shown=args.shown,
            shown_sha256=args.shown_sha256,
            author_id=call.author_id,
            device_id=call.actor.device_id,
            device_ms=call.device_ms if is_instant else None,
            skew_ms=call.at_ms - call.device_ms,
            at_ms=call.moment_ms,
            recorded_ms=call.now_ms,
            lon_e7=fix.lon_e7 if fix else None,
            lat_e7=fix.lat_e7 if fix else None,
            accuracy_m=fix.accuracy_m if fix else None,
            **own,
        )
    )


def _figures(signature: Signature) -> dict[str, Any]:
    """What the line of history says beside its text; everything else stands in the row."""
    figures = {
        "signature_id": signature.id,
        "role": signature.role.value,
        "signer_name": signature.signer_name if signature.is_refused else "",
        "relation": signature.relation,
        "shown_sha256": signature.shown_sha256,
        "attachment_id": signature.attachment_id,
    }
    return {name: value for name, value in figures.items() if value}
