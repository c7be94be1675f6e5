"""Reads that handlers and dispatch share."""

from server.appointments.lifecycle import OPEN
from server.appointments.schema import Appointment
from server.appointments.tables import APPOINTMENTS
from server.gateway.tx import Tx

C = APPOINTMENTS.c
OPEN_STATES = tuple(state.value for state in OPEN)


def of_order(tx: Tx, work_order_id: str) -> list[Appointment]:
    return tx.rows(Appointment, C.work_order_id == work_order_id)


def open_of_order(tx: Tx, work_order_id: str) -> list[Appointment]:
    return tx.rows(Appointment, C.work_order_id == work_order_id, C.state.in_(OPEN_STATES))


def open_of_technician(tx: Tx, technician_id: str) -> list[Appointment]:
    return tx.rows(Appointment, C.technician_id == technician_id, C.state.in_(OPEN_STATES))
