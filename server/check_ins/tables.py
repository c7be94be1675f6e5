"""Table of check-ins."""

from sqlalchemy import Index

from server.check_ins.schema import CHECK_IN
from server.db.types import row_table

CHECK_INS = row_table(
    CHECK_IN,
    Index("ix_check_in_work_order", "tenant_id", "work_order_id"),
    Index("ix_check_in_technician", "tenant_id", "technician_id", "at_ms"),
    Index("ix_check_in_point", "tenant_id", "technician_id", "lon_e7", "lat_e7"),
)
