"""Who sees signatures: whoever sees their work order."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.signatures import queries
from server.signatures.schema import SIGNATURE, Signature
from server.work_orders.schema import WORK_ORDER, WorkOrder
from sync.fields import Row


def _parents(signature: Signature) -> list[tuple[str, str]]:
    return [(WORK_ORDER.name, signature.work_order_id)]


def companions(tx: Tx, row: Row) -> list[tuple[str, str]]:
    """The signatures that go along with an order, which stands to the left and knows none."""
    if not isinstance(row, WorkOrder):
        return []
    return [(SIGNATURE.name, id_) for id_ in queries.ids_of_order(tx, row.id)]


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(SIGNATURE, parents=_parents),)
