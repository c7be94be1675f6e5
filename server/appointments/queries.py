"""Reads that handlers and dispatch share."""

from sqlalchemy import Connection, literal, select

from server.appointments.lifecycle import OPEN
from server.appointments.schema import Appointment
from server.appointments.tables import APPOINTMENTS
from server.db.conditions import RowsQuery
from server.db.statement import Statement, param
from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.work_orders.queries import newest_waiting_ids

C = APPOINTMENTS.c
SOONEST_MAX = 20  # more than anybody does in a day
OPEN_STATES = tuple(state.value for state in OPEN)


def soonest_ids(connection: Connection, actor: Actor) -> list[str]:
    """Ids of what this person turns to first: his next visits, or the orders that wait."""
    if actor.technician_id is None:
        return newest_waiting_ids(connection, actor)
    return _SOONEST.scalars(connection, actor.tenant_id, actor.technician_id)


_IS_OPEN = C.state.in_([literal(state) for state in OPEN_STATES])
_SOONEST = Statement(
    select(C.id)
    .where(C.tenant_id == param("tenant"), C.technician_id == param("who"), _IS_OPEN)
    .order_by(C.start_ms, C.id)
    .limit(SOONEST_MAX),
    *("tenant", "who"),
)
_OPEN_OF_ORDER = RowsQuery(
    Appointment, C.work_order_id == param("order"), _IS_OPEN, names=["order"]
)
_OPEN_OF_TECHNICIAN = RowsQuery(
    Appointment, C.technician_id == param("who"), _IS_OPEN, names=["who"]
)


def of_order(tx: Tx, work_order_id: str) -> list[Appointment]:
    return tx.rows(Appointment, C.work_order_id == work_order_id)


def open_of_order(tx: Tx, work_order_id: str) -> list[Appointment]:
    return tx.prepared(_OPEN_OF_ORDER, work_order_id)


def open_of_technician(tx: Tx, technician_id: str) -> list[Appointment]:
    return tx.prepared(_OPEN_OF_TECHNICIAN, technician_id)
