"""Signatures as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        _text("work_order_id"),
        _text("appointment_id"),
        _text("role"),
        _text("signer_name"),
        _text("relation"),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        _text("reason"),
        _text("language"),
        _text("consent_id"),
        _number("consent_version"),
        _text("shown"),
        _text("shown_sha256"),
        _text("strokes"),
        _text("attachment_id", nullable=True),
        _text("author_id", nullable=True),
        _text("device_id"),
        _number("device_ms", nullable=True),
        _number("skew_ms"),
        _number("at_ms"),
        _number("recorded_ms"),
        _number("lon_e7", nullable=True),
        _number("lat_e7", nullable=True),
        _number("accuracy_m", nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(
            "ix_signature_work_order", ["tenant_id", "work_order_id"], unique=False
        )
