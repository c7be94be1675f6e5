"""Reads of papers: the whole file of one order, and the template in use."""

from sqlalchemy import select

from server.appointments.queries import of_order
from server.assets.schema import Asset
from server.attachments.schema import Attachment
from server.attachments.tables import ATTACHMENTS
from server.check_ins.queries import of_order as check_ins_of_order
from server.checklists.queries import answers_of
from server.checklists.rules import unpack
from server.checklists.schema import ChecklistVersion
from server.customers.schema import Contact, Customer
from server.gateway.tables import TENANT
from server.gateway.tx import Tx
from server.identity.schema import User
from server.papers.file import OrderFile
from server.papers.schema import PaperTemplate, TemplateState
from server.papers.tables import PAPER_TEMPLATES
from server.places.queries import upwards
from server.places.schema import Project
from server.signatures.queries import of_order as signatures_of
from server.technicians.schema import Technician
from server.territories.schema import Territory
from server.work_orders.schema import Fact, WorkOrder
from server.work_orders.tables import FACTS, WORK_ORDERS

ZONE_UNKNOWN = "UTC"


def order_by_number(tx: Tx, number: str) -> WorkOrder | None:
    """By the firm's own number, or by the code that a phone gave."""
    c = WORK_ORDERS.c
    found = tx.rows(WorkOrder, c.number == number) or tx.rows(WorkOrder, c.local_code == number)
    return found[0] if number and found else None


def order_file(tx: Tx, order: WorkOrder) -> OrderFile:
    """Everything that the order's papers may speak of."""
    locations = tuple(upwards(tx, order.location_id))
    project_id = next((each.project_id for each in locations if each.project_id), None)
    visits = sorted(of_order(tx, order.id), key=lambda each: (each.start_ms, each.id))
    facts = tx.rows(Fact, FACTS.c.work_order_id == order.id)
    pictures = tx.rows(Attachment, ATTACHMENTS.c.work_order_id == order.id)
    version = tx.get(ChecklistVersion, order.checklist_version_id)
    technicians = (tx.get(Technician, each.technician_id) for each in visits)
    dispatchers = (tx.get(User, each.assigned_by_id) for each in visits)
    return OrderFile(
        firm_name=firm_name(tx),
        zone=_zone(tx, order, visits[0].zone if visits else ""),
        order=order,
        customer=tx.get(Customer, order.customer_id),
        contact=tx.get(Contact, order.contact_id),
        locations=locations,
        project=tx.get(Project, project_id),
        asset=tx.get(Asset, order.asset_id),
        visits=tuple(visits),
        technicians={each.id: each for each in technicians if each},
        user_names={each.id: each.name for each in dispatchers if each},
        facts=tuple(sorted(facts, key=lambda each: (each.at_ms, each.id))),
        signatures=tuple(signatures_of(tx, order.id)),
        attachments=tuple(sorted(pictures, key=lambda each: (each.captured_ms, each.id))),
        items=unpack(version.items) if version else (),
        answers=tuple(answers_of(tx, order.id)),
        check_ins=tuple(check_ins_of_order(tx, order.id)),
    )


def firm_name(tx: Tx) -> str:
    query = select(TENANT.c.name).where(TENANT.c.tenant_id == tx.tenant_id)
    return tx.connection.execute(query).scalar_one()


def template_in_use(tx: Tx) -> PaperTemplate | None:
    """The newest that passed its trial; None: the built-in look."""
    good = tx.rows(PaperTemplate, PAPER_TEMPLATES.c.state == TemplateState.GOOD.value)
    return max(good, key=lambda each: each.number, default=None)


def waiting_templates(tx: Tx) -> list[PaperTemplate]:
    """Published, and not tried yet; oldest first."""
    found = tx.rows(PaperTemplate, PAPER_TEMPLATES.c.state == TemplateState.WAITING.value)
    return sorted(found, key=lambda each: each.number)


def _zone(tx: Tx, order: WorkOrder, of_visit: str) -> str:
    """Of the visit, else of the territory; papers are read where the place is."""
    territory = tx.get(Territory, order.territory_id)
    return of_visit or (territory.zone if territory else "") or ZONE_UNKNOWN
