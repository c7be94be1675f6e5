"""Table of signatures."""

from sqlalchemy import Index

from server.db.types import row_table
from server.signatures.schema import SIGNATURE

SIGNATURES = row_table(SIGNATURE, Index("ix_signature_work_order", "tenant_id", "work_order_id"))
