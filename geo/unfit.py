"""Why a technician cannot take a job: typed figures, no sentences.

Screens turn `code` (the tag) and the fields into zh-CN and English.
"""

import msgspec


class Reason(msgspec.Struct, frozen=True, tag_field="code"):
    """Base of all reasons."""


class JobHasNoPlace(Reason, frozen=True, tag="job_has_no_place"):
    """The job is not on the map yet, so nobody is near or far."""


class NoWhereabouts(Reason, frozen=True, tag="no_whereabouts"):
    """The technician has neither a position nor a home."""


class NotPinned(Reason, frozen=True, tag="not_pinned"):
    """The job is fixed to somebody else."""

    technician_id: str


class Refused(Reason, frozen=True, tag="refused"):
    """The technician has declined this job."""


class NoSkill(Reason, frozen=True, tag="no_skill"):
    skill: str


class SkillTooLow(Reason, frozen=True, tag="skill_too_low"):
    skill: str
    level: int
    level_needed: int


class SkillExpired(Reason, frozen=True, tag="skill_expired"):
    """The skill ends before the visit does."""

    skill: str
    expired_ms: int


class WrongTerritory(Reason, frozen=True, tag="wrong_territory"):
    """`territory_id` is the job's."""

    territory_id: str


class OffShift(Reason, frozen=True, tag="off_shift"):
    """No shift holds the whole visit; the shift nearest in time, None without any."""

    shift_start_ms: int | None
    shift_end_ms: int | None


class Absent(Reason, frozen=True, tag="absent"):
    from_ms: int
    to_ms: int


class Overlap(Reason, frozen=True, tag="overlap"):
    """The earliest of the appointments in the way."""

    appointment_id: str
    start_ms: int
    end_ms: int


class OverLoad(Reason, frozen=True, tag="over_load"):
    load_count: int
    max_load: int


class NoFreeTime(Reason, frozen=True, tag="no_free_time"):
    """`assign_all` only: on shift, but no gap of the days and windows asked for is long enough."""

    longest_free_min: int
    needed_min: int


Unfit = (
    JobHasNoPlace
    | NoWhereabouts
    | NotPinned
    | Refused
    | NoSkill
    | SkillTooLow
    | SkillExpired
    | WrongTerritory
    | OffShift
    | Absent
    | Overlap
    | OverLoad
    | NoFreeTime
)
