"""Whose word stands on an order, and what has changed since it was given. Pure."""

from collections.abc import Iterator
from typing import Any

from server.appointments.schema import RefuseToSign, Sign
from server.attachments.schema import BlobState
from server.papers import documents as d
from server.papers.file import PHOTO_SLOTS, OrderFile, detail_of, stands
from server.signatures.changes import Shown, ShownLine, ShownPhoto, changes, place_text, shown_of
from server.signatures.rules import standing
from server.signatures.schema import Signature, SignerRole
from server.work_orders.schema import Fact, Use

BEFORE_SIGNATURES = (Sign.mutation, RefuseToSign.mutation)


def words_of(file: OrderFile) -> tuple[d.Signature, ...]:
    """Signatures and refusals that stand, oldest first."""
    return tuple(_word(file, each) for each in standing(given(file)))


def given(file: OrderFile) -> list[Signature]:
    """All that nobody struck through, those of older apps among them, oldest first."""
    struck = {detail_of(fact).get("signature_id") for fact in file.facts if not stands(fact)}
    older = [
        _from_fact(fact) for fact in file.facts if fact.verb in BEFORE_SIGNATURES and stands(fact)
    ]
    own = [each for each in file.signatures if each.id not in struck]
    return sorted([*older, *own], key=lambda each: (each.at_ms, each.id))


def _from_fact(fact: Fact) -> Signature:
    """An older app's signing, which is a line of history and no row."""
    detail = detail_of(fact)
    is_refused = fact.verb == RefuseToSign.mutation
    return Signature(
        id=fact.id,
        work_order_id=fact.work_order_id,
        appointment_id=fact.appointment_id or "",
        role=SignerRole.CUSTOMER,
        signer_name=str(detail.get("signer_name", "")) if is_refused else fact.text,
        relation=str(detail.get("relation", "")),
        is_refused=is_refused,
        reason=fact.text if is_refused else "",
        language="",
        consent_id="",
        consent_version=0,
        shown=str(detail.get("shown", "")),
        shown_sha256="",
        strokes="",
        attachment_id=detail.get("attachment_id"),
        author_id=fact.author_id,
        device_id="",
        device_ms=fact.device_ms,
        skew_ms=0,
        at_ms=fact.at_ms,
        recorded_ms=fact.recorded_ms,
        lon_e7=None,
        lat_e7=None,
        accuracy_m=None,
        is_late=fact.is_late,
    )


def _word(file: OrderFile, said: Signature) -> d.Signature:
    drawn = next((each for each in file.attachments if each.id == said.attachment_id), None)
    return d.Signature(
        role=said.role.value,
        signer_name=said.signer_name,
        relation=said.relation,
        reason=said.reason,
        at_ms=said.at_ms,
        sha256=drawn.sha256 if drawn else None,
        is_stored=drawn is not None and drawn.state is BlobState.STORED,
        consent="" if said.is_refused else _consent(file, said),
        shown=said.shown,
        changes=() if said.is_refused else tuple(_changes(file, said)),
    )


def _changes(file: OrderFile, said: Signature) -> Iterator[d.Change]:
    for each in changes(said.shown, shown_now(file, said)):
        yield d.Change(each.field, each.before, each.after)


def _consent(file: OrderFile, said: Signature) -> str:
    """The sentence as it was shown; older apps named it beside."""
    fact = next((each for each in file.facts if each.id == said.id), None)
    beside: Any = detail_of(fact).get("consent") if fact else None
    shown = shown_of(said.shown)
    return str(beside or (shown.consent if shown else None) or "")


def shown_now(file: OrderFile, said: Signature) -> Shown:
    """What the same signer would be shown now, whole."""
    visit = next((each for each in file.visits if each.id == said.appointment_id), None)
    names = [file.project.name if file.project else ""]
    names += [each.name for each in reversed(file.locations)]
    addresses = [file.order.address, *(each.address for each in file.locations)]
    used = [fact for fact in file.facts if fact.verb == Use.mutation and stands(fact)]
    photos = [each for each in file.attachments if each.slot in PHOTO_SLOTS]
    return Shown(
        title=file.order.title,
        place=place_text(names, next(filter(None, addresses), "")),
        summary=visit.summary if visit else "",
        lines=tuple(map(_line, used)),
        photos=tuple(ShownPhoto(each.slot.value, each.sha256) for each in photos),
    )


def _line(fact: Fact) -> ShownLine:
    detail = detail_of(fact)
    return ShownLine(
        item=fact.text,
        quantity_milli=int(detail.get("quantity_milli", 0)),
        unit=str(detail.get("unit", "")),
        serial=str(detail.get("serial", "")),
    )
