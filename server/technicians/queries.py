"""Reads of technicians that several domains share."""

from server.gateway.tx import Tx
from server.technicians.schema import (
    Absence,
    Position,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)
from server.technicians.tables import (
    ABSENCES,
    POSITIONS,
    SHIFTS,
    SKILLS,
    TECHNICIAN_SKILLS,
    TECHNICIANS,
)
from sync.fields import Row


def technician_of_user(tx: Tx, user_id: str) -> Technician | None:
    found = tx.rows(Technician, TECHNICIANS.c.user_id == user_id)
    return found[0] if found else None


def skill_by_code(tx: Tx, code: str) -> Skill | None:
    found = tx.rows(Skill, SKILLS.c.code == code)
    return found[0] if found else None


def skill_of(tx: Tx, technician_id: str, skill_id: str) -> TechnicianSkill | None:
    """The pair's one row, also when it does not hold any more."""
    c = TECHNICIAN_SKILLS.c
    found = tx.rows(TechnicianSkill, c.technician_id == technician_id, c.skill_id == skill_id)
    return found[0] if found else None


def shift_on(tx: Tx, technician_id: str, weekday: int) -> Shift | None:
    c = SHIFTS.c
    found = tx.rows(Shift, c.technician_id == technician_id, c.weekday == weekday)
    return found[0] if found else None


def position_of(tx: Tx, technician_id: str) -> Position | None:
    found = tx.rows(Position, POSITIONS.c.technician_id == technician_id)
    return found[0] if found else None


def belongings_of(tx: Tx, technician_id: str) -> list[Row]:
    """Rows that are seen where their technician's territory is dispatched."""
    return [
        *tx.rows(TechnicianSkill, TECHNICIAN_SKILLS.c.technician_id == technician_id),
        *tx.rows(Shift, SHIFTS.c.technician_id == technician_id),
        *tx.rows(Absence, ABSENCES.c.technician_id == technician_id),
        *tx.rows(Position, POSITIONS.c.technician_id == technician_id),
    ]
