"""Signed heads. The event that recorded each of them is in the chain itself."""

from sqlalchemy import BigInteger, Column, String, Table

from server.db.types import METADATA, tenant_column

SIGNED_HEAD = Table(
    "signed_head",
    METADATA,
    tenant_column(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", String(8), nullable=False),
    Column("chain", String(64), nullable=False),  # the chain's hash at that seq
    Column("signed_ms", BigInteger, nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("recorded_seq", BigInteger, nullable=False),  # of the event that recorded it
)
