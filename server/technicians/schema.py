"""Technicians: skills, shifts, absences, home and last position."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import (
    Args,
    Code,
    Fix,
    Id,
    InstantMs,
    LatE7,
    LocalDay,
    LonE7,
    MaybeName,
    Metres,
    Name,
    Phone,
    Zone,
)
from sync.fields import (
    Authority,
    DerivedFrom,
    Immutable,
    Lww,
    OfficeAuthority,
    OfficeState,
    Row,
    Sees,
)
from sync.kinds import kind

MinuteOfDay = Annotated[int, msgspec.Meta(ge=0, le=2_880)]
Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]  # Monday = 0
Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
MaxLoad = Annotated[int, msgspec.Meta(ge=1, le=50)]


class Technician(Row, frozen=True):
    """A person who can be sent. Offices see the home point, phones do not."""

    user_id: Immutable[Id]
    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]
    phone: Lww[Phone]
    territory_id: Authority[Id | None]
    zone: Authority[Zone]  # of the shifts
    home_lon_e7: OfficeAuthority[LonE7 | None]
    home_lat_e7: OfficeAuthority[LatE7 | None]
    max_load: OfficeAuthority[MaxLoad]  # appointments in one day
    is_active: Authority[bool]


class Skill(Row, frozen=True):
    """A trade a job may ask for."""

    code: Authority[Code]
    name_zh: Lww[Name]
    name_en: Lww[Name]
    is_active: Authority[bool]


class TechnicianSkill(Row, frozen=True):
    technician_id: Immutable[Id]
    skill_id: Immutable[Id]
    level: Authority[Level]
    expires_on: Authority[LocalDay | None]
    is_active: Authority[bool]


class Shift(Row, frozen=True):
    """A weekly shift in the technician's zone. An end past 1440 reaches into the next day."""

    technician_id: Immutable[Id]
    weekday: Immutable[Weekday]
    start_min: Authority[MinuteOfDay]
    end_min: Authority[MinuteOfDay]
    is_active: Authority[bool]


class Absence(Row, frozen=True):
    technician_id: Immutable[Id]
    from_ms: Authority[InstantMs]
    to_ms: Authority[InstantMs]
    reason: OfficeAuthority[MaybeName]
    is_active: Authority[bool]


class Position(Row, frozen=True):
    """Last known place of a technician, one row for each."""

    technician_id: Immutable[Id]
    lon_e7: OfficeState[LonE7]
    lat_e7: OfficeState[LatE7]
    accuracy_m: OfficeState[Metres | None]
    source: OfficeState[Code]
    at_ms: OfficeState[InstantMs]  # the later one counts
    datum: OfficeState[Code]
    original: OfficeState[MaybeName]


TECHNICIAN = kind("technician", Technician, Sees.EVERYONE)
SKILL = kind("skill", Skill, Sees.EVERYONE)
TECHNICIAN_SKILL = kind("technician_skill", TechnicianSkill, Sees.OFFICE)
SHIFT = kind("shift", Shift, Sees.CREW)
ABSENCE = kind("absence", Absence, Sees.CREW)
POSITION = kind("position", Position, Sees.OFFICE)
KINDS = (TECHNICIAN, SKILL, TECHNICIAN_SKILL, SHIFT, ABSENCE, POSITION)


class Reason(StrEnum):
    """Why technician mutations are refused."""

    BAD_SHIFT = "bad_shift"
    BAD_ABSENCE = "bad_absence"
    ALREADY_TECHNICIAN = "already_technician"
    SKILL_CODE_TAKEN = "skill_code_taken"


class AddTechnician(Args, kw_only=True, frozen=True):
    """Born: 0 = technician. The user must exist and hold the role."""

    mutation: ClassVar[str] = "technician.add"
    user_id: Id
    name: Name
    phone: Phone = ""
    territory_id: Id | None = None
    zone: Zone = "Asia/Shanghai"
    home: Fix | None = None
    max_load: MaxLoad = 8


class EditTechnician(Args, kw_only=True, frozen=True):
    """Without a home the known one stays."""

    mutation: ClassVar[str] = "technician.edit"
    technician_id: Id
    name: Name
    phone: Phone
    territory_id: Id | None
    zone: Zone
    home: Fix | None = None
    max_load: MaxLoad


class SetTechnicianActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "technician.set_active"
    technician_id: Id
    is_active: bool


class AddSkill(Args, kw_only=True, frozen=True):
    """Born: 0 = skill."""

    mutation: ClassVar[str] = "skill.add"
    code: Code
    name_zh: Name
    name_en: Name


class EditSkill(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "skill.edit"
    skill_id: Id
    code: Code
    name_zh: Name
    name_en: Name
    is_active: bool


class GrantSkill(Args, kw_only=True, frozen=True):
    """Born: 0 = technician_skill; an existing one of the same pair is changed instead."""

    mutation: ClassVar[str] = "technician.grant_skill"
    technician_id: Id
    skill_id: Id
    level: Level = 1
    expires_on: LocalDay | None = None
    is_active: bool = True


class SetShift(Args, kw_only=True, frozen=True):
    """Born: 0 = shift; the existing one of that weekday is changed instead."""

    mutation: ClassVar[str] = "technician.set_shift"
    technician_id: Id
    weekday: Weekday
    start_min: MinuteOfDay
    end_min: MinuteOfDay
    is_active: bool = True


class AddAbsence(Args, kw_only=True, frozen=True):
    """Born: 0 = absence."""

    mutation: ClassVar[str] = "technician.add_absence"
    technician_id: Id
    from_ms: InstantMs
    to_ms: InstantMs
    reason: MaybeName = ""


class EndAbsence(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "technician.end_absence"
    absence_id: Id


class ReportPosition(Args, kw_only=True, frozen=True):
    """A technician on shift reports where he is. Born: 0 = position, with the first report."""

    mutation: ClassVar[str] = "position.report"
    technician_id: Id
    fix: Fix


ARGS = (
    AddTechnician,
    EditTechnician,
    SetTechnicianActive,
    AddSkill,
    EditSkill,
    GrantSkill,
    SetShift,
    AddAbsence,
    EndAbsence,
    ReportPosition,
)
