"""Rows that the entries of a push name by scope and handle: the ids they mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from server.gateway.call import Actor
from server.gateway.tables import MEMBER, TENANT, USER_SCOPE
from sync.canonical import SAFE_INTEGER_MAX
from sync.entries import BrokenColumns, Unresolved

HANDLES_PER_QUERY = 400


def ids_of(
    connection: Connection, actor: Actor, epoch: str, rows: Sequence[tuple[int, int]]
) -> list[str]:
    """Ids of the rows named by (scope, handle), in order; rows that left are still named so.

    Raises Unresolved when one of them never was this user's, or the handles are of an epoch
    that has ended.
    """
    if any(not 0 <= number <= SAFE_INTEGER_MAX for row in rows for number in row):
        raise BrokenColumns("a row is named by a number that no row has")
    tenant = select(TENANT.c.epoch).where(TENANT.c.tenant_id == actor.tenant_id)
    u = USER_SCOPE.c
    own = select(u.scope).where(u.tenant_id == actor.tenant_id, u.user_id == actor.user_id)
    if connection.execute(tenant).scalar() != epoch:
        raise Unresolved
    scopes = set(connection.execute(own).scalars())
    wanted: dict[int, list[int]] = defaultdict(list)
    for scope, handle in rows:
        wanted[scope].append(handle)
    if not scopes.issuperset(wanted):
        raise Unresolved
    found: dict[tuple[int, int], str] = {}
    m = MEMBER.c
    for scope, handles in wanted.items():
        for portion in _portions(handles):
            query = select(m.handle, m.row_id).where(
                m.tenant_id == actor.tenant_id, m.scope == scope, m.handle.in_(portion)
            )
            found |= {(scope, line.handle): line.row_id for line in connection.execute(query)}
    try:
        return [found[row] for row in rows]
    except KeyError as error:
        raise Unresolved from error


def _portions(handles: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(handles), HANDLES_PER_QUERY):
        yield handles[start : start + HANDLES_PER_QUERY]
