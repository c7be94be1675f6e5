"""The hard rules, one small predicate each: None when the technician passes, else why not.

`DEMAND_RULES` hold at any time of day; `TIME_RULES` judge a visit with its time. A rule reports
its first obstacle, so a technician has at most one reason per rule.
"""

from collections.abc import Callable

from geo.model import Demand, Job, Span, Technician
from geo.unfit import (
    Absent,
    JobHasNoPlace,
    NoSkill,
    NotPinned,
    NoWhereabouts,
    OffShift,
    Overlap,
    OverLoad,
    Refused,
    SkillExpired,
    SkillTooLow,
    Unfit,
    WrongTerritory,
)


def job_has_place(job: Demand, technician: Technician) -> JobHasNoPlace | None:
    return JobHasNoPlace() if job.place is None else None


def technician_has_place(job: Demand, technician: Technician) -> NoWhereabouts | None:
    return NoWhereabouts() if technician.position is None and technician.home is None else None


def pinned_here(job: Demand, technician: Technician) -> NotPinned | None:
    pin = job.pinned_to
    return NotPinned(pin) if pin is not None and pin != technician.id else None


def not_refused(job: Demand, technician: Technician) -> Refused | None:
    return Refused() if technician.id in job.refused_by else None


def has_skill(job: Demand, technician: Technician) -> NoSkill | SkillTooLow | None:
    if job.skill is None:
        return None
    held = technician.skills.get(job.skill)
    if held is None:
        return NoSkill(job.skill)
    return SkillTooLow(job.skill, held.level, job.level) if held.level < job.level else None


def in_territory(job: Demand, technician: Technician) -> WrongTerritory | None:
    wanted, covered = job.territory_id, technician.territory_ids
    return (
        WrongTerritory(wanted) if wanted and covered is not None and wanted not in covered else None
    )


def skill_lasts(job: Job, technician: Technician) -> SkillExpired | None:
    held = technician.skills.get(job.skill) if job.skill is not None else None
    if job.skill is None or held is None or held.expires_ms is None:
        return None
    return SkillExpired(job.skill, held.expires_ms) if held.expires_ms < job.end_ms else None


def on_shift(job: Job, technician: Technician) -> OffShift | None:
    if shift_of(job, technician) is not None:
        return None
    return off_shift(technician.shifts, job.start_ms, job.end_ms)


def present(job: Job, technician: Technician) -> Absent | None:
    if not technician.absences:
        return None
    start_ms, end_ms = job.start_ms, job.end_ms
    hits = [s for s in technician.absences if s.start_ms < end_ms and start_ms < s.end_ms]
    return Absent(min(hits).start_ms, min(hits).end_ms) if hits else None


def not_busy(job: Job, technician: Technician) -> Overlap | None:
    start_ms, end_ms = job.start_ms, job.end_ms
    hits = [
        busy
        for busy in technician.busy
        if busy.start_ms < end_ms
        and start_ms < busy.end_ms
        and busy.appointment_id != job.appointment_id
    ]
    if not hits:
        return None
    first = min(hits, key=lambda busy: (busy.start_ms, busy.appointment_id))
    return Overlap(first.appointment_id, first.start_ms, first.end_ms)


def not_overloaded(job: Demand, technician: Technician) -> OverLoad | None:
    count, bound = technician.load_count, technician.max_load
    return OverLoad(count, bound) if bound is not None and count >= bound else None


DEMAND_RULES: tuple[Callable[[Demand, Technician], Unfit | None], ...] = (
    job_has_place,
    technician_has_place,
    pinned_here,
    not_refused,
    has_skill,
    in_territory,
)
TIME_RULES: tuple[Callable[[Job, Technician], Unfit | None], ...] = (
    skill_lasts,
    on_shift,
    present,
    not_busy,
    not_overloaded,
)
RULES: tuple[Callable[[Job, Technician], Unfit | None], ...] = (*DEMAND_RULES, *TIME_RULES)


def speaking(job: Job) -> tuple[Callable[[Job, Technician], Unfit | None], ...]:
    """The rules that can object to somebody for this job; the others ask for what it does not."""
    silent: set[object] = set()
    if job.place is not None:
        silent.add(job_has_place)
    if job.pinned_to is None:
        silent.add(pinned_here)
    if not job.refused_by:
        silent.add(not_refused)
    if job.skill is None:
        silent |= {has_skill, skill_lasts}
    if not job.territory_id:
        silent.add(in_territory)
    return tuple(rule for rule in RULES if rule not in silent)


def reasons_against(
    job: Job,
    technician: Technician,
    rules: tuple[Callable[[Job, Technician], Unfit | None], ...] = RULES,
) -> tuple[Unfit, ...]:
    """Every reason why the technician cannot take the job at its time; none if he can.

    For many technicians give `speaking(job)` once: the reasons are the same.
    """
    found: list[Unfit] = []
    for rule in rules:
        reason = rule(job, technician)
        if reason is not None:
            found.append(reason)
    return tuple(found)


def shift_of(job: Job, technician: Technician) -> Span | None:
    """The shift that holds the whole visit."""
    end_ms = job.end_ms
    for shift in technician.shifts:
        if shift.start_ms <= job.start_ms and end_ms <= shift.end_ms:
            return shift
    return None


def off_shift(shifts: tuple[Span, ...], start_ms: int, end_ms: int) -> OffShift:
    """The reason with the shift nearest to a stretch of time; the earlier one of two."""
    if not shifts:
        return OffShift(None, None)
    near = min(shifts, key=lambda s: (max(s.start_ms - end_ms, start_ms - s.end_ms, 0), s))
    return OffShift(near.start_ms, near.end_ms)
