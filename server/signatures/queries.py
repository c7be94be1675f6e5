"""Reads of signatures."""

from sqlalchemy import select

from server.db.statement import Statement, param
from server.gateway.tx import Tx
from server.signatures.schema import Signature
from server.signatures.tables import SIGNATURES

C = SIGNATURES.c
_IDS = Statement(
    select(C.id).where(C.tenant_id == param("tenant"), C.work_order_id == param("order")),
    *("tenant", "order"),
)


def ids_of_order(tx: Tx, work_order_id: str) -> list[str]:
    return sorted(_IDS.scalars(tx.connection, tx.tenant_id, work_order_id))


def of_order(tx: Tx, work_order_id: str) -> list[Signature]:
    """In the order in which they were given."""
    found = tx.rows(Signature, C.work_order_id == work_order_id)
    return sorted(found, key=lambda each: (each.at_ms, each.id))
