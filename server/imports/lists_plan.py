"""What an import does with one row: the steps as mutations, and what to call the outcome.

Planners hold the rows that exist and those that earlier rows of the file bring, in memory. A dry
run plans and does nothing, a real one carries the same steps out: so both say the same.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from hashlib import blake2s
from typing import Any, Protocol, TypeVar

import msgspec

from server.gateway.tx import Tx
from server.imports.lists_cells import BadCell, Cells
from server.shapes import Args
from sync.canonical import canonical
from sync.fields import Row
from sync.ids import born_id
from sync.outcomes import Rejected

R = TypeVar("R", bound=Row)
WRITER = "import"
DEFAULT_ZONE = "Asia/Shanghai"
PATH = re.compile(r"at `\$\.(\w+)")


class RowOutcome(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class RowResult(msgspec.Struct, frozen=True):
    """What became of one line of the file, or what would."""

    line: int
    outcome: RowOutcome
    name: str
    reason: str = ""
    detail: dict[str, Any] = {}


class Step(msgspec.Struct, frozen=True):
    """One mutation of a plan. A password is hashed when the step is carried out, never before."""

    name: str
    args: dict[str, Any]
    key: str
    password: str = ""


class Plan(msgspec.Struct):
    """The steps of one line, in order. A line that shares its step with others has none."""

    line: int
    name: str
    outcome: RowOutcome
    steps: list[Step]


class Writer:
    """Makes steps and knows the ids of the rows that they will give birth to."""

    def __init__(self, user_id: str, request_key: str) -> None:
        self._writer = f"{WRITER}:{user_id}"
        self._request_key = request_key
        self.line = 0

    def step(self, args: Args, *, password: str = "") -> Step:
        """The same line with the same arguments has the same key: a repeat does nothing."""
        plain = msgspec.to_builtins(args)
        said = canonical({"name": args.mutation, "args": plain})
        digest = blake2s(said, digest_size=8).hexdigest()
        key = f"{self._request_key}:{self.line}:{digest}"
        return Step(args.mutation, plain, key, password)

    def born(self, step: Step, ordinal: int = 0) -> str:
        return born_id(self._writer, step.key, ordinal)


class Shared(msgspec.Struct, frozen=True):
    """One mutation for several lines: they all stand or fall with it."""

    step: Step
    lines: list[Plan]


class Planner(Protocol):
    """One noun. `shares`: its lines are settled together, after the last one."""

    shares: bool

    def plan(self, cells: Cells) -> Plan:
        """Raises BadCell where the row cannot be understood or may not be."""
        ...


MakePlanner = Callable[[Tx, Writer], Planner]


def made(args_type: type[Args], **fields: Any) -> Any:
    """Arguments within their bounds. Raises BadCell(does_not_fit) with the field's name."""
    try:
        return msgspec.convert(fields, args_type)
    except msgspec.ValidationError as error:
        match = PATH.search(str(error))
        column = match.group(1) if match else ""
        value = str(fields.get(column, ""))[:80]
        raise BadCell("does_not_fit", column=column, value=value) from error


def may(verdict: Rejected | None) -> None:
    """A rule's refusal, as the row's. Raises BadCell."""
    if verdict is not None:
        raise BadCell(verdict.reason, **verdict.detail)


def born_row(row_type: type[R], **fields: Any) -> R:
    """A row as the mutation will store it; what planners never read is left empty."""
    values = {name: fields.get(name, "") for name in row_type.__struct_fields__}
    return row_type(**values)


def outcome_of(*, is_new: bool, steps: list[Step]) -> RowOutcome:
    if is_new:
        return RowOutcome.NEW
    return RowOutcome.UPDATED if steps else RowOutcome.UNCHANGED


def differs(row: Row, fields: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in fields.items())


class Names:
    """Rows by name, for cells that name one. Inactive ones are no choice."""

    def __init__(self, rows: Iterable[Any], *names: str) -> None:
        self._ids: dict[str, set[str]] = {}
        for row in rows:
            for name in names if row.is_active else ():
                self._ids.setdefault(_spoken(getattr(row, name)), set()).add(row.id)

    def id_of(self, cells: Cells, field: str, default: str | None = None) -> str | None:
        """The row that the cell names. Raises BadCell(unknown or ambiguous)."""
        text = cells.text(field)
        return self.find(text, cells, field) if text else default

    def find(self, text: str, cells: Cells, field: str) -> str:
        found = self._ids.get(_spoken(text), set())
        if len(found) == 1:
            return next(iter(found))
        reason = "ambiguous" if found else "unknown"
        raise BadCell(reason, column=field, value=text[:80])


def _spoken(name: str) -> str:
    return " ".join(name.split()).lower()


def once(lines: dict[Any, int], key: Any, cells: Cells) -> None:
    """A file says each thing once. Raises BadCell(twice)."""
    first = lines.setdefault(key, cells.line)
    if first != cells.line:
        raise BadCell("twice", line=first)


def active(row: Any, cells: Cells) -> None:
    """What somebody switched off is not switched on by an old list. Raises BadCell(inactive)."""
    if not row.is_active:
        raise BadCell("inactive", name=row.name)
