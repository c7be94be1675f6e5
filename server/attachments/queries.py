"""Reads of the upload lane and the pictures: plain functions of a connection."""

from sqlalchemy import Connection, select

from server.attachments.schema import Attachment, BlobState
from server.attachments.tables import ATTACHMENTS
from server.gateway.tables import MEMBER, USER_SCOPE
from server.gateway.tx import Tx

A = ATTACHMENTS.c


def upload_of(connection: Connection, tenant_id: str, user_id: str, id_: str) -> Attachment | None:
    """The attachment whose bytes this user may send: his own, whatever he holds by now."""
    found = Tx(connection, tenant_id).get(Attachment, id_)
    return found if found is not None and found.author_id == user_id else None


def readable(connection: Connection, tenant_id: str, user_id: str, id_: str) -> Attachment | None:
    """The attachment if the user wrote it or holds it now."""
    found = Tx(connection, tenant_id).get(Attachment, id_)
    if found is None or found.author_id == user_id:
        return found
    return found if _holds(connection, tenant_id, user_id, id_) else None


def knows_blob(connection: Connection, tenant_id: str, user_id: str, sha256: str) -> bool:
    """Whether the user has uploaded these very bytes, or may read them: only he is told that they
    are here already. Anybody else could ask for hashes to learn what others stored."""
    rows = Tx(connection, tenant_id).rows(
        Attachment, A.sha256 == sha256, A.state == BlobState.STORED.value
    )
    return any(
        row.author_id == user_id or _holds(connection, tenant_id, user_id, row.id) for row in rows
    )


def _holds(connection: Connection, tenant_id: str, user_id: str, row_id: str) -> bool:
    m, u = MEMBER.c, USER_SCOPE.c
    query = (
        select(m.handle)
        .join(USER_SCOPE, (u.tenant_id == m.tenant_id) & (u.scope == m.scope))
        .where(m.tenant_id == tenant_id, m.row_id == row_id, m.leave_seq.is_(None))
        .where(u.user_id == user_id, u.leave_seq.is_(None))
        .limit(1)
    )
    return connection.execute(query).first() is not None
