"""The columns that dispatch reads of each kind, and rows by technician.

A fleet is thousands of rows, so lines become small structs at once, without a detour through
validated rows: the gateway has checked every value when it was written.
"""

from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Table, select

from server.appointments.tables import APPOINTMENTS
from server.gateway.tx import Tx
from server.technicians.tables import ABSENCES, POSITIONS, SHIFTS, TECHNICIAN_SKILLS, TECHNICIANS


class Line(msgspec.Struct, frozen=True):
    """A row of one technician."""

    id: str
    technician_id: str


class TechnicianLine(Line, frozen=True):
    """His own row: both ids are the same."""

    user_id: str
    name: str
    territory_id: str | None
    zone: str
    home_lon_e7: int | None
    home_lat_e7: int | None
    max_load: int


class SkillLine(Line, frozen=True):
    skill_id: str
    level: int
    expires_on: str | None


class ShiftLine(Line, frozen=True):
    weekday: int
    start_min: int
    end_min: int
    is_active: bool


class AbsenceLine(Line, frozen=True):
    from_ms: int
    to_ms: int


class PositionLine(Line, frozen=True):
    lon_e7: int
    lat_e7: int
    at_ms: int


class VisitLine(Line, frozen=True):
    work_order_id: str
    state: str
    start_ms: int
    end_ms: int
    duration_min: int


L = TypeVar("L", bound=Line)
TABLE_OF: dict[type[Line], Table] = {
    TechnicianLine: TECHNICIANS,
    SkillLine: TECHNICIAN_SKILLS,
    ShiftLine: SHIFTS,
    AbsenceLine: ABSENCES,
    PositionLine: POSITIONS,
    VisitLine: APPOINTMENTS,
}


def read(tx: Tx, line_type: type[L], *where: ColumnElement[bool]) -> list[L]:
    """One statement: lines of this tenant that meet the conditions, in no order."""
    c = TABLE_OF[line_type].c
    columns = [c.get(name, c.id) for name in line_type.__struct_fields__]
    query = select(*columns).where(c.tenant_id == tx.tenant_id, *where)
    return [line_type(*line) for line in tx.connection.execute(query)]


class Shelf(Generic[L]):
    """Lines by id and by technician. Never changed: `changed` makes another."""

    __slots__ = ("_of", "rows")

    def __init__(self, rows: dict[str, L], of: dict[str, tuple[L, ...]]) -> None:
        self.rows = rows
        self._of = of

    def of(self, technician_id: str) -> tuple[L, ...]:
        return self._of.get(technician_id, ())

    def changed(self, ids: Collection[str], found: Iterable[L]) -> tuple["Shelf[L]", set[str]]:
        """With `found` in place of all lines of these ids; and the technicians concerned."""
        gone = [self.rows[row_id] for row_id in ids if row_id in self.rows]
        come = list(found)
        touched = {line.technician_id for line in (*gone, *come)}
        if not touched:
            return self, touched
        rows = dict(self.rows)
        of = dict(self._of)
        for line in gone:
            del rows[line.id]
        for line in come:
            rows[line.id] = line
        ids = set(ids)
        for technician_id in touched:
            kept = [line for line in self.of(technician_id) if line.id not in ids]
            kept += [line for line in come if line.technician_id == technician_id]
            of[technician_id] = tuple(kept)
        return Shelf(rows, of), touched


def shelve(lines: Iterable[L]) -> Shelf[L]:
    of: dict[str, list[L]] = {}
    rows: dict[str, L] = {}
    for line in lines:
        rows[line.id] = line
        of.setdefault(line.technician_id, []).append(line)
    return Shelf(rows, {technician_id: tuple(held) for technician_id, held in of.items()})
