"""A first sync: whole rows in plain pages, the user's next jobs first.

The resume point is (head at the beginning, scope, handle): right on any later snapshot, since
the pull from that head follows.
"""

from sqlalchemy import Connection, and_, select

from server.db.statement import ListStatement, Statement, param
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.pages import MEMBER_COLUMNS, Member
from server.gateway.sight import ScopeOf
from server.gateway.tables import MEMBER, REASON
from sync.protocol import Cursor

URGENT_ROWS_MAX = 200

_M, _R = MEMBER.c, REASON.c
_ALIVE = and_(_M.tenant_id == param("tenant"), _M.leave_seq.is_(None))
# Scope by scope: asked for all at once, SQLite reads each from its beginning for every page.
_REST = Statement(
    select(*MEMBER_COLUMNS)
    .where(_ALIVE, _M.scope == param("scope"), _M.handle > param("handle"))
    .order_by(_M.handle)
    .limit(param("most")),
    *("tenant", "scope", "handle", "most"),
)
_NAMED = ListStatement(
    lambda each: select(*MEMBER_COLUMNS).where(
        _ALIVE, _M.row_id.in_(each), _M.scope == param("scope")
    ),
    *("tenant", "scope"),
)
_BROUGHT = ListStatement(
    lambda each: (
        select(_R.row_id)
        .where(_R.tenant_id == param("tenant"), _R.scope == param("scope"))
        .where(_R.reason_id.in_(each))
        .order_by(_R.row_id)
        .limit(URGENT_ROWS_MAX)
    ),
    *("tenant", "scope"),
)


def urgent(
    connection: Connection, catalogue: Catalogue, actor: Actor, scopes: list[ScopeOf]
) -> list[Member]:
    """The rows that the user is about to need, soonest first, and what they bring along.

    The domains say which rows these are; what a row brings is what stands in the scope for its
    sake, level by level.
    """
    own = [scope.scope for scope in scopes]
    wanted = level = catalogue.soonest(connection, actor)
    while level and len(wanted) < URGENT_ROWS_MAX:
        level = [
            row_id for row_id in _brought(connection, actor, own, level) if row_id not in wanted
        ]
        wanted = [*wanted, *level]
    wanted = wanted[:URGENT_ROWS_MAX]
    lines = [
        line
        for scope in own
        for line in _NAMED.all(connection, actor.tenant_id, scope, each=wanted)
    ]
    members = [Member(*line) for line in lines]
    return sorted(members, key=lambda member: wanted.index(member.row_id))


def _brought(connection: Connection, actor: Actor, own: list[int], level: list[str]) -> list[str]:
    """Ids of the rows that are in the user's scopes because of these."""
    found = [
        line[0]
        for scope in own
        for line in _BROUGHT.all(connection, actor.tenant_id, scope, each=level)
    ]
    return list(dict.fromkeys(found))


def room(urgent_rows: int, page_rows: int) -> int:
    """How many other rows go along. With urgent ones the first page is short: people wait."""
    return max(1, page_rows // 2 - urgent_rows) if urgent_rows else page_rows


def rest(
    connection: Connection, actor: Actor, scopes: list[ScopeOf], cursor: Cursor, rows: int
) -> tuple[list[Member], bool | None]:
    """The next rows by (scope, handle), and True when these are the last (None: more follow)."""
    found: list[Member] = []
    for scope in sorted(scope.scope for scope in scopes if scope.scope >= cursor.scope):
        after = cursor.handle if scope == cursor.scope else -1
        lines = _REST.all(connection, actor.tenant_id, scope, after, rows + 1 - len(found))
        found += [Member(*line) for line in lines]
        if len(found) > rows:
            break
    return found[:rows], None if len(found) > rows else True
