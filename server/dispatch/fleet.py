"""Reads of the fleet: whole, or the few rows that moved since a version."""

from collections.abc import Collection, Mapping

from sqlalchemy import BindParameter, ColumnElement, bindparam, select

from geo.model import Span
from server.appointments.schema import APPOINTMENT, AppointmentState
from server.appointments.tables import APPOINTMENTS
from server.dispatch.crew import Roster
from server.dispatch.rows import (
    TABLE_OF,
    AbsenceLine,
    L,
    Line,
    PositionLine,
    ShiftLine,
    SkillLine,
    TechnicianLine,
    VisitLine,
    read,
    shelve,
)
from server.gateway.tables import MEMBER, SCOPE, TENANT
from server.gateway.tx import Tx
from server.technicians.schema import ABSENCE, POSITION, SHIFT, TECHNICIAN, TECHNICIAN_SKILL
from server.technicians.tables import ABSENCES, SHIFTS, TECHNICIAN_SKILLS, TECHNICIANS
from sync.fields import Sees

A = APPOINTMENTS.c
CHANGES_MAX = 1_000
Changes = Mapping[type[Line], Collection[str]]
COUNTS: dict[type[Line], tuple[ColumnElement[bool], ...]] = {
    TechnicianLine: (TECHNICIANS.c.is_active.is_(True),),
    SkillLine: (TECHNICIAN_SKILLS.c.is_active.is_(True),),
    ShiftLine: (SHIFTS.c.is_active.is_(True),),
    AbsenceLine: (ABSENCES.c.is_active.is_(True),),
    PositionLine: (),
    VisitLine: (A.technician_id.is_not(None), A.state != AppointmentState.CANCELLED.value),
}
LINES_OF: dict[str, type[Line]] = {
    TECHNICIAN.name: TechnicianLine,
    TECHNICIAN_SKILL.name: SkillLine,
    SHIFT.name: ShiftLine,
    ABSENCE.name: AbsenceLine,
    POSITION.name: PositionLine,
    APPOINTMENT.name: VisitLine,
}
_TENANT: BindParameter[str] = bindparam("tenant")
_HEAD = select(TENANT.c.epoch, TENANT.c.seq).where(TENANT.c.tenant_id == _TENANT)
_OFFICES = select(SCOPE.c.scope).where(
    SCOPE.c.tenant_id == _TENANT, SCOPE.c.level == Sees.OFFICE.value
)
_CHANGES = (
    select(MEMBER.c.kind, MEMBER.c.row_id)
    .where(MEMBER.c.tenant_id == _TENANT, MEMBER.c.scope.in_(_OFFICES))
    .where(MEMBER.c.last_seq > bindparam("since"), MEMBER.c.kind.in_(LINES_OF))
    .limit(CHANGES_MAX + 1)
)


def stored(
    tx: Tx, line_type: type[L], ids: Collection[str] | None = None, *where: ColumnElement[bool]
) -> list[L]:
    """Lines that bear on who may go; with `ids` only these. No statement for no ids."""
    if ids is None:
        return read(tx, line_type, *COUNTS[line_type], *where)
    if not ids:
        return []
    return read(tx, line_type, *COUNTS[line_type], TABLE_OF[line_type].c.id.in_(ids), *where)


def absences_in(tx: Tx, reach: Span) -> list[AbsenceLine]:
    c = ABSENCES.c
    return stored(tx, AbsenceLine, None, c.from_ms < reach.end_ms, c.to_ms > reach.start_ms)


def visits_in(tx: Tx, reach: Span) -> list[VisitLine]:
    """Of anybody, cancelled ones left out."""
    return stored(tx, VisitLine, None, A.start_ms < reach.end_ms, A.end_ms > reach.start_ms)


def roster(tx: Tx, skill_ids: Collection[str], reach: Span) -> Roster:
    """Six statements."""
    s = TECHNICIAN_SKILLS.c
    return Roster(
        technicians=shelve(stored(tx, TechnicianLine)),
        skills=shelve(stored(tx, SkillLine, None, s.skill_id.in_(skill_ids))),
        shifts=shelve(stored(tx, ShiftLine)),
        absences=shelve(absences_in(tx, reach)),
        positions=shelve(stored(tx, PositionLine)),
        visits=shelve(visits_in(tx, reach)),
    )


def head(tx: Tx) -> tuple[str, int] | None:
    """The tenant's epoch and last version."""
    line = tx.connection.execute(_HEAD, {"tenant": tx.tenant_id}).first()
    return None if line is None else (line.epoch, line.seq)


def changes_since(tx: Tx, seq: int) -> Changes | None:
    """Ids of the rows that bear on who may go and moved after this version; None: too many.

    Each of these kinds stands in a scope of the office, which sees all their fields.
    """
    lines = tx.connection.execute(_CHANGES, {"tenant": tx.tenant_id, "since": seq}).all()
    found: dict[type[Line], set[str]] = {}
    for line in lines:
        found.setdefault(LINES_OF[line.kind], set()).add(line.row_id)
    return None if len(lines) > CHANGES_MAX else found
