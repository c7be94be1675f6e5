"""Tables of work orders and their history."""

from sqlalchemy import Index

from server.db.types import row_table
from server.work_orders.schema import FACT, WORK_ORDER

WORK_ORDERS = row_table(
    WORK_ORDER,
    Index("ix_work_order_state", "tenant_id", "state"),
    Index("ix_work_order_location", "tenant_id", "location_id"),
    Index("ix_work_order_customer", "tenant_id", "customer_id"),
    Index("ix_work_order_asset", "tenant_id", "asset_id"),
    Index("ix_work_order_external_ref", "tenant_id", "external_ref"),
)
FACTS = row_table(
    FACT,
    Index("ix_fact_work_order", "tenant_id", "work_order_id"),
    Index("ix_fact_appointment", "tenant_id", "appointment_id"),
)
