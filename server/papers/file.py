"""The file of an order: every row that its papers may speak of. Pure."""

from typing import Any

import msgspec

from server.appointments.schema import Appointment
from server.assets.schema import Asset
from server.attachments.schema import Attachment, Slot
from server.check_ins.schema import CheckIn
from server.checklists.schema import ChecklistAnswer, ChecklistItem
from server.customers.schema import Contact, Customer
from server.papers import documents as d
from server.places.schema import Location, Project
from server.signatures.schema import Signature
from server.technicians.schema import Technician
from server.work_orders.schema import Fact, WorkOrder

PHOTO_SLOTS = (Slot.REPORT, Slot.BEFORE, Slot.DURING, Slot.AFTER)


class OrderFile(msgspec.Struct, frozen=True, kw_only=True):
    """Every row that a paper of an order may speak of, as stored."""

    firm_name: str
    zone: str
    order: WorkOrder
    customer: Customer | None = None
    contact: Contact | None = None
    locations: tuple[Location, ...] = ()  # from the order's own upwards
    project: Project | None = None
    asset: Asset | None = None
    visits: tuple[Appointment, ...] = ()  # by their start
    technicians: dict[str, Technician] = {}
    user_names: dict[str, str] = {}
    facts: tuple[Fact, ...] = ()  # by their time
    signatures: tuple[Signature, ...] = ()  # by their time
    attachments: tuple[Attachment, ...] = ()  # by their time
    items: tuple[ChecklistItem, ...] = ()
    answers: tuple[ChecklistAnswer, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()  # by their time
    survey: d.Survey | None = None
    plan: d.Plan | None = None
    coverage: d.Coverage | None = None


def stands(fact: Fact) -> bool:
    return fact.struck_by_id is None


def detail_of(fact: Fact) -> dict[str, Any]:
    """The figures of a line of history."""
    return msgspec.json.decode(fact.detail, type=dict[str, Any])
