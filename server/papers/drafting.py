"""From the rows of an order to its documents. Pure: rows in, a document out."""

from typing import Any

import msgspec

from server.appointments.schema import Appointment, Arrive
from server.attachments.schema import BlobState, Slot
from server.check_ins.schema import CheckInPurpose
from server.papers import documents as d
from server.papers import signing
from server.papers.file import PHOTO_SLOTS, OrderFile, detail_of, stands
from server.papers.schema import Form
from server.work_orders.schema import Fact, Note, ReportWorkOrder, Use

# What each form shows of the pictures.
SLOTS_OF = {
    Form.INTAKE: (Slot.REPORT,),
    Form.DISPATCH: (Slot.REPORT,),
    Form.SURVEY: (Slot.REPORT, Slot.BEFORE),
    Form.PLAN: (Slot.REPORT, Slot.BEFORE),
    Form.CERTIFICATE: PHOTO_SLOTS,
}


def document(form: Form, file: OrderFile) -> d.Document:
    """The form's document; whether it may be printed says `rules.missing_of`."""
    photos = _photos(file, form)
    parts: dict[str, Any] = {"photos": photos}
    if form is Form.INTAKE:
        parts |= _receipt(file)
    else:
        parts["visits"] = tuple(_visit(file, each) for each in file.visits)
    if form in (Form.DISPATCH, Form.SURVEY, Form.CERTIFICATE):
        parts["checks"] = _checks(file)
    if form is Form.SURVEY:
        parts |= {"survey": file.survey, "remarks": _remarks(file)}
    if form in (Form.PLAN, Form.CERTIFICATE):
        parts["coverage"] = file.coverage
    if form is Form.PLAN:
        parts["plan"] = file.plan
    if form is Form.CERTIFICATE:
        parts |= {"items": _items(file), "signatures": signing.words_of(file)}
    made = d.Document(head=_head(form, file), parties=_parties(file), place=_place(file), **parts)
    return _flagged(made, file)


def _head(form: Form, file: OrderFile) -> d.Head:
    order = file.order
    newest = [order.reported_ms, *(fact.at_ms for fact in file.facts)]
    return d.Head(
        form=form,
        firm_name=file.firm_name,
        zone=file.zone,
        work_order_id=order.id,
        number=order.number or order.local_code,
        kind=order.kind.value,
        grade=order.grade.value,
        channel=order.channel.value,
        title=order.title,
        description=order.description,
        reported_ms=order.reported_ms,
        dated_ms=max(newest),
    )


def _parties(file: OrderFile) -> d.Parties:
    customer, contact = file.customer, file.contact
    return d.Parties(
        customer_name=customer.name if customer else "",
        contact_name=contact.name if contact else "",
        relation=contact.relation if contact else "",
        phone=(contact.phone if contact else "") or (customer.phone if customer else ""),
    )


def _place(file: OrderFile) -> d.Place:
    near = file.locations
    asset = file.asset
    return d.Place(
        project_name=file.project.name if file.project else "",
        location_names=tuple(each.name for each in reversed(near)),
        address=next((each.address for each in near if each.address), file.order.address),
        access=next((each.access for each in near if each.access), ""),
        asset_name=asset.name if asset else "",
        asset_code=asset.code if asset else "",
        asset_serial=asset.serial if asset else "",
    )


def _receipt(file: OrderFile) -> dict[str, Any]:
    """Who took the report down; a reporter may send it himself."""
    taken = next((fact for fact in file.facts if fact.verb == ReportWorkOrder.mutation), None)
    if taken is None:
        return {}
    return {"received_by_name": taken.author_name, "received_ms": taken.recorded_ms}


def _visit(file: OrderFile, visit: Appointment) -> d.Visit:
    technician = file.technicians.get(visit.technician_id or "")
    arrivals = [
        fact
        for fact in file.facts
        if fact.verb == Arrive.mutation and fact.appointment_id == visit.id and stands(fact)
    ]
    arrival = arrivals[-1] if arrivals else None
    distance_m, radius_m = _measured(file, visit, arrival)
    return d.Visit(
        technician_name=technician.name if technician else "",
        technician_phone=technician.phone if technician else "",
        dispatcher_name=file.user_names.get(visit.assigned_by_id or "", ""),
        start_ms=visit.start_ms,
        end_ms=visit.end_ms,
        duration_min=visit.duration_min,
        arrived_ms=visit.arrived_ms,
        started_ms=visit.started_ms,
        finished_ms=visit.finished_ms,
        distance_m=distance_m,
        radius_m=radius_m,
        away_reason=arrival.text if arrival else "",
        summary=visit.summary,
    )


def _measured(
    file: OrderFile, visit: Appointment, arrival: Fact | None
) -> tuple[int | None, int | None]:
    """Metres from the site and its radius, both as they were at the arrival: of its check-in, or
    as the phone said them where there is none."""
    mine = (each for each in file.check_ins if each.appointment_id == visit.id)
    known = [each for each in mine if each.purpose is CheckInPurpose.ARRIVE]
    at_once = arrival is not None and known and known[-1].at_ms == arrival.at_ms
    if at_once and known[-1].distance_m is not None:
        return known[-1].distance_m, known[-1].radius_m
    said = detail_of(arrival).get("distance_m") if arrival else None
    return said, file.locations[0].radius_m if file.locations else None


def _photos(file: OrderFile, form: Form) -> tuple[d.Photo, ...]:
    return tuple(
        d.Photo(
            sha256=each.sha256,
            slot=each.slot.value,
            caption=each.caption,
            captured_ms=each.captured_ms,
            is_stored=each.state is BlobState.STORED,
        )
        for each in file.attachments
        if each.slot in SLOTS_OF[form]
    )


def _items(file: OrderFile) -> tuple[d.Item, ...]:
    found: list[d.Item] = []
    for fact in file.facts:
        if fact.verb == Use.mutation and stands(fact):
            detail = detail_of(fact)
            quantity_milli = int(detail.get("quantity_milli", 0))
            unit, serial = str(detail.get("unit", "")), str(detail.get("serial", ""))
            found.append(d.Item(fact.text, quantity_milli, unit, serial))
    return tuple(found)


def _checks(file: OrderFile) -> tuple[d.Check, ...]:
    version_id = file.order.checklist_version_id
    given = {
        answer.item: answer.value
        for answer in file.answers
        if answer.checklist_version_id == version_id
    }
    found: list[d.Check] = []
    for item in file.items:
        value = given.get(item.code, "")
        option = next((each for each in item.options if each.code == value), None)
        found.append(
            d.Check(
                label_zh=item.label_zh,
                label_en=item.label_en,
                kind=item.kind.value,
                answer=value,
                answer_zh=option.label_zh if option else "",
                answer_en=option.label_en if option else "",
                unit=item.unit,
            )
        )
    return tuple(found)


def _remarks(file: OrderFile) -> tuple[d.Remark, ...]:
    return tuple(
        d.Remark(fact.at_ms, fact.author_name, fact.text)
        for fact in file.facts
        if fact.verb == Note.mutation and stands(fact)
    )


def _flagged(made: d.Document, file: OrderFile) -> d.Document:
    """What a reader has to know."""
    flags = ["flag.changed"] if any(each.changes for each in made.signatures) else []
    if made.head.form in (Form.SURVEY, Form.CERTIFICATE):
        arrived = [visit for visit in made.visits if visit.arrived_ms is not None]
        flags += ["flag.outside"] if any(map(_is_outside, arrived)) else []
        flags += ["flag.no_position"] if any(v.distance_m is None for v in arrived) else []
        flags += ["flag.late"] if any(fact.is_late for fact in file.facts) else []
    flags += ["flag.refused"] if any(each.reason for each in made.signatures) else []
    flags += ["flag.waiting"] if any(not photo.is_stored for photo in made.photos) else []
    return msgspec.structs.replace(made, flags=tuple(flags))


def _is_outside(visit: d.Visit) -> bool:
    if visit.distance_m is None or visit.radius_m is None:
        return False
    return visit.distance_m > visit.radius_m
