"""Reads of the upload lane and the pictures: plain functions of a connection."""

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from server.attachments.schema import Attach, Attachment, BlobState
from server.attachments.tables import ATTACHMENTS
from server.gateway.tables import CONTACT_LOG, LEDGER, MEMBER, REPLICA, TENANT, USER_SCOPE
from server.gateway.tx import Tx
from sync.ids import born_id

A = ATTACHMENTS.c
IDS_AT_ONCE = 500


class Captured(msgspec.Struct, frozen=True):
    """A file as its row announces it."""

    id: str
    sha256: str
    size_bytes: int
    stored_ms: int | None  # None: its bytes have not arrived


def upload_of(connection: Connection, tenant_id: str, user_id: str, id_: str) -> Attachment | None:
    """The attachment whose bytes this user may send: his own, whatever he holds by now."""
    found = Tx(connection, tenant_id).get(Attachment, id_)
    return found if found is not None and found.author_id == user_id else None


def readable(connection: Connection, tenant_id: str, user_id: str, id_: str) -> Attachment | None:
    """The attachment if the user wrote it or holds it now."""
    found = Tx(connection, tenant_id).get(Attachment, id_)
    if found is None or found.author_id == user_id:
        return found
    return found if holds(connection, tenant_id, user_id, id_) else None


def knows_blob(connection: Connection, tenant_id: str, user_id: str, sha256: str) -> bool:
    """Whether the user has uploaded these very bytes, or may read them: only he is told that they
    are here already. Anybody else could ask for hashes to learn what others stored. One statement,
    so that not even its time tells him whether somebody did."""
    m = MEMBER.c
    holding = _holding(tenant_id, user_id, m.row_id == A.id).correlate(ATTACHMENTS)
    query = (
        select(A.id)
        .where(A.tenant_id == tenant_id, A.sha256 == sha256, A.state == BlobState.STORED.value)
        .where((A.author_id == user_id) | exists(holding))
        .limit(1)
    )
    return connection.execute(query).first() is not None


def is_replica_of(connection: Connection, tenant_id: str, user_id: str, replica: str) -> bool:
    """Whether this installation is the user's own."""
    r = REPLICA.c
    query = select(r.user_id).where(r.tenant_id == tenant_id, r.replica_id == replica)
    return connection.execute(query).scalar() == user_id


def kept_bytes(connection: Connection, tenant_id: str) -> int:
    """What a firm's stored files hold in all, equal ones counted once."""
    each = (
        select(func.max(A.size_bytes).label("size_bytes"))
        .where(A.tenant_id == tenant_id, A.state == BlobState.STORED.value)
        .group_by(A.sha256)
        .subquery()
    )
    return int(connection.execute(select(func.sum(each.c.size_bytes))).scalar() or 0)


def named_files(connection: Connection, tenant_id: str) -> set[str]:
    """SHA-256 of every file that a row speaks of, stored or awaited."""
    query = select(A.sha256).where(A.tenant_id == tenant_id).distinct()
    return set(connection.execute(query).scalars())


def is_named(connection: Connection, tenant_id: str, sha256: str) -> bool:
    query = select(A.id).where(A.tenant_id == tenant_id, A.sha256 == sha256).limit(1)
    return connection.execute(query).first() is not None


def stored_among(connection: Connection, tenant_id: str, ids: list[str]) -> set[str]:
    """Those of the attachments that have their receipt."""
    stored = set[str]()
    for at in range(0, len(ids), IDS_AT_ONCE):
        query = select(A.id).where(A.tenant_id == tenant_id, A.state == BlobState.STORED.value)
        found = connection.execute(query.where(A.id.in_(ids[at : at + IDS_AT_ONCE])))
        stored.update(found.scalars())
    return stored


def replicas_on(connection: Connection, tenant_id: str, device_id: str) -> list[tuple[str, int]]:
    """(replica, n of its last entry) of a device; the one that spoke last comes first."""
    c, r = CONTACT_LOG.c, REPLICA.c
    same = (r.tenant_id == c.tenant_id) & (r.replica_id == c.replica_id)
    query = (
        select(c.replica_id, func.coalesce(r.last_n, 0))
        .join(REPLICA, same, isouter=True)  # it has none before its first entry
        .where(c.tenant_id == tenant_id, c.device_id == device_id)
        .order_by(c.at_ms.desc(), c.replica_id)
    )
    return [(line[0], int(line[1])) for line in connection.execute(query)]


def attached_by(
    connection: Connection, tenant_id: str, replica: str, from_ms: int, until_ms: int
) -> list[Captured]:
    """What a replica captured in this span by its own clock, in no order.

    Its entries say which rows are its own: an id is born from (replica, n).
    """
    c = LEDGER.c
    keys = select(c.key).where(
        c.tenant_id == tenant_id, c.writer == replica, c.name == Attach.mutation
    )
    ids = [born_id(replica, key, 0) for key in connection.execute(keys).scalars()]
    found: list[Captured] = []
    for at in range(0, len(ids), IDS_AT_ONCE):
        query = (
            select(A.id, A.sha256, A.size_bytes, A.stored_ms)
            .where(A.tenant_id == tenant_id, A.id.in_(ids[at : at + IDS_AT_ONCE]))
            .where(A.captured_ms >= from_ms, A.captured_ms < until_ms)
        )
        found += [Captured(*line) for line in connection.execute(query)]
    return found


def firm_ids(connection: Connection) -> list[str]:
    """Every firm of this database."""
    return list(connection.execute(select(TENANT.c.tenant_id)).scalars())


def holds(connection: Connection, tenant_id: str, user_id: str, row_id: str) -> bool:
    """The row is in one of the user's scopes now."""
    query = _holding(tenant_id, user_id, MEMBER.c.row_id == row_id).limit(1)
    return connection.execute(query).first() is not None


def _holding(tenant_id: str, user_id: str, which: ColumnElement[bool]) -> Select[tuple[int]]:
    """Places of a row in scopes that the user has now."""
    m, u = MEMBER.c, USER_SCOPE.c
    return (
        select(m.handle)
        .join(USER_SCOPE, (u.tenant_id == m.tenant_id) & (u.scope == m.scope))
        .where(m.tenant_id == tenant_id, which, m.leave_seq.is_(None))
        .where(u.user_id == user_id, u.leave_seq.is_(None))
    )
