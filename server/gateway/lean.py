"""An answer made short: what the replica can tell from what it has is not said again.

Accepted entries go as runs; a row that is already here in another scope is copied from there;
ids born in known mutations are computed; columns are coded, and what a row took from an entry
of this very request is named by its argument.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, func, select

from server.db.statement import ListStatement, param
from server.gateway.call import Actor
from server.gateway.sight import Sight
from server.gateway.tables import EVENT, MEMBER
from sync import columns, id_table
from sync.entries import Entry
from sync.fields import SEES_ORDER, Sees
from sync.id_table import Birth
from sync.ids import born_id
from sync.outcomes import Outcome
from sync.protocol import KindPage, Result, SyncResponse

ORDINALS = 6  # rows born in one mutation that an id is looked for among
LOOKED_UP_FROM_IDS = 128  # for a few ids the look-up costs more than they do
IDS_PER_QUERY = 512
CURSOR_TO_MORE = 6  # fields of an answer that have no default

_M, _E = MEMBER.c, EVENT.c
_FIRST = ListStatement(
    lambda each: (
        select(_M.row_id, func.min(_M.enter_seq))
        .where(_M.tenant_id == param("tenant"), _M.row_id.in_(each))
        .group_by(_M.row_id)
    ),
    "tenant",
)
_KEYS = ListStatement(
    lambda each: select(_E.seq, _E.writer, _E.key).where(
        _E.tenant_id == param("tenant"), _E.seq.in_(each)
    ),
    "tenant",
)
_UNMOVED = ListStatement(
    lambda each: (
        select(_M.row_id, _M.kind, _M.scope, _M.handle)
        .where(_M.tenant_id == param("tenant"), _M.row_id.in_(each), _M.leave_seq.is_(None))
        .where(_M.enter_seq <= param("floor"), _M.last_seq <= param("floor"))
    ),
    "tenant",
    "floor",
)


class Asked(msgspec.Struct, frozen=True):
    """What the answer may lean on."""

    replica: str
    entries: tuple[Entry, ...] = ()
    floor: int = -1  # everything up to it is on the other side; -1: nothing is


def shorten(
    connection: Connection, now: Sight, actor: Actor, asked: Asked, answer: SyncResponse
) -> None:
    """Code results and pages of an answer for the wire, in place. `now`: what the user sees."""
    answer.results, answer.accepted = _runs(answer.results)
    if not answer.kinds:
        return
    own = _own_births(asked)
    pages = answer.kinds
    if asked.floor > 0:
        pages = _copied(connection, actor.tenant_id, now, asked.floor, pages)
    pages = [part for page in pages for part in _parted(page, own)]
    births = {row_id: birth for row_id, (birth, _) in own.items()}
    said = [_taken_out(page, own) for page in pages]
    table = id_table.table_of(pages, births, asked.replica)
    if len(table.places) >= LOOKED_UP_FROM_IDS:
        strangers = [row_id for row_id in table.places if row_id not in births]
        births |= _births(connection, actor.tenant_id, strangers)
        table = id_table.table_of(pages, births, asked.replica)
    for page, columns_said in zip(pages, said, strict=True):
        _code(page, table.places, columns_said)
    answer.kinds, answer.ids, answer.origins = pages, table.ids, table.origins


def encoded(answer: SyncResponse) -> bytes:
    """The answer as JSON, without what the other side fills in by itself."""
    line = list(msgspec.structs.astuple(answer))
    line[4] = _trimmed(list(msgspec.structs.astuple(answer.cursor)), 2)
    return msgspec.json.encode(_trimmed(line, CURSOR_TO_MORE))


def _trimmed(line: list[Any], least: int) -> list[Any]:
    """Without the defaults at the end: null, false, 0, "" and []."""
    end = len(line)
    while end > least and not line[end - 1]:
        end -= 1
    return line[:end]


def _runs(results: Sequence[Result]) -> tuple[list[Result], list[tuple[int, int, int]]]:
    """Accepted entries without flags, neighbours in n and seq, as (n, how many, seq)."""
    rest: list[Result] = []
    runs: list[tuple[int, int, int]] = []
    for result in results:
        if result.outcome != Outcome.ACCEPTED or result.flags or result.detail:
            rest.append(result)
            continue
        n, many, seq = runs[-1] if runs else (0, 0, 0)
        if runs and (n + many, seq + many) == (result.n, result.seq):
            runs[-1] = (n, many + 1, seq)
        else:
            runs.append((result.n, 1, result.seq))
    return rest, runs


def _own_births(asked: Asked) -> dict[str, tuple[Birth, dict[str, Any]]]:
    """Ids that can have been born in the request's entries, and what their entries say."""
    found: dict[str, tuple[Birth, dict[str, Any]]] = {}
    for entry in asked.entries:
        args = cast(dict[str, Any], entry.opened[0]) if entry.opened else {}
        said: dict[str, Any] = {**args, "@name": entry.name, "@ms": entry.device_ms}
        for ordinal in range(ORDINALS):
            birth = Birth(asked.replica, str(entry.n), ordinal)
            found[born_id(birth.writer, birth.key, ordinal)] = (birth, said)
    return found


def _parted(page: KindPage, own: dict[str, Any]) -> list[KindPage]:
    """Rows of the request's own entries apart from all others."""
    mine = [at for at, row_id in enumerate(page.enter_ids) if row_id in own]
    if not mine or len(mine) == len(page.enter_ids):
        return [page]
    others = [at for at in range(len(page.enter_ids)) if at not in set(mine)]
    rest = _picked(page, others)
    rest.changes = page.changes
    return [_picked(page, mine), rest]


def _picked(page: KindPage, places: Sequence[int]) -> KindPage:
    """A page with only these of its entering rows, and no changes."""
    handles = columns.sums(page.enter_handles)
    return KindPage(
        page.kind,
        page.scope,
        _steps(handles[at] for at in places),
        [page.enter_ids[at] for at in places],
        [[column[at] for at in places] for column in page.enter_columns] if places else [],
        [],
    )


def _steps(handles: Iterable[int]) -> list[int]:
    before = 0
    found: list[int] = []
    for handle in handles:
        found.append(handle - before)
        before = handle
    return found


def _taken_out(page: KindPage, own: dict[str, Any]) -> dict[int, columns.Column]:
    """The columns that the request's own entries say already, by place; they are left empty."""
    said = [own[row_id][1] for row_id in page.enter_ids if row_id in own]
    if not said or len(said) != len(page.enter_ids):
        return {}
    found: dict[int, columns.Column] = {}
    for at, cells in enumerate(page.enter_columns):
        taken = None if columns.is_same(cells) else columns.from_arguments(cells, said)
        if taken is not None:
            found[at] = taken
            page.enter_columns[at] = []
    return found


def _code(page: KindPage, places: dict[str, int], said: dict[int, columns.Column]) -> None:
    page.enter_columns = [
        said.get(at) or id_table.coded(cells, places) for at, cells in enumerate(page.enter_columns)
    ]
    if page.enter_ids:
        page.enter_ids = id_table.coded(page.enter_ids, places)
    page.changes = [
        (field, handles, id_table.coded(cells, places)) for field, handles, cells in page.changes
    ]


def _births(connection: Connection, tenant_id: str, ids: Sequence[str]) -> dict[str, Birth]:
    """Where these rows were born, as far as the mutation of their first entering tells."""
    found: dict[str, Birth] = {}
    for portion in _portions(ids):
        seqs: dict[str, int] = dict(_FIRST.all(connection, tenant_id, each=portion))
        lines = _KEYS.all(connection, tenant_id, each=sorted(set(seqs.values())))
        keys = {seq: (writer, key) for seq, writer, key in lines}
        for row_id, seq in seqs.items():
            writer, key = keys.get(seq, ("", ""))
            for ordinal in range(ORDINALS) if writer else ():
                if born_id(writer, key, ordinal) == row_id:
                    found[row_id] = Birth(writer, key, ordinal)
                    break
    return found


def _copied(
    connection: Connection, tenant_id: str, now: Sight, floor: int, pages: Sequence[KindPage]
) -> list[KindPage]:
    """Pages whose rows are already here in another scope, unchanged, name them there."""
    ids = [row_id for page in pages for row_id in page.enter_ids]
    if not ids:
        return list(pages)
    mine = [scope for scope in now.scopes if scope.leave_seq is None]
    levels = {each.scope: SEES_ORDER.index(Sees(each.level)) for each in mine}
    known = {each.scope for each in mine if each.enter_seq <= floor}
    here = _members(connection, tenant_id, ids, known, floor)
    if not here:
        return list(pages)
    found: list[KindPage] = []
    for page in pages:
        level = levels[page.scope]
        sources: dict[int, list[tuple[int, int]]] = defaultdict(list)
        rest: list[int] = []
        for at, row_id in enumerate(page.enter_ids):
            wide = [(s, handle) for s, handle in here.get(row_id, ()) if levels[s] >= level]
            if wide:
                scope, handle = wide[0]
                sources[scope].append((at, handle))
            else:
                rest.append(at)
        if not sources:
            found.append(page)
            continue
        handles = columns.sums(page.enter_handles)
        for scope, lines in sorted(sources.items()):
            there = [scope, *_steps(handle for _, handle in lines)]
            entering = _steps(handles[at] for at, _ in lines)
            found.append(KindPage(page.kind, page.scope, entering, [], [], [], there))
        left = _picked(page, rest)
        left.changes = page.changes
        if rest or page.changes:
            found.append(left)
    return found


def _members(
    connection: Connection, tenant_id: str, ids: Sequence[str], scopes: set[int], floor: int
) -> dict[str, list[tuple[int, int]]]:
    """(scope, handle) of what was in these scopes at the floor and has not moved since.

    A technician and his position share an id: what is two kinds in these scopes is left out.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for portion in _portions(ids):
        lines = _UNMOVED.all(connection, tenant_id, floor, each=portion)
        for row_id, kind, scope, handle in sorted(lines, key=itemgetter(2)):
            if scope in scopes:
                found[row_id].append((scope, handle))
                kinds[row_id].add(kind)
    return {row_id: places for row_id, places in found.items() if len(kinds[row_id]) == 1}


def _portions(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(ids), IDS_PER_QUERY):
        yield ids[start : start + IDS_PER_QUERY]
