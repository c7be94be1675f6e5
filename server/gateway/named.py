"""Rows that the entries of a push name by scope and handle: the ids they mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from server.db.statement import ListStatement, Statement, param
from server.gateway.call import Actor
from server.gateway.tables import MEMBER, TENANT, USER_SCOPE
from sync.canonical import SAFE_INTEGER_MAX
from sync.entries import BrokenColumns, Unresolved

HANDLES_PER_QUERY = 256  # a power of two: the list is filled up to one

_T, _U, _M = TENANT.c, USER_SCOPE.c, MEMBER.c
_EPOCH = Statement(select(_T.epoch).where(_T.tenant_id == param("tenant")), "tenant")
_SCOPES = Statement(
    select(_U.scope).where(_U.tenant_id == param("tenant"), _U.user_id == param("user")),
    *("tenant", "user"),
)
_MEMBERS = ListStatement(
    lambda each: select(_M.handle, _M.row_id).where(
        _M.tenant_id == param("tenant"), _M.scope == param("scope"), _M.handle.in_(each)
    ),
    *("tenant", "scope"),
)


def ids_of(
    connection: Connection, actor: Actor, epoch: str, rows: Sequence[tuple[int, int]]
) -> list[str]:
    """Ids of the rows named by (scope, handle), in order; rows that left are still named so.

    Raises Unresolved when one of them never was this user's, or the handles are of an epoch
    that has ended.
    """
    if any(not 0 <= number <= SAFE_INTEGER_MAX for row in rows for number in row):
        raise BrokenColumns("a row is named by a number that no row has")
    scopes = _SCOPES.scalars(connection, actor.tenant_id, actor.user_id)
    if _EPOCH.scalar(connection, actor.tenant_id) != epoch:
        raise Unresolved
    wanted: dict[int, list[int]] = defaultdict(list)
    for scope, handle in rows:
        wanted[scope].append(handle)
    if not wanted.keys() <= set(scopes):
        raise Unresolved
    found: dict[tuple[int, int], str] = {}
    for scope, handles in wanted.items():
        for portion in _portions(handles):
            lines = _MEMBERS.all(connection, actor.tenant_id, scope, each=portion)
            found |= {(scope, handle): row_id for handle, row_id in lines}
    try:
        return [found[row] for row in rows]
    except KeyError as error:
        raise Unresolved from error


def _portions(handles: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(handles), HANDLES_PER_QUERY):
        yield handles[start : start + HANDLES_PER_QUERY]
