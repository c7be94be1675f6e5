"""A first sync: whole rows in plain pages, the user's next jobs first.

The resume point is (head at the beginning, scope, handle): right on any later snapshot, since
the pull from that head follows.
"""

from sqlalchemy import Connection, and_, or_, select

from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.pages import Member, ScopeOf
from server.gateway.tables import MEMBER, REASON
from sync.protocol import Cursor

URGENT_ROWS_MAX = 200


def urgent(
    connection: Connection, catalogue: Catalogue, actor: Actor, scopes: list[ScopeOf]
) -> list[Member]:
    """The rows that the user is about to need, soonest first, and what they bring along.

    The domains say which rows these are; what a row brings is what stands in the scope for its
    sake, level by level.
    """
    own = [scope.scope for scope in scopes if scope.level == "crew"]
    wanted = level = catalogue.soonest(connection, actor) if own else []
    while level and len(wanted) < URGENT_ROWS_MAX:
        level = [
            row_id for row_id in _brought(connection, actor, own, level) if row_id not in wanted
        ]
        wanted = [*wanted, *level]
    m = MEMBER.c
    query = select(m.scope, m.handle, m.kind, m.row_id, m.enter_seq, m.leave_seq, m.last_seq).where(
        m.tenant_id == actor.tenant_id,
        m.row_id.in_(wanted[:URGENT_ROWS_MAX]),
        m.scope.in_(own),
        m.leave_seq.is_(None),
    )
    members = [Member(*line) for line in connection.execute(query)] if wanted else []
    return sorted(members, key=lambda member: wanted.index(member.row_id))


def _brought(connection: Connection, actor: Actor, own: list[int], level: list[str]) -> list[str]:
    """Ids of the rows that are in the user's own scope because of these."""
    r = REASON.c
    query = (
        select(r.row_id)
        .where(r.tenant_id == actor.tenant_id, r.scope.in_(own), r.reason_id.in_(level))
        .order_by(r.row_id)
        .limit(URGENT_ROWS_MAX)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


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
