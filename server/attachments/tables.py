"""Table of attachments. Their bytes are files, see `blobs.py`."""

from sqlalchemy import Index

from server.attachments.schema import ATTACHMENT
from server.db.types import row_table

ATTACHMENTS = row_table(
    ATTACHMENT,
    Index("ix_attachment_order", "tenant_id", "work_order_id"),
    Index("ix_attachment_appointment", "tenant_id", "appointment_id"),
    Index("ix_attachment_sha256", "tenant_id", "sha256"),
)
