"""Who sees appointments: the technician who is to go, and the office of the order's territory."""

from server.appointments.schema import APPOINTMENT, Appointment
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import territory_scope, user_scope
from server.technicians.schema import Technician
from server.work_orders.schema import WORK_ORDER, WorkOrder


def _roots(tx: Tx, visit: Appointment) -> set[str]:
    """Ended visits stay with whoever had them last. Moves with the order, see `followers.py`."""
    order = tx.get(WorkOrder, visit.work_order_id)
    found = {territory_scope(order.territory_id if order else None)}
    technician = tx.get(Technician, visit.technician_id)
    if technician is not None:
        found.add(user_scope(technician.user_id))
    return found


def _refs(visit: Appointment) -> list[tuple[str, str]]:
    return [(WORK_ORDER.name, visit.work_order_id)]


INPUTS = frozenset({"work_order_id", "technician_id"})
SCOPES: tuple[ScopeRule, ...] = (ScopeRule(APPOINTMENT, roots=_roots, refs=_refs, inputs=INPUTS),)
