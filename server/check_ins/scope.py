"""Who sees check-ins: the office of the order's territory, and whoever checked in.

Not the next technician of the visit: where somebody was is nobody's business but theirs.
"""

from server.check_ins.schema import CHECK_IN, CheckIn
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import territory_scope, user_scope
from server.technicians.schema import Technician
from server.work_orders.schema import WorkOrder


def _roots(tx: Tx, check_in: CheckIn) -> set[str]:
    """Moves with the order, see `followers.py`."""
    order = tx.get(WorkOrder, check_in.work_order_id)
    found = {territory_scope(order.territory_id if order else None)}
    technician = tx.get(Technician, check_in.technician_id)
    if technician is not None:
        found.add(user_scope(technician.user_id))
    return found


INPUTS = frozenset({"work_order_id", "technician_id"})
SCOPES: tuple[ScopeRule, ...] = (ScopeRule(CHECK_IN, roots=_roots, inputs=INPUTS),)
