"""Pull: one page of what a replica has not seen, read in one snapshot (design §4, step 5).

Head first, then the user's scopes, then their changes. A page's rows are ordered by
(seq, scope, handle), where a row of a scope that is new to the user counts as changed when the
scope entered. While a walk lasts several pages the cursor keeps `floor`, the last head reached:
fields and enters are judged against the floor, so a row changed twice loses neither change.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, select, tuple_

from server.db.statement import Statement, param
from server.gateway import first_sync, pages
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.pages import MEMBER_COLUMNS, Member
from server.gateway.sight import ScopeOf, Sight, sight
from server.gateway.tables import MEMBER
from sync import digest
from sync.limits import PAGE_ROWS_MAX
from sync.protocol import Cursor, ScopePage, SyncResponse

STEADY, WALK, FIRST = 0, 1, 2
BRIEF_MUTATIONS_MAX = 256
_LAST = 2**62  # behind every scope and handle: all of the floor's seq is read


def _members() -> Any:
    """A page's worth of one scope."""
    m = MEMBER.c
    here = and_(m.tenant_id == param("tenant"), m.scope == param("scope"))
    return select(*MEMBER_COLUMNS).where(here).limit(PAGE_ROWS_MAX + 1)


_M = MEMBER.c
_LATER = Statement(
    _members()
    # Compared as a pair: the index leads to its place past whatever a bulk import left at one seq.
    .where(tuple_(_M.last_seq, _M.handle) > tuple_(param("seq"), param("handle")))
    .order_by(_M.last_seq, _M.handle),
    *("tenant", "scope", "seq", "handle"),
)
_OLDER = Statement(
    _members()
    .where(_M.leave_seq.is_(None), _M.last_seq <= param("since"))
    .where(_M.handle > param("handle"))
    .order_by(_M.handle),
    *("tenant", "scope", "since", "handle"),
)


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
        return answer


def run_pull(
    connection: Connection, catalogue: Catalogue, actor: Actor, now: Sight, cursor: Cursor
) -> Pulled:
    """One page after `cursor`. `now` was seen in the same consistent snapshot."""
    fresh = cursor.epoch != now.epoch or cursor.floor > now.head
    if fresh:
        cursor = Cursor(now.epoch, 0, FIRST, now.head, 0, 0)
    if cursor.mode == FIRST:
        return _first_page(connection, catalogue, actor, cursor, now.scopes, now.head, fresh)
    return _next_page(connection, catalogue, actor, cursor, now.scopes, now.head)


def scopes_of(connection: Connection, actor: Actor) -> list[ScopeOf]:
    """Every scope this user has or ever had, with when."""
    return sight(connection, actor).scopes


def nothing_new(now: Sight, cursor: Cursor) -> Pulled | None:
    """The answer to a replica that has everything already; None when it has not."""
    if cursor.epoch != now.epoch or cursor.mode != STEADY or cursor.floor > now.head:
        return None
    mine: list[ScopeOf] = []
    floor = cursor.floor
    for scope in now.scopes:
        if scope.leave_seq is None:
            mine.append(scope)
        elif scope.leave_seq > floor:
            return None
        if scope.newest > floor or scope.enter_seq > floor:
            return None
    return Pulled(Cursor(now.epoch, now.head), False, False, [], [], [], *_sum_of(mine))


def is_brief(now: Sight, cursor: Cursor) -> bool:
    """So little has happened since the cursor that its page is ready in a moment."""
    if cursor.epoch != now.epoch or cursor.mode != STEADY:
        return False
    if not 0 <= now.head - cursor.floor <= BRIEF_MUTATIONS_MAX:
        return False
    return all(s.enter_seq <= cursor.floor for s in now.scopes if s.leave_seq is None)


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
    most = first_sync.room(len(urgent), PAGE_ROWS_MAX)
    rest, end = first_sync.rest(connection, actor, mine, cursor, most)
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
    found.sort(key=pages.place_of)
    page, more = found[:PAGE_ROWS_MAX], len(found) > PAGE_ROWS_MAX
    book = pages.Book(connection, catalogue, actor.tenant_id, mine, cursor.floor)
    kinds = book.kind_pages([member for member in page if member.leave_seq is None])
    announced = book.scope_pages([member for member in page if member.leave_seq], news)
    if more:
        last = pages.place_of(page[-1])
        after = Cursor(cursor.epoch, cursor.floor, WALK, *last)
        return Pulled(after, True, False, gone, announced, kinds)
    done = Cursor(cursor.epoch, head)
    return Pulled(done, False, False, gone, announced, kinds, *_sum_of(mine))


def _sum_of(scopes: list[ScopeOf]) -> tuple[str, int]:
    """Digest and number of all rows in them."""
    total = digest.from_signed(sum([scope.digest for scope in scopes]))
    return digest.to_hex(total), sum([scope.count for scope in scopes])


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
    seq, at_scope, at_handle = position
    if scope.scope != at_scope:
        # Scopes are walked in their order within a seq: later ones still have this seq to come.
        at_handle = _LAST if scope.scope < at_scope else -1
    here = (tenant_id, scope.scope)
    if scope.enter_seq <= floor:
        if (scope.newest, scope.scope) < (seq, at_scope):
            return []
        return [Member(*line) for line in _LATER.all(connection, *here, seq, at_handle)]
    # Leaves since the scope entered go along: an earlier page of this walk may have brought them.
    since = scope.enter_seq
    lines = _LATER.all(connection, *here, *max((since, _LAST), (seq, at_handle)))
    found = [Member(*line) for line in lines]
    if (since, scope.scope) < (seq, at_scope):
        return _as_entered(found)
    after_handle = position[2] if (since, scope.scope) == (seq, at_scope) else 0
    whole = [Member(*line) for line in _OLDER.all(connection, *here, since, after_handle)]
    return _as_entered(
        [msgspec.structs.replace(member, last_seq=since) for member in whole] + found
    )


def _as_entered(members: list[Member]) -> list[Member]:
    """Rows of a scope that is new to the user are new to him, whenever they entered it."""
    return [msgspec.structs.replace(m, enter_seq=m.last_seq) for m in members]
