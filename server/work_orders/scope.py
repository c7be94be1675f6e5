"""Who sees work orders and their history."""

from sqlalchemy import select

from server.assets.schema import ASSET
from server.attachments.schema import ATTACHMENT
from server.checklists.schema import CHECKLIST_ANSWER, CHECKLIST_VERSION
from server.customers.schema import CONTACT, CUSTOMER
from server.db.statement import Statement, param
from server.db.types import TABLES
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import territory_scope, user_scope
from server.places.schema import LOCATION
from server.work_orders.rules import GONE
from server.work_orders.schema import FACT, WORK_ORDER, Channel, Fact, WorkOrder
from sync.fields import Row

Named = list[tuple[str, str]]


def _roots(tx: Tx, order: WorkOrder) -> set[str]:
    """The office by territory; and whoever reported it from the field, until it is over."""
    territory = territory_scope(order.territory_id)
    is_followed = order.channel is Channel.TECHNICIAN and order.state not in GONE
    if order.reporter_id is not None and is_followed:
        return {territory, user_scope(order.reporter_id)}
    return {territory}


def _refs(order: WorkOrder) -> Named:
    named = (
        (CUSTOMER.name, order.customer_id),
        (CONTACT.name, order.contact_id),
        (LOCATION.name, order.location_id),
        (ASSET.name, order.asset_id),
        (CHECKLIST_VERSION.name, order.checklist_version_id),
    )
    return [(kind, row_id) for kind, row_id in named if row_id is not None]


def _children(tx: Tx, order: WorkOrder) -> Named:
    return [
        (kind, row_id)
        for kind, statement in _OF_ORDER
        for row_id in sorted(statement.scalars(tx.connection, tx.tenant_id, order.id))
    ]


def _ids_of_order(row_type: type[Row]) -> Statement:
    c = TABLES[row_type].c
    query = select(c.id).where(c.tenant_id == param("tenant"), c.work_order_id == param("order"))
    return Statement(query, "tenant", "order")


# Ordered above: asked to order, SQLite walks the firm's rows by id, not the order's by index.
_OF_ORDER = tuple(
    (kind.name, _ids_of_order(kind.row_type)) for kind in (FACT, CHECKLIST_ANSWER, ATTACHMENT)
)


def _fact_parents(fact: Fact) -> Named:
    return [(WORK_ORDER.name, fact.work_order_id)]


INPUTS = frozenset(
    {
        *("territory_id", "channel", "state", "reporter_id", "customer_id", "contact_id"),
        *("location_id", "asset_id", "checklist_version_id"),
    }
)
SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(WORK_ORDER, roots=_roots, refs=_refs, children=_children, inputs=INPUTS),
    ScopeRule(FACT, parents=_fact_parents),
)
