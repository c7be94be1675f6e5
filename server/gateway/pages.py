"""Rows into columns: what a page carries of each kind in each scope."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from server.db.rows import layout
from server.db.statement import Line, ListStatement, param
from server.gateway.catalogue import Catalogue
from server.gateway.sight import ScopeOf
from server.gateway.tables import MEMBER, ROW_VERSION
from server.gateway.versions import moved_since
from sync.fields import SEES_ORDER, Sees
from sync.kinds import Kind
from sync.protocol import KindPage, ScopePage

IDS_PER_QUERY = 512

_V, _M = ROW_VERSION.c, MEMBER.c
MEMBER_COLUMNS = (
    *(_M.scope, _M.handle, _M.kind, _M.row_id, _M.enter_seq, _M.leave_seq, _M.last_seq),
)
_VERSIONS = ListStatement(
    lambda each: select(_V.row_id, _V.versions).where(
        _V.tenant_id == param("tenant"), _V.kind == param("kind"), _V.row_id.in_(each)
    ),
    "tenant",
    "kind",
)


class Member(msgspec.Struct, frozen=True):
    """A line of `member`."""

    scope: int
    handle: int
    kind: str
    row_id: str
    enter_seq: int
    leave_seq: int | None
    last_seq: int


place_of = attrgetter("last_seq", "scope", "handle")  # of a member, as pages are ordered
_HANDLE = attrgetter("handle")


def level_index(scope: ScopeOf) -> int:
    return SEES_ORDER.index(Sees(scope.level))


def differences(handles: Sequence[int]) -> list[int]:
    """Delta coding: the first as it is, then what is added to the one before."""
    return [after - before for before, after in zip([0, *handles], handles, strict=False)]


class Book:
    """Loads the rows of a page and lays them out. `floor` decides what is new to the reader."""

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        tenant_id: str,
        scopes: list[ScopeOf],
        floor: int,
    ) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self.tenant_id = tenant_id
        self.levels = {scope.scope: Sees(scope.level) for scope in scopes}
        self.floor = floor

    def scope_pages(self, leaving: list[Member], news: list[ScopeOf]) -> list[ScopePage]:
        """Scopes that entered, and for each scope the handles that left."""
        levels = {scope: SEES_ORDER.index(level) for scope, level in self.levels.items()}
        handles: dict[int, list[int]] = {scope.scope: [] for scope in news}
        for member in leaving:
            handles.setdefault(member.scope, []).append(member.handle)
        return [
            ScopePage(scope, levels[scope], differences(sorted(left)))
            for scope, left in sorted(handles.items())
        ]

    def kind_pages(self, members: list[Member]) -> list[KindPage]:
        """Enters and changes, grouped by kind and scope."""
        groups: dict[tuple[str, int], list[Member]] = defaultdict(list)
        for member in members:
            groups[member.kind, member.scope].append(member)
        pages: list[KindPage] = []
        scopes, present = sorted(self.levels), {kind for kind, _ in groups}
        for kind in self.catalogue.kinds:
            if kind.name not in present:
                continue
            mine = [
                (scope, sorted(group, key=_HANDLE))
                for scope in scopes
                if (group := groups.get((kind.name, scope)))
            ]
            members_of = [member for _, group in mine for member in group]
            rows = self._load(kind, members_of)
            moved = self._moved(kind, [m for m in members_of if m.enter_seq <= self.floor])
            pages += [self._page(kind, scope, group, rows, moved) for scope, group in mine]
        return pages

    def _page(
        self,
        kind: Kind,
        scope: int,
        group: list[Member],
        rows: dict[str, Line],
        moved: dict[str, list[Member]],
    ) -> KindPage:
        """`moved`: for each field the members of any scope in which it is new."""
        how = layout(kind.row_type)
        seen = self.catalogue.visible[kind.name, self.levels[scope]]
        enters = [m for m in group if m.enter_seq > self.floor and m.row_id in rows]
        columns = list(zip(*[rows[member.row_id] for member in enters], strict=True))
        changes: list[tuple[int, list[int], list[Any]]] = []
        for index, name in enumerate(seen):
            mine = [m for m in moved.get(name, ()) if m.scope == scope and m.row_id in rows]
            if mine:
                place = how.places[name]
                values = how.told(name, [rows[m.row_id][place] for m in mine])
                changes.append((index, differences([m.handle for m in mine]), values))
        return KindPage(
            self.catalogue.kind_index[kind.name],
            scope,
            differences([member.handle for member in enters]),
            [member.row_id for member in enters],
            [how.told(name, columns[how.places[name]]) for name in seen] if columns else [],
            changes,
        )

    def _load(self, kind: Kind, members: list[Member]) -> dict[str, Line]:
        """The rows as they are stored, which but for truth is as they travel."""
        how = layout(kind.row_type)
        rows: dict[str, Line] = {}
        for ids in _portions({member.row_id for member in members}):
            lines = how.by_ids.all(self.connection, self.tenant_id, each=ids)
            rows |= {line[0]: line for line in lines}
        return rows

    def _moved(self, kind: Kind, members: list[Member]) -> dict[str, list[Member]]:
        """By field: the members in which it changed after the floor, in their order."""
        fresh: dict[str, list[str]] = {}
        for ids in _portions({member.row_id for member in members}):
            lines = _VERSIONS.all(self.connection, self.tenant_id, kind.name, each=ids)
            fresh |= {row_id: moved_since(text, self.floor) for row_id, text in lines}
        moved: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            for name in fresh.get(member.row_id, ()):
                moved[name].append(member)
        return moved


def _portions(ids: set[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), IDS_PER_QUERY):
        yield ordered[start : start + IDS_PER_QUERY]
