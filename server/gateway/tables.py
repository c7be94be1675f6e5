"""What the gateway stores: counters, ledger, events, scopes and who is in them."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from server.db.types import METADATA, tenant_column

Big = BigInteger

TENANT = Table(
    "tenant",
    METADATA,
    tenant_column(),
    Column("name", Text, nullable=False),
    Column("epoch", String(8), nullable=False),  # random; a new one after every restore
    Column("seq", Big, nullable=False),  # the last mutation's version
    Column("chain", String(64), nullable=False),
    Column("created_ms", Big, nullable=False),
)

COUNTER = Table(
    "counter",
    METADATA,
    tenant_column(),
    Column("name", String(40), primary_key=True),
    Column("value", Big, nullable=False),
)

REPLICA = Table(
    "replica",
    METADATA,
    tenant_column(),
    Column("replica_id", String(36), primary_key=True),
    Column("user_id", String(36), nullable=False),
    Column("device_id", String(36), nullable=False),
    Column("last_n", Big, nullable=False),
    Column("settled_n", Big, nullable=False),
    Column("held", Integer, nullable=False, server_default="0"),  # entries set aside so far
)

# How often an entry's own handler has raised, counted outside the unit of work that it spoils.
FAILURE = Table(
    "entry_failure",
    METADATA,
    tenant_column(),
    Column("replica_id", String(36), primary_key=True),
    Column("n", Big, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_ms", Big, nullable=False),
    Column("last_ms", Big, nullable=False),
    Column("error", String(80), nullable=False),
)

# Kept apart from `replica` since it changes with every contact, outside the unit of work.
CONTACT_LOG = Table(
    "replica_contact",
    METADATA,
    tenant_column(),
    Column("replica_id", String(36), primary_key=True),
    Column("device_id", String(36), nullable=False),
    Column("at_ms", Big, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("oldest_ms", Big),  # when the first entry that could not run yet was written
    Column("skew_ms", Big, nullable=False),
    Index("ix_replica_contact_device", "tenant_id", "device_id"),
)

LEDGER = Table(
    "ledger",
    METADATA,
    tenant_column(),
    Column("writer", String(80), primary_key=True),  # a replica, or a keyed writer such as `api`
    Column("key", String(160), primary_key=True),  # n in decimal, or the writer's own key
    Column("hash", String(64), nullable=False),
    Column("seq", Big, nullable=False),
    Column("name", String(80), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("flags", Text, nullable=False),
    Column("reason", String(60), nullable=False),
    Column("detail", Text, nullable=False),
    Column("body", Text, nullable=False),  # arguments of a refused entry: evidence
    Column("recorded_ms", Big, nullable=False),
)

EVENT = Table(
    "event",
    METADATA,
    tenant_column(),
    Column("seq", Big, primary_key=True, autoincrement=False),
    Column("writer", String(80), nullable=False),
    Column("key", String(160), nullable=False),
    Column("salt", String(32), nullable=False),  # "" once the payload is erased
    Column("payload", Text, nullable=False),  # canonical JSON: who, when, what; "" once erased
    Column("payload_hash", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
)

SCOPE = Table(
    "scope",
    METADATA,
    tenant_column(),
    Column("scope", Integer, primary_key=True, autoincrement=False),
    Column("scope_key", String(80), nullable=False),
    Column("level", String(12), nullable=False),
    Column("next_handle", Big, nullable=False),
    Column("digest", Big, nullable=False),  # signed 64 bits of the sum
    Column("members", Big, nullable=False),
    Index("ux_scope_key", "tenant_id", "scope_key", unique=True),
)

MEMBER = Table(
    "member",
    METADATA,
    tenant_column(),
    Column("scope", Integer, primary_key=True, autoincrement=False),
    Column("handle", Big, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("row_id", String(36), nullable=False),
    Column("enter_seq", Big, nullable=False),
    Column("leave_seq", Big),
    Column("last_seq", Big, nullable=False),  # of entering, leaving or the last visible change
    Column("digest", Big, nullable=False),
    Index("ix_member_last", "tenant_id", "scope", "last_seq", "handle"),
    Index("ix_member_row", "tenant_id", "row_id", "scope"),
)

# Why a row is in a scope: by itself (reason_id = row_id) or brought along by another row.
REASON = Table(
    "scope_reason",
    METADATA,
    tenant_column(),
    Column("scope", Integer, primary_key=True, autoincrement=False),
    Column("row_id", String(36), primary_key=True),
    Column("reason_id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Index("ix_scope_reason_by", "tenant_id", "scope", "reason_id"),
    Index("ix_scope_reason_row", "tenant_id", "row_id", "reason_id"),
)

USER_SCOPE = Table(
    "user_scope",
    METADATA,
    tenant_column(),
    Column("user_id", String(36), primary_key=True),
    Column("scope", Integer, primary_key=True, autoincrement=False),
    Column("enter_seq", Big, primary_key=True, autoincrement=False),
    Column("leave_seq", Big),
    Index("ix_user_scope_scope", "tenant_id", "scope"),
)

ROW_VERSION = Table(
    "row_version",
    METADATA,
    tenant_column(),
    Column("kind", String(40), primary_key=True),
    Column("row_id", String(36), primary_key=True),
    Column("versions", Text, nullable=False),  # JSON, see server/gateway/versions.py
)

# Values that were replaced: what an author had before him is what stood at his entry's base.
FIELD_PAST = Table(
    "field_past",
    METADATA,
    tenant_column(),
    Column("kind", String(40), primary_key=True),
    Column("row_id", String(36), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("until_seq", Big, primary_key=True, autoincrement=False),
    Column("from_seq", Big, nullable=False),
    Column("writer", String(80), nullable=False),
    Column("value", Text, nullable=False),  # JSON
)

# Epochs that a restore has ended. What a client knows of one of them is known here up to `head`.
EPOCH = Table(
    "epoch",
    METADATA,
    tenant_column(),
    Column("epoch", String(8), primary_key=True),
    Column("head", Big, nullable=False),  # the last seq of it that the restored backup contained
    Column("chain", String(64), nullable=False),  # the chain's hash at that head
    Column("next_epoch", String(8), nullable=False),
    Column("ended_ms", Big, nullable=False),
)

# Numbers of a replica that a restore lost and its phone no longer has.
HOLE = Table(
    "replica_hole",
    METADATA,
    tenant_column(),
    Column("replica_id", String(36), primary_key=True),
    Column("first_n", Big, primary_key=True, autoincrement=False),
    Column("last_n", Big, nullable=False),
    Column("epoch", String(8), nullable=False),  # in which it was recorded
    Column("recorded_ms", Big, nullable=False),
)

# Entries set aside after a restore because what they speak of has not been offered again yet.
AWAITING = Table(
    "entry_awaiting",
    METADATA,
    tenant_column(),
    Column("replica_id", String(36), primary_key=True),
    Column("n", Big, primary_key=True, autoincrement=False),
    Column("since_seq", Big, nullable=False),
)
