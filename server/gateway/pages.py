"""Rows into columns: what a page carries of each kind in each scope."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from server.db.types import TABLES
from server.gateway.catalogue import Catalogue
from server.gateway.membership import visible_values
from server.gateway.tables import ROW_VERSION
from server.gateway.tx import read_row
from sync.fields import SEES_ORDER, Row, Sees
from sync.kinds import Kind
from sync.protocol import KindPage, ScopePage

IDS_PER_QUERY = 400


class ScopeOf(msgspec.Struct, frozen=True):
    """A scope as one user has it."""

    scope: int
    enter_seq: int
    leave_seq: int | None
    level: str
    digest: int
    count: int


class Member(msgspec.Struct, frozen=True):
    """A line of `member`."""

    scope: int
    handle: int
    kind: str
    row_id: str
    enter_seq: int
    leave_seq: int | None
    last_seq: int

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.last_seq, self.scope, self.handle)


def level_index(scope: ScopeOf) -> int:
    return SEES_ORDER.index(Sees(scope.level))


def differences(handles: Iterable[int]) -> list[int]:
    """Delta coding: the first as it is, then what is added to the one before."""
    coded: list[int] = []
    before = 0
    for handle in handles:
        coded.append(handle - before)
        before = handle
    return coded


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
        rows = self._load(members)
        versions = self._versions([m for m in members if m.enter_seq <= self.floor])
        pages: list[KindPage] = []
        for kind in self.catalogue.kinds:
            for scope in sorted(self.levels):
                if group := groups.get((kind.name, scope)):
                    group.sort(key=lambda member: member.handle)
                    pages.append(self._page(kind, scope, group, rows, versions))
        return pages

    def _page(
        self,
        kind: Kind,
        scope: int,
        group: list[Member],
        rows: dict[str, Row],
        versions: dict[str, dict[str, int]],
    ) -> KindPage:
        level = self.levels[scope]
        enters = [m for m in group if m.enter_seq > self.floor and m.row_id in rows]
        lines = [visible_values(kind, rows[member.row_id], level) for member in enters]
        changes: list[tuple[int, list[int], list[Any]]] = []
        changed = [m for m in group if m.enter_seq <= self.floor and m.row_id in rows]
        for index, name in enumerate(kind.visible_to(level)):
            moved = [m for m in changed if versions[m.row_id].get(name, 0) > self.floor]
            if moved:
                values = [msgspec.to_builtins(getattr(rows[m.row_id], name)) for m in moved]
                changes.append((index, differences(m.handle for m in moved), values))
        return KindPage(
            self.catalogue.kind_index[kind.name],
            scope,
            differences(member.handle for member in enters),
            [member.row_id for member in enters],
            [list(column) for column in zip(*lines, strict=True)],
            changes,
        )

    def _load(self, members: list[Member]) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        by_kind: dict[str, set[str]] = defaultdict(set)
        for member in members:
            by_kind[member.kind].add(member.row_id)
        for kind in self.catalogue.kinds:
            table = TABLES[kind.row_type]
            columns = [column for column in table.c if column.name != "tenant_id"]
            for ids in _portions(by_kind.get(kind.name, set())):
                query = select(*columns).where(
                    table.c.tenant_id == self.tenant_id, table.c.id.in_(ids)
                )
                for line in self.connection.execute(query).mappings():
                    rows[line["id"]] = read_row(kind.row_type, line)
        return rows

    def _versions(self, members: list[Member]) -> dict[str, dict[str, int]]:
        v = ROW_VERSION.c
        found: dict[str, dict[str, int]] = {}
        for ids in _portions({member.row_id for member in members}):
            query = select(v.row_id, v.versions).where(
                v.tenant_id == self.tenant_id, v.row_id.in_(ids)
            )
            for row_id, text in self.connection.execute(query):
                found[row_id] = json.loads(text)
        return found


def _portions(ids: set[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), IDS_PER_QUERY):
        yield ordered[start : start + IDS_PER_QUERY]
