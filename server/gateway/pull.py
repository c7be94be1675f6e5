"""Pull: one page of what a replica has not seen, read in one snapshot (design §4, step 5).

Head first, then the user's scopes, then their changes. A page's rows are ordered by
(seq, scope, handle), where a row of a scope that is new to the user counts as changed when the
scope entered. While a walk lasts several pages the cursor keeps `floor`, the last head reached:
fields and enters are judged against the floor, so a row changed twice loses neither change.
"""

import msgspec
from sqlalchemy import Connection, and_, or_, select

from server.gateway import first_sync, pages
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.pages import Member, ScopeOf
from server.gateway.tables import MEMBER, SCOPE, TENANT, USER_SCOPE
from sync import digest, id_table
from sync.limits import PAGE_ROWS_MAX
from sync.protocol import Cursor, ScopePage, SyncResponse

STEADY, WALK, FIRST = 0, 1, 2
_LAST = 2**62  # behind every scope and handle: all of the floor's seq is read


class Pulled(msgspec.Struct):
    """The pull half of an answer."""

    cursor: Cursor
    more: bool
    fresh: bool
    gone: list[int]
    scopes: list[ScopePage]
    kinds: list[pages.KindPage]
    digest: str = ""
    count: int = 0

    def into(self, answer: SyncResponse) -> SyncResponse:
        for name in self.__struct_fields__:
            setattr(answer, name, getattr(self, name))
        answer.ids = id_table.pack(answer.kinds)
        return answer


def run_pull(connection: Connection, catalogue: Catalogue, actor: Actor, cursor: Cursor) -> Pulled:
    """One page after `cursor`. The connection must hold one consistent snapshot."""
    tenant = connection.execute(
        select(TENANT.c.epoch, TENANT.c.seq).where(TENANT.c.tenant_id == actor.tenant_id)
    ).one()
    head: int = tenant.seq
    scopes = _scopes_of(connection, actor)
    fresh = cursor.epoch != tenant.epoch or cursor.floor > head
    if fresh:
        cursor = Cursor(tenant.epoch, 0, FIRST, head, 0, 0)
    if cursor.mode == FIRST:
        return _first_page(connection, catalogue, actor, cursor, scopes, head, fresh)
    return _next_page(connection, catalogue, actor, cursor, scopes, head)


def _scopes_of(connection: Connection, actor: Actor) -> list[ScopeOf]:
    """Every scope this user has or ever had, with when."""
    u, s = USER_SCOPE.c, SCOPE.c
    query = (
        select(u.scope, u.enter_seq, u.leave_seq, s.level, s.digest, s.members)
        .join(SCOPE, (s.tenant_id == u.tenant_id) & (s.scope == u.scope))
        .where(u.tenant_id == actor.tenant_id, u.user_id == actor.user_id)
        .order_by(u.scope, u.enter_seq)
    )
    return [ScopeOf(*line) for line in connection.execute(query)]


def _first_page(
    connection: Connection,
    catalogue: Catalogue,
    actor: Actor,
    cursor: Cursor,
    scopes: list[ScopeOf],
    head: int,
    fresh: bool,
) -> Pulled:
    """Whole rows, today's jobs first, then by (scope, handle). What changed since follows."""
    mine = [scope for scope in scopes if scope.leave_seq is None]
    start = cursor.scope == 0 and cursor.handle == 0
    urgent = first_sync.urgent(connection, catalogue, actor, mine) if start else []
    rest, end = first_sync.rest(connection, actor, mine, cursor, PAGE_ROWS_MAX)
    seen = {(member.scope, member.handle) for member in urgent}
    members = urgent + [m for m in rest if (m.scope, m.handle) not in seen]
    book = pages.Book(connection, catalogue, actor.tenant_id, mine, floor=-1)
    kinds = book.kind_pages(members)
    announced = [ScopePage(scope.scope, pages.level_index(scope), []) for scope in mine]
    if end is None:
        after = Cursor(cursor.epoch, 0, FIRST, cursor.seq, rest[-1].scope, rest[-1].handle)
        return Pulled(after, True, fresh, [], announced, kinds)
    done = Cursor(cursor.epoch, cursor.seq)
    if head > cursor.seq:
        return Pulled(done, True, fresh, [], announced, kinds)
    return Pulled(done, False, fresh, [], announced, kinds, *_sum_of(mine))


def _next_page(
    connection: Connection,
    catalogue: Catalogue,
    actor: Actor,
    cursor: Cursor,
    scopes: list[ScopeOf],
    head: int,
) -> Pulled:
    position = (
        (cursor.seq, cursor.scope, cursor.handle)
        if cursor.mode == WALK
        else (cursor.floor, _LAST, _LAST)
    )
    mine = [scope for scope in scopes if scope.leave_seq is None]
    gone = _gone(scopes, cursor.floor, position)
    news = [s for s in mine if s.enter_seq > cursor.floor]
    found: list[Member] = []
    for scope in mine:
        found += _changed(connection, actor.tenant_id, scope, cursor.floor, position)
    found.sort(key=lambda member: member.place)
    page, more = found[:PAGE_ROWS_MAX], len(found) > PAGE_ROWS_MAX
    book = pages.Book(connection, catalogue, actor.tenant_id, mine, cursor.floor)
    kinds = book.kind_pages([member for member in page if member.leave_seq is None])
    announced = book.scope_pages([member for member in page if member.leave_seq], news)
    if more:
        last = page[-1].place
        after = Cursor(cursor.epoch, cursor.floor, WALK, *last)
        return Pulled(after, True, False, gone, announced, kinds)
    done = Cursor(cursor.epoch, head)
    return Pulled(done, False, False, gone, announced, kinds, *_sum_of(mine))


def _sum_of(scopes: list[ScopeOf]) -> tuple[str, int]:
    """Digest and number of all rows in them."""
    total = sum(digest.from_signed(scope.digest) for scope in scopes) % digest.MODULUS
    return digest.to_hex(total), sum(scope.count for scope in scopes)


def _gone(scopes: list[ScopeOf], floor: int, position: tuple[int, int, int]) -> list[int]:
    """Scopes lost since the floor.

    One that was lost and came back is named only until the walk reaches its new rows: naming
    it later would take away what the walk has already brought.
    """
    lost = {s.scope for s in scopes if s.leave_seq is not None and s.leave_seq > floor}
    back = {s.scope: s.enter_seq for s in scopes if s.leave_seq is None}
    return sorted(
        scope for scope in lost if scope not in back or (back[scope], scope, 0) > position
    )


def _changed(
    connection: Connection,
    tenant_id: str,
    scope: ScopeOf,
    floor: int,
    position: tuple[int, int, int],
) -> list[Member]:
    """Members of one scope that moved after `position`, at most a page and one more."""
    m = MEMBER.c
    seq, at_scope, at_handle = position
    columns = (m.scope, m.handle, m.kind, m.row_id, m.enter_seq, m.leave_seq, m.last_seq)
    mine = and_(m.tenant_id == tenant_id, m.scope == scope.scope)
    if scope.scope > at_scope:
        later = m.last_seq >= seq
    elif scope.scope == at_scope:
        later = or_(m.last_seq > seq, and_(m.last_seq == seq, m.handle > at_handle))
    else:
        later = m.last_seq > seq
    query = select(*columns).where(mine, later)
    query = query.order_by(m.last_seq, m.handle).limit(PAGE_ROWS_MAX + 1)
    if scope.enter_seq <= floor:
        return [Member(*line) for line in connection.execute(query)]
    # Leaves since the scope entered go along: an earlier page of this walk may have brought them.
    since = scope.enter_seq
    found = [Member(*line) for line in connection.execute(query.where(m.last_seq > since))]
    if (since, scope.scope) < (seq, at_scope):
        return _as_entered(found)
    after_handle = at_handle if (since, scope.scope) == (seq, at_scope) else 0
    older = (
        select(*columns)
        .where(mine, m.leave_seq.is_(None), m.last_seq <= since, m.handle > after_handle)
        .order_by(m.handle)
        .limit(PAGE_ROWS_MAX + 1)
    )
    whole = [Member(*line) for line in connection.execute(older)]
    return _as_entered(
        [msgspec.structs.replace(member, last_seq=since) for member in whole] + found
    )


def _as_entered(members: list[Member]) -> list[Member]:
    """Rows of a scope that is new to the user are new to him, whenever they entered it."""
    return [msgspec.structs.replace(m, enter_seq=m.last_seq) for m in members]
