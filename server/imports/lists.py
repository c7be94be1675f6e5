"""A list from a file into the firm: read, plan, and unless it is a dry run, carry out.

Everything happens through mutations by whoever imports. What is there already is not done again,
so a repeated import answers `unchanged`.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import msgspec

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tx import Tx
from server.identity.credentials import hash_password
from server.identity.schema import Role
from server.imports.lists_assets import Assets
from server.imports.lists_cells import BadCell, Cells
from server.imports.lists_checklists import Checklists
from server.imports.lists_columns import COLUMNS, fields_of, missing_columns
from server.imports.lists_customers import Customers
from server.imports.lists_places import Projects
from server.imports.lists_plan import (
    WRITER,
    MakePlanner,
    Planner,
    RowOutcome,
    RowResult,
    Step,
    Writer,
)
from server.imports.lists_technicians import Technicians
from server.imports.lists_territories import Territories
from server.imports.lists_users import Users
from server.imports.reading import Table, TableRow, UnreadableTable, read_table
from server.problems import ProblemError
from sync.outcomes import Outcome

BYTES_MAX = 5 * 1024 * 1024
ROWS_MAX = 5_000
ROWS_AT_ONCE = 24  # share a commit: a file costs seconds, and nobody else waits long
Refusal = tuple[str, dict[str, Any]]
OFFICE = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
PLANNERS: dict[str, MakePlanner] = {
    "users": Users,
    "technicians": Technicians,
    "customers": Customers,
    "projects": Projects,
    "assets": Assets,
    "territories": Territories,
    "checklists": Checklists,
}
# The same people whom the mutations of each noun ask for.
IMPORTERS: dict[str, tuple[Role, ...]] = {
    "users": (Role.ADMINISTRATOR,),
    "technicians": (Role.ADMINISTRATOR,),
    "customers": OFFICE,
    "projects": OFFICE,
    "assets": OFFICE,
    "territories": (Role.ADMINISTRATOR,),
    "checklists": (Role.MANAGER, Role.ADMINISTRATOR),
}


class ListFile(msgspec.Struct, frozen=True):
    """A file that can be imported. `fields`: which heading stands for which field."""

    noun: str
    table: Table
    fields: dict[str, str]


def read_list(noun: str, name: str, content: bytes) -> ListFile:
    """The rows of a file. Raises ProblemError: too_large, or broken_envelope with its problem."""
    try:
        table = read_table(name, content)
    except UnreadableTable as error:
        detail = {"problem": error.code, **error.detail}
        raise ProblemError("broken_envelope", detail) from error
    if len(table.rows) > ROWS_MAX:
        raise ProblemError("too_large", {"problem": "too_many_lines", "rows_max": ROWS_MAX})
    fields = fields_of(noun, table.headers)
    if missing := missing_columns(noun, fields):
        columns = [f"{column.zh} / {column.en}" for column in missing]
        raise ProblemError("broken_envelope", {"problem": "columns_missing", "columns": columns})
    if not table.rows:
        raise ProblemError("broken_envelope", {"problem": "no_lines"})
    return ListFile(noun, table, fields)


async def import_list(
    gateway: Gateway, actor: Actor, file: ListFile, *, key: str, dry_run: bool
) -> AsyncIterator[RowResult]:
    """One result for each row, in order. A dry run says the same and changes nothing."""
    writer = Writer(actor.user_id, key)
    make = PLANNERS[file.noun]
    planner = await gateway.read(lambda c: make(Tx(c, actor.tenant_id), writer))
    runner = _Runner(gateway, actor, file, writer, is_dry=dry_run)
    held: list[RowResult] = []
    rows = file.table.rows
    for start in range(0, len(rows), ROWS_AT_ONCE):
        begun = [await runner.begin(planner, row) for row in rows[start : start + ROWS_AT_ONCE]]
        for line in begun:
            result = await runner.end(line)
            if planner.shares:
                held.append(result)
            else:
                yield result
    if planner.shares:
        refused = await runner.shared(cast(Checklists, planner))
        for result in held:
            yield refused.get(result.line, result)


class _Begun(msgspec.Struct):
    """A line whose steps are on their way: what comes of it unless one of them is refused."""

    result: RowResult
    steps: list[asyncio.Task[Refusal | None]] = []


class _Runner:
    """Carries plans out, or only says what they are."""

    def __init__(
        self, gateway: Gateway, actor: Actor, file: ListFile, writer: Writer, *, is_dry: bool
    ) -> None:
        self.gateway = gateway
        self.actor = actor
        self.file = file
        self.writer = writer
        self.is_dry = is_dry

    async def begin(self, planner: Planner, row: TableRow) -> _Begun:
        """Plan a line and hand its steps to the writer, which takes them in this order."""
        self.writer.line = row.line
        texts = {field: row.cells.get(heading, "") for field, heading in self.file.fields.items()}
        cells = Cells(row.line, texts)
        shown = next(iter(cells.texts()), "")
        if row.surplus:
            return _Begun(self._refused(row.line, shown, "surplus", {"n": row.surplus}))
        try:
            plan = planner.plan(cells)
        except BadCell as bad:
            return _Begun(self._refused(row.line, shown, bad.reason, bad.detail))
        tasks = [await self._start(step) for step in plan.steps]
        await asyncio.sleep(0)  # the tasks begin, one after the other, and others get their turn
        return _Begun(RowResult(plan.line, plan.outcome, plan.name), tasks)

    async def end(self, begun: _Begun) -> RowResult:
        refusals = [await step for step in begun.steps]
        first = next((each for each in refusals if each is not None), None)
        known = begun.result
        return known if first is None else self._refused(known.line, known.name, *first)

    async def shared(self, planner: Checklists) -> dict[int, RowResult]:
        """Lines whose common mutation was refused, by their number."""
        found: dict[int, RowResult] = {}
        for shared in planner.finish():
            refusal = await (await self._start(shared.step))
            if refusal is None:
                continue
            for plan in shared.lines:
                found[plan.line] = self._refused(plan.line, plan.name, *refusal)
        return found

    async def _start(self, step: Step) -> asyncio.Task[Refusal | None]:
        args = step.args
        if step.password and not self.is_dry:
            hashed = await asyncio.to_thread(hash_password, step.password)
            args = args | {"password_hash": hashed}
        return asyncio.create_task(self._carry_out(step, args))

    async def _carry_out(self, step: Step, args: dict[str, Any]) -> Refusal | None:
        """Why it was refused, if it was."""
        if self.is_dry:
            return None
        result = await self.gateway.submit(self.actor, step.name, args, step.key, WRITER)
        if result.outcome == Outcome.ACCEPTED:
            return None
        return result.reason, result.detail

    def _refused(self, line: int, name: str, reason: str, detail: dict[str, Any]) -> RowResult:
        """A column is named as the file names it, or as the template does."""
        field = detail.get("column")
        if isinstance(field, str):
            names = {each.field: f"{each.zh} / {each.en}" for each in COLUMNS[self.file.noun]}
            heading = self.file.fields.get(field) or names.get(field, field)
            detail = {**detail, "column": heading}
        return RowResult(line, RowOutcome.REJECTED, name, reason, detail)
