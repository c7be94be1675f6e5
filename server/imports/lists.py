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
    Plan,
    Planner,
    RowOutcome,
    RowResult,
    Step,
    Writer,
)
from server.imports.lists_technicians import Technicians
from server.imports.lists_territories import Territories
from server.imports.lists_users import Users
from server.imports.reading import Table, UnreadableTable, read_table
from server.problems import ProblemError
from sync.outcomes import Outcome

BYTES_MAX = 5 * 1024 * 1024
ROWS_MAX = 5_000
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
    runner = _Runner(gateway, actor, file, is_dry=dry_run)
    held: list[RowResult] = []
    for row in file.table.rows:
        writer.line = row.line
        texts = {field: row.cells.get(heading, "") for field, heading in file.fields.items()}
        result = await runner.line(planner, Cells(row.line, texts), row.surplus)
        if planner.shares:
            held.append(result)
        else:
            yield result
        await asyncio.sleep(0)
    if planner.shares:
        refused = await runner.shared(cast(Checklists, planner))
        for result in held:
            yield refused.get(result.line, result)


class _Runner:
    """Carries plans out, or only says what they are."""

    def __init__(self, gateway: Gateway, actor: Actor, file: ListFile, *, is_dry: bool) -> None:
        self.gateway = gateway
        self.actor = actor
        self.file = file
        self.is_dry = is_dry

    async def line(self, planner: Planner, cells: Cells, surplus: int) -> RowResult:
        shown = next(iter(cells.texts()), "")
        if surplus:
            return RowResult(cells.line, RowOutcome.REJECTED, shown, "surplus", {"n": surplus})
        try:
            plan = planner.plan(cells)
        except BadCell as bad:
            return self._refused(cells.line, shown, bad.reason, bad.detail)
        for step in plan.steps:
            refusal = await self._carry_out(step)
            if refusal is not None:
                return self._refused(plan.line, plan.name, *refusal)
        return RowResult(plan.line, plan.outcome, plan.name)

    async def shared(self, planner: Checklists) -> dict[int, RowResult]:
        """Lines whose common mutation was refused, by their number."""
        found: dict[int, RowResult] = {}
        for shared in planner.finish():
            refusal = await self._carry_out(shared.step)
            lines: list[Plan] = shared.lines if refusal is not None else []
            for plan in lines:
                assert refusal is not None
                found[plan.line] = self._refused(plan.line, plan.name, *refusal)
        return found

    async def _carry_out(self, step: Step) -> tuple[str, dict[str, Any]] | None:
        """Why it was refused, if it was."""
        if self.is_dry:
            return None
        args = step.args
        if step.password:
            hashed = await asyncio.to_thread(hash_password, step.password)
            args = args | {"password_hash": hashed}
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
