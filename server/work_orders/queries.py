"""Reads of work orders that several domains share."""

from sqlalchemy import Connection, literal, or_, select

from server.db.statement import ListStatement, Statement, param
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
    districts = {grant.territory_id for grant in actor.grants}
    if None in districts:
        return _WAITING.scalars(connection, actor.tenant_id)
    lines = _WAITING_IN.all(connection, actor.tenant_id, each=sorted(filter(None, districts)))
    return [line[0] for line in lines]


_C = WORK_ORDERS.c
_NEWEST_WAITING = (
    select(_C.id)
    .where(_C.tenant_id == param("tenant"))
    .where(_C.state.in_([literal(state.value) for state in ASSIGNABLE]))
    .order_by(_C.reported_ms.desc(), _C.id)
    .limit(NEWEST_MAX)
)
_WAITING = Statement(_NEWEST_WAITING, "tenant")
_WAITING_IN = ListStatement(
    lambda each: _NEWEST_WAITING.where(or_(_C.territory_id.is_(None), _C.territory_id.in_(each))),
    "tenant",
)
