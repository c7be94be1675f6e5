"""Table of appointments."""

from sqlalchemy import Index

from server.appointments.schema import APPOINTMENT
from server.db.types import row_table

APPOINTMENTS = row_table(
    APPOINTMENT,
    Index("ix_appointment_work_order", "tenant_id", "work_order_id"),
    Index("ix_appointment_technician", "tenant_id", "technician_id", "state"),
    Index("ix_appointment_state", "tenant_id", "state", "start_ms"),
)
