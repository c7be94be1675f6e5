"""Tables of identity. The last three hold secrets' hashes and are never synchronised."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text

from server.db.types import ID_LENGTH, METADATA, row_table, tenant_column
from server.identity.schema import DEVICE, GRANT, USER

SHA256_LENGTH = 64

USERS = row_table(USER, Index("ux_user_login", "tenant_id", "login", unique=True))
GRANTS = row_table(GRANT, Index("ix_grant_user", "tenant_id", "user_id"))
DEVICES = row_table(DEVICE, Index("ix_device_user", "tenant_id", "user_id"))

CREDENTIAL = Table(
    "credential",
    METADATA,
    tenant_column(),
    Column("user_id", String(ID_LENGTH), primary_key=True),
    Column("password_hash", Text, nullable=False),  # argon2id, its parameters included
    Column("changed_ms", BigInteger, nullable=False),
)

SESSION = Table(
    "session",
    METADATA,
    tenant_column(),
    Column("token_sha256", String(SHA256_LENGTH), primary_key=True),
    Column("user_id", String(ID_LENGTH), nullable=False),
    Column("device_id", String(ID_LENGTH), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("last_used_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
    Column("is_cookie", Boolean, nullable=False),
    # A token arrives without its tenant.
    Index("ux_session_token", "token_sha256", unique=True),
    Index("ix_session_user", "tenant_id", "user_id"),
    Index("ix_session_device", "tenant_id", "device_id"),
)

JOIN_CODE = Table(
    "join_code",
    METADATA,
    tenant_column(),
    Column("code_sha256", String(SHA256_LENGTH), primary_key=True),
    Column("user_id", String(ID_LENGTH), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger),
    Index("ux_join_code", "code_sha256", unique=True),
    Index("ix_join_code_user", "tenant_id", "user_id"),
)
