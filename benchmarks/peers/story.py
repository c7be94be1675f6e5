"""The workload as plain rows and changes of rows, in the words of no library.

Our own engine plays the phases first. What its replica holds before and after each of them, row by
row, is what the peers are then given; so all of them hold the same rows after the same phase.
A row is flat, has `table` and `id`, and lacks the fields that have no value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Rows = dict[str, Row]  # by id
Change = dict[str, Any]  # {"put": row} | {"table", "id", "set": {field: value}} | {"table", "id"}

BARE_TABLES = ("customer", "asset", "work_order", "checklist_answer")
PHASES = ("a", "b", "c", "d", "d2", "e")
TYPES = {bool: "boolean", int: "number", float: "number", str: "string"}


class Untrue(RuntimeError):
    """The changes of a phase do not lead from the rows before it to those after it."""


@dataclass(frozen=True)
class Clash:
    """Phase x: both sides write before they meet. Five rows in other fields, five in one."""

    apart: list[str]
    same: list[str]
    table: str = "customer"

    def of_server(self) -> list[Change]:
        apart = [self._set(id, "phone", number) for number, id in enumerate(self.apart)]
        return apart + [self._set(id, "remark", self.word("server", id)) for id in self.same]

    def of_client(self) -> list[list[Change]]:
        ids = [*self.apart, *self.same]
        return [[self._set(id, "remark", self.word("client", id))] for id in ids]

    def phone(self, number: int) -> str:
        return f"1390000000{number}"

    def word(self, side: str, id: str) -> str:
        return f"{side} wrote {id[-8:]}"

    def _set(self, id: str, name: str, value: str | int) -> Change:
        told = self.phone(value) if isinstance(value, int) else value
        return {"table": self.table, "id": id, "set": {name: told}}


@dataclass(frozen=True)
class Story:
    """`c` and `e` happen on the server, each of the `d` is one edit of one person offline."""

    seed: Rows
    c: list[Change]
    d: list[list[Change]]
    e: list[Change]
    clash: Clash
    fields: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        """`fields`: table → field → its JSON type, of every row that is ever told."""
        found: dict[str, dict[str, str]] = {}
        rows = [*self.seed.values(), *self.after("d").values(), *self.after("e").values()]
        for row in rows:
            types = found.setdefault(row["table"], {})
            pairs = row.items()
            types |= {k: TYPES[type(v)] for k, v in pairs if k not in ("table", "id")}
        object.__setattr__(self, "fields", found)

    def after(self, phase: str) -> Rows:
        """The rows that everybody must hold when this phase is over."""
        told = {"c": self.c, "d": [each for edit in self.d for each in edit], "e": self.e}
        rows = self.seed
        for each in PHASES[: PHASES.index(phase) + 1]:
            rows = played(rows, told.get(each, []))
        return rows

    def bare(self) -> "Story":
        """The 2,000 rows alone: no history, and an edit only overwrites one field."""

        def is_bare(change: Change) -> bool:
            return change.get("put", change)["table"] in BARE_TABLES

        seed = {id: row for id, row in self.seed.items() if row["table"] in BARE_TABLES}
        d = [[_overwriting(edit)] for edit in self.d]
        c, e = ([each for each in told if is_bare(each)] for told in (self.c, self.e))
        return Story(seed, c, d, e, self.clash)


def _overwriting(edit: list[Change]) -> Change:
    """The state that an edit moves, or its words as the order's remark."""
    for change in edit:
        if "set" in change:
            return {**change, "set": {"state": change["set"]["state"]}}
    (fact,) = (change["put"] for change in edit)
    return {"table": "work_order", "id": fact["work_order_id"], "set": {"remark": fact["text"]}}


def rows_of(dump: dict[str, Iterable[Row]]) -> Rows:
    """Rows by id, from a dump of tables."""
    return {
        row["id"]: {"table": table, **{k: v for k, v in row.items() if v is not None}}
        for table, rows in dump.items()
        for row in rows
    }


def between(before: Rows, after: Rows) -> list[Change]:
    """The changes that lead from the one to the other, leaves first."""
    told: list[Change] = [
        {"table": row["table"], "id": id} for id, row in before.items() if id not in after
    ]
    for id, row in after.items():
        old = before.get(id)
        if old is None:
            told.append({"put": row})
        elif old != row:
            names = sorted({*old, *row})
            moved = {name: row.get(name) for name in names if old.get(name) != row.get(name)}
            told.append({"table": row["table"], "id": id, "set": moved})
    return told


def played(rows: Rows, changes: Iterable[Change]) -> Rows:
    """The rows after the changes."""
    after = dict(rows)
    for change in changes:
        if "put" in change:
            after[change["put"]["id"]] = change["put"]
        elif "set" in change:
            row = {**after[change["id"]], **change["set"]}
            after[change["id"]] = {name: value for name, value in row.items() if value is not None}
        else:
            del after[change["id"]]
    return after


def settled(edits: list[list[Change]], final: Rows) -> list[list[Change]]:
    """The edits with each new row as the server left it: it fills in what only it knows."""
    return [
        [{"put": final[each["put"]["id"]]} if "put" in each else each for each in edit]
        for edit in edits
    ]
