"""What one unit of work has read and is about to write: twenty entries about one order read it
once, and its line in each scope is written once.

True only while the tenant's line is locked, and forgotten with the unit. Whatever is put here is
taken back with the savepoint in which it was put: a mutation that is undone leaves nothing. Waiting
lines are written (`write`, set by whoever lets them wait) before anybody reads those tables by
other ways than this memory, and before COMMIT.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from sync.fields import Row

_NOTHING: Any = object()


class Memory:
    """Values by table and key. Values are never changed in place."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[Row], str], Row] = {}
        self.scope_numbers: dict[str, int] = {}
        self.scopes: dict[int, Any] = {}
        self.members: dict[str, tuple[Any, ...]] = {}
        self.reasons: dict[str, dict[int, frozenset[str]]] = {}
        self.versions: dict[tuple[str, str], Any] = {}
        self.watchers: dict[int, frozenset[str]] = {}
        self.held: dict[tuple[str, str], bool] = {}
        self.waiting: dict[Any, Any] = {}  # by what a later line of the same place replaces
        self.write: Callable[[Connection], None] = lambda _: None
        self._before: list[tuple[dict[Any, Any], Any, Any]] = []

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self._before.append((table, key, table.get(key, _NOTHING)))
        table[key] = value

    def take_waiting(self) -> dict[Any, Any]:
        """All that waits; it waits no more, unless its savepoint is undone."""
        taken = dict(self.waiting)
        for key in taken:
            self._before.append((self.waiting, key, self.waiting.pop(key)))
        return taken

    def mark(self) -> int:
        return len(self._before)

    def back(self, mark: int) -> None:
        """As it was at the mark."""
        while len(self._before) > mark:
            table, key, value = self._before.pop()
            if value is _NOTHING:
                table.pop(key, None)
            else:
                table[key] = value
