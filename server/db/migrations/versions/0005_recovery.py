"""Epochs remembered over restores, and the numbers that a restore has lost."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "epoch",
        sa.Column("tenant_id", sa.String(36), primary_key=True),
        sa.Column("epoch", sa.String(8), primary_key=True),
        sa.Column("head", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("next_epoch", sa.String(8), nullable=False),
        sa.Column("ended_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replica_hole",
        sa.Column("tenant_id", sa.String(36), primary_key=True),
        sa.Column("replica_id", sa.String(36), primary_key=True),
        sa.Column("first_n", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last_n", sa.BigInteger, nullable=False),
        sa.Column("epoch", sa.String(8), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "entry_awaiting",
        sa.Column("tenant_id", sa.String(36), primary_key=True),
        sa.Column("replica_id", sa.String(36), primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("since_seq", sa.BigInteger, nullable=False),
    )
