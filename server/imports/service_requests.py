"""The import of service requests: each row of a register becomes one work order, once.

One `work_order.report` a row, keyed by register, row and what the row says; so an import that was
killed goes on where it stopped, and a second one does nothing. Later differences follow as
`work_order.edit`, `.triage` and `.place` (`server/imports/following.py`).
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from hashlib import blake2s
from typing import Any

import msgspec

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tx import Tx
from server.imports.following import Changes, compare
from server.imports.mapping import BadMap, Mapping, check_columns
from server.imports.parties import Parties
from server.imports.reading import Table
from server.imports.reasons import in_words
from server.imports.requests_rows import Judged, Request, Skipped, Wrong, judge, point_of
from server.imports.standing import WRITER, Firm, standing
from server.shapes import Args
from server.work_orders.schema import Channel, ReportWorkOrder
from sync.canonical import canonical
from sync.outcomes import Outcome as Verdict
from sync.protocol import Result

GROUP_ROWS = 64
HASH_BYTES = 6


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REJECTED = "rejected"


class RowReport(msgspec.Struct, frozen=True):
    """One line of the report. `is_placed`: some territory holds the row's point."""

    line: int
    key: str
    outcome: Outcome
    reason: str = ""
    is_placed: bool = False


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `keep_status`: requests that are over come in closed. `is_dry`: nothing is sent."""

    gateway: Gateway
    actor: Actor
    mapping: Mapping
    keep_status: bool = False
    is_dry: bool = False

    async def run(self, table: Table, progress: Callable[[int, int], None]) -> list[RowReport]:
        """Bring the table in; one report a row, in its order. Raises BadMap before anything is
        sent, ImportRefused. `progress(done, total)` counts rows."""
        check_columns(self.mapping, table.headers)
        firm = await self.gateway.read(
            lambda c: standing(Tx(c, self.actor.tenant_id), self.mapping.register)
        )
        _check_words(self.mapping, firm)
        parties = Parties(self.mapping, firm, self.actor.user_id, self._send)
        rows = judge(table.rows, self.mapping, self.gateway.clock(), self.keep_status)
        reports: list[RowReport] = []
        for group in _groups(rows):
            for row in group:
                if isinstance(row, Request) and row.key not in firm.orders and not self.is_dry:
                    await parties.know(row.party)
            taking = (self._take(row, firm, parties) for row in group)
            for report in await asyncio.gather(*taking, return_exceptions=True):
                if isinstance(report, BaseException):
                    raise report
                reports.append(report)
            progress(len(reports), len(rows))
        return reports

    async def _take(self, row: Judged, firm: Firm, parties: Parties) -> RowReport:
        if isinstance(row, Skipped):
            return RowReport(row.line, row.key, Outcome.SKIPPED, row.reason)
        if isinstance(row, Wrong):
            reason = self._words(row.code, **row.figures)
            return RowReport(row.line, row.key, Outcome.REJECTED, reason)
        if row.key in firm.orders:
            return await self._follow(row, firm)
        return await self._report(row, firm, parties)

    async def _report(self, row: Request, firm: Firm, parties: Parties) -> RowReport:
        customer_id, contact_id = parties.ids(row.party)
        args = ReportWorkOrder(
            title=row.title,
            description=row.description,
            grade=row.grade,
            channel=Channel.IMPORT,
            customer_id=customer_id,
            contact_id=contact_id,
            location_id=firm.locations.get(row.location),
            address=row.address,
            fix=row.fix,
            skill_id=firm.skills.get(row.skill),
            duration_min=row.duration_min,
            external_ref=f"{self.mapping.register}:{row.key}",
            reported_ms=row.reported_ms,
            closed_ms=row.closed_ms,
        )
        refused = await self._carry_out(args, f"{self._prefix(row)}:{_hash(args)}")
        if refused:
            return RowReport(row.line, row.key, Outcome.REJECTED, refused)
        return self._reported(row, firm, Outcome.NEW)

    async def _follow(self, row: Request, firm: Firm) -> RowReport:
        told = firm.told.get(row.key)
        if told is None:
            return self._reported(row, firm, Outcome.UNCHANGED, self._words("came_otherwise"))
        changes = compare(row, firm.skills.get(row.skill), told, firm.orders[row.key])
        for number, step in enumerate(changes.steps, start=told.later):
            fields = "+".join(step.fields)
            key = f"{self._prefix(row)}:{number}:{_hash(step.args)}:{fields}"
            refused = await self._carry_out(step.args, key)
            if refused:
                return RowReport(row.line, row.key, Outcome.REJECTED, refused)
        outcome = Outcome.UPDATED if changes.steps else Outcome.UNCHANGED
        return self._reported(row, firm, outcome, *self._news(changes))

    def _news(self, changes: Changes) -> Iterator[str]:
        taken = tuple(name for step in changes.steps for name in step.fields)
        if taken:
            yield self._words("taken", fields=taken)
        if changes.kept:
            yield self._words("kept", fields=changes.kept)

    def _reported(self, row: Request, firm: Firm, outcome: Outcome, *reasons: str) -> RowReport:
        is_placed = bool(row.location) or (
            row.fix is not None and firm.is_served(point_of(row.fix))
        )
        parts = [*reasons, *([] if is_placed else [self._words("needs_place")])]
        return RowReport(row.line, row.key, outcome, "; ".join(parts), is_placed)

    async def _carry_out(self, args: Args, key: str) -> str:
        """ "" when it was accepted, now or in an earlier run, else the refusal in words. A dry
        run checks what can be checked without the database."""
        if self.is_dry:
            return self._problem(args)
        result = await self._send(args, key)
        if result.outcome == Verdict.ACCEPTED.value:
            return ""
        detail = ", ".join(f"{name}: {value}" for name, value in result.detail.items())
        return self._words("refused", reason=result.reason, detail=detail).strip()

    def _problem(self, args: Args) -> str:
        try:
            msgspec.convert(msgspec.to_builtins(args), type(args))
        except msgspec.ValidationError as error:
            return self._words("bad_value", problem=str(error))
        return ""

    async def _send(self, args: Args, key: str) -> Result:
        values: dict[str, Any] = msgspec.to_builtins(args)
        return await self.gateway.submit(self.actor, args.mutation, values, key, WRITER)

    def _prefix(self, row: Request) -> str:
        return f"import:{self.mapping.register}:{row.key}"

    def _words(self, code: str, **figures: object) -> str:
        return in_words(self.mapping.locale, code, **figures)


def _check_words(mapping: Mapping, firm: Firm) -> None:
    """Raises BadMap where the map names a trade or a location that the firm does not have."""
    trades = sorted(mapping.skill.words() - set(firm.skills))
    if trades:
        there = ", ".join(sorted(firm.skills)) or "none"
        raise BadMap(
            f"The map names trades that this firm does not have: {', '.join(trades)}. "
            f"It has: {there}. Add them, or change [skill] in the map."
        )
    places = sorted(mapping.unlocated.words() - set(firm.locations))
    if places:
        raise BadMap(
            f"The map names locations by codes that this firm does not have: {', '.join(places)}."
        )


def _hash(args: Args) -> str:
    """What the mutation says, in twelve letters of its key."""
    octets = canonical(msgspec.to_builtins(args))
    return blake2s(octets, digest_size=HASH_BYTES).hexdigest()


def _groups(rows: list[Judged]) -> Iterable[list[Judged]]:
    for first in range(0, len(rows), GROUP_ROWS):
        yield rows[first : first + GROUP_ROWS]
