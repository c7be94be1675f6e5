"""A first sync: whole rows in plain pages, the rows of the user's own scope first.

The resume point is (head at the beginning, scope, handle): right on any later snapshot, since
the pull from that head follows.
"""

from sqlalchemy import Connection, and_, or_, select

from server.gateway.call import Actor
from server.gateway.pages import Member, ScopeOf
from server.gateway.tables import MEMBER
from sync.protocol import Cursor

URGENT_ROWS_MAX = 200


def urgent(connection: Connection, actor: Actor, scopes: list[ScopeOf]) -> list[Member]:
    """The newest rows of the user's own (crew) scope: the jobs he is about to do.

    Open appointments are the last to have moved in it, and what they bring entered with them.
    """
    own = [scope.scope for scope in scopes if scope.level == "crew"]
    m = MEMBER.c
    query = (
        select(m.scope, m.handle, m.kind, m.row_id, m.enter_seq, m.leave_seq, m.last_seq)
        .where(m.tenant_id == actor.tenant_id, m.scope.in_(own), m.leave_seq.is_(None))
        .order_by(m.last_seq.desc(), m.handle.desc())
        .limit(URGENT_ROWS_MAX)
    )
    return [Member(*line) for line in connection.execute(query)]


def rest(
    connection: Connection, actor: Actor, scopes: list[ScopeOf], cursor: Cursor, rows: int
) -> tuple[list[Member], bool | None]:
    """The next rows by (scope, handle), and True when these are the last (None: more follow)."""
    m = MEMBER.c
    mine = [scope.scope for scope in scopes]
    after = or_(m.scope > cursor.scope, and_(m.scope == cursor.scope, m.handle > cursor.handle))
    query = (
        select(m.scope, m.handle, m.kind, m.row_id, m.enter_seq, m.leave_seq, m.last_seq)
        .where(m.tenant_id == actor.tenant_id, m.scope.in_(mine), m.leave_seq.is_(None), after)
        .order_by(m.scope, m.handle)
        .limit(rows + 1)
    )
    found = [Member(*line) for line in connection.execute(query)]
    return found[:rows], None if len(found) > rows else True
