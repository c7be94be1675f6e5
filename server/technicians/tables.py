"""Tables of technicians."""

from sqlalchemy import Index

from server.db.types import row_table
from server.technicians.schema import (
    ABSENCE,
    POSITION,
    SHIFT,
    SKILL,
    TECHNICIAN,
    TECHNICIAN_SKILL,
)

TECHNICIANS = row_table(
    TECHNICIAN, Index("ux_technician_user", "tenant_id", "user_id", unique=True)
)
SKILLS = row_table(SKILL, Index("ux_skill_code", "tenant_id", "code", unique=True))
TECHNICIAN_SKILLS = row_table(
    TECHNICIAN_SKILL,
    Index("ux_technician_skill", "tenant_id", "technician_id", "skill_id", unique=True),
)
SHIFTS = row_table(SHIFT, Index("ux_shift", "tenant_id", "technician_id", "weekday", unique=True))
ABSENCES = row_table(ABSENCE, Index("ix_absence_technician", "tenant_id", "technician_id"))
POSITIONS = row_table(POSITION, Index("ux_position", "tenant_id", "technician_id", unique=True))
