"""Reads of work orders that several domains share."""

from server.gateway.tx import Tx
from server.work_orders.schema import WorkOrder
from server.work_orders.tables import WORK_ORDERS


def order_by_external_ref(tx: Tx, external_ref: str) -> WorkOrder | None:
    """The order that a row of a register became."""
    if not external_ref:
        return None
    found = tx.rows(WorkOrder, WORK_ORDERS.c.external_ref == external_ref, limit=1)
    return found[0] if found else None
