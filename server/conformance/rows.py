"""The rows of a checking client: answers applied as the protocol says, and their digest."""

from collections.abc import Iterable
from typing import Any

import msgspec

from server import contract
from sync import columns, digest, id_table
from sync.fields import SEES_ORDER
from sync.protocol import Cursor, KindPage, SyncResponse

Place = tuple[int, int]  # (scope, handle)


class Row(msgspec.Struct):
    kind: int
    row_id: str
    values: list[Any]


class Rows:
    """What one replica holds, and how far it has read."""

    def __init__(self, replica: str) -> None:
        self.replica = replica
        self.cursor = Cursor()
        self.held: dict[Place, Row] = {}
        self.levels: dict[int, int] = {}

    def apply(self, answer: SyncResponse) -> int:
        """Take one answer in; how many rows entered. Raises ValueError, LookupError."""
        if answer.fresh:
            self.held.clear()
            self.levels.clear()
        for scope in answer.gone:
            self.held = {place: row for place, row in self.held.items() if place[0] != scope}
        for page in answer.scopes:
            self.levels[page.scope] = page.level
        ids = id_table.read(answer.ids, answer.origins, self.replica)
        entered = {place for page in answer.kinds for place in self._enter(page, ids)}
        for page in answer.kinds:
            self._change(page, ids)
        for page in answer.scopes:
            for handle in columns.sums(page.leaves):
                self.held.pop((page.scope, handle), None)
        wrong = set(answer.repaired)
        for place in [place for place in self.held if digest.part_of(place[1]) in wrong]:
            if place not in entered:
                del self.held[place]
        self.cursor = answer.cursor
        return len(entered)

    def total(self) -> tuple[str, int]:
        """Digest and number of all rows."""
        total = sum(each for _, each in self._digests()) % digest.MODULUS
        return digest.to_hex(total), len(self.held)

    def parts(self) -> list[int]:
        return digest.part_sums((place[1], each) for place, each in self._digests())

    def _digests(self) -> Iterable[tuple[Place, int]]:
        for (scope, handle), row in self.held.items():
            value = digest.row_digest(scope, handle, row.kind, row.row_id, row.values)
            yield (scope, handle), value

    def _visible(self, kind: int, scope: int) -> tuple[str, ...]:
        return contract.KINDS[kind].visible_to(SEES_ORDER[self.levels[scope]])

    def _enter(self, page: KindPage, ids: list[str]) -> list[Place]:
        places = [(page.scope, handle) for handle in columns.sums(page.enter_handles)]
        names = self._visible(page.kind, page.scope) if places else ()
        if page.copied:
            scope, *steps = page.copied
            wide = self._visible(page.kind, scope)
            for place, there in zip(places, columns.sums(steps), strict=True):
                row = self.held[scope, there]
                values = [row.values[wide.index(name)] for name in names]
                self.held[place] = Row(page.kind, row.row_id, values)
        elif places:
            found = columns.unpack(page.enter_ids, len(places), ids)
            cells = [columns.unpack(each, len(places), ids) for each in page.enter_columns]
            if len(cells) != len(names):
                raise ValueError(f"kind {page.kind} has {len(cells)} columns, not {len(names)}")
            for place, row_id, *values in zip(places, found, *cells, strict=True):
                self.held[place] = Row(page.kind, row_id, values)
        return places

    def _change(self, page: KindPage, ids: list[str]) -> None:
        for field, steps, column in page.changes:
            handles = columns.sums(steps)
            values = columns.unpack(column, len(handles), ids)
            for handle, value in zip(handles, values, strict=True):
                self.held[page.scope, handle].values[field] = value
