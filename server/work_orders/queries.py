"""Reads of work orders that several domains share."""

from sqlalchemy import Connection, or_, select

from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.work_orders.lifecycle import ASSIGNABLE
from server.work_orders.schema import WorkOrder
from server.work_orders.tables import WORK_ORDERS

NEWEST_MAX = 50  # a dispatcher's first screen


def order_by_external_ref(tx: Tx, external_ref: str) -> WorkOrder | None:
    """The order that a row of a register became."""
    if not external_ref:
        return None
    found = tx.rows(WorkOrder, WORK_ORDERS.c.external_ref == external_ref, limit=1)
    return found[0] if found else None


def newest_waiting_ids(connection: Connection, actor: Actor) -> list[str]:
    """Ids of orders without a technician in this person's districts or in none, newest first."""
    c = WORK_ORDERS.c
    districts = [grant.territory_id for grant in actor.grants]
    query = select(c.id).where(c.tenant_id == actor.tenant_id, c.state.in_(ASSIGNABLE))
    if None not in districts:
        query = query.where(or_(c.territory_id.is_(None), c.territory_id.in_(districts)))
    query = query.order_by(c.reported_ms.desc(), c.id).limit(NEWEST_MAX)
    return list(connection.execute(query).scalars())
