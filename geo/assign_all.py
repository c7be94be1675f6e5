"""A day's or a fortnight's open jobs, each given to somebody or to nobody with the reasons.

Greedy and deterministic: jobs take their turn by grade, due time, time of report, id. At its turn
a job goes to the technician who can start on the earliest of the days; among these to one who is
in time, then to the nearest by the line from where he comes (the visit before it in that shift,
else his home or position), then to the earliest start, the smallest load of that day, the lowest
id. No job is left over for which any start of any technician is feasible at its turn: slots are
searched in continuous time, see `geo.slots`. What is given is not moved again.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from geo.diary import Diary, Ground, Offer
from geo.latlon import distance_m
from geo.model import MINUTE_MS, OpenJob, Span, Technician
from geo.rank import Excluded
from geo.rules import DEMAND_RULES
from geo.travel import LineModel
from geo.unfit import Unfit


class AssignPolicy(msgspec.Struct, frozen=True):
    """`travel` is kept free between two visits with places; None asks only that they do not
    overlap. Starts are rounded up to `grain_min` where the gap has room."""

    travel: LineModel | None = LineModel()
    grain_min: int = 15


class Assigned(msgspec.Struct, frozen=True, kw_only=True):
    """A job with its technician and time. `distance_m` (geodesic) and `travel_s` (rough, by the
    line on the sphere: the gap that was kept) are from where he comes; `late_min` counts from
    the due time."""

    job_id: str
    technician_id: str
    start_ms: int
    end_ms: int
    distance_m: float
    travel_s: int
    late_min: int


class Unassigned(msgspec.Struct, frozen=True):
    """A job that nobody can do, with everybody's reasons, by name and id."""

    job_id: str
    excluded: tuple[Excluded, ...]


class Assignment(msgspec.Struct, frozen=True):
    """Both lists are in the order of the turns; each job is in exactly one."""

    assigned: tuple[Assigned, ...]
    unassigned: tuple[Unassigned, ...]


DEFAULT_POLICY = AssignPolicy()


def assign_all(
    jobs: Sequence[OpenJob],
    technicians: Sequence[Technician],
    days: Sequence[Span],
    now_ms: int,
    policy: AssignPolicy = DEFAULT_POLICY,
) -> Assignment:
    """Give every job that somebody can do to somebody.

    `days` are the working days, in order and apart (ValueError otherwise). The day's load is
    counted from `Technician.busy` by start; `load_count` and `load_min` are not read. A job whose
    own appointment is in somebody's `busy` gives that time back before the first turn.
    """
    if any(after.start_ms < before.end_ms for before, after in pairwise(days)):
        raise ValueError("the days must be in order and must not overlap")
    turns = sorted(jobs, key=_turn)
    crew = sorted(technicians, key=lambda technician: technician.id)
    ground = Ground(turns, crew, policy.travel)
    diaries = [Diary(technician, days, ground) for technician in crew]
    assigned: list[Assigned] = []
    unassigned: list[Unassigned] = []
    for job in turns:
        ways = ground.ways_from(job)
        offers: list[tuple[tuple[int, bool, float, int, int, str], Diary, Offer]] = []
        for diary in diaries:
            if any(rule(job, diary.technician) is not None for rule in DEMAND_RULES):
                continue
            offer = diary.offer(job, ways, now_ms, policy.grain_min * MINUTE_MS)
            if offer is not None:
                offers.append((_preference(job, diary, offer), diary, offer))
        if not offers:
            unassigned.append(_left_over(job, diaries, ground, now_ms))
            continue
        _, diary, offer = min(offers, key=lambda one: one[0])
        diary.take(job, offer)
        assigned.append(_given(job, diary, offer))
    return Assignment(tuple(assigned), tuple(unassigned))


def _turn(job: OpenJob) -> tuple[int, float, int, str]:
    due_ms = float("inf") if job.due_ms is None else job.due_ms
    return job.grade, due_ms, job.reported_ms, job.id


def _preference(job: OpenJob, diary: Diary, offer: Offer) -> tuple[int, bool, float, int, int, str]:
    late = job.due_ms is not None and offer.start_ms > job.due_ms
    load = diary.load[offer.day]
    return offer.day, late, offer.line_m, offer.start_ms, load, diary.technician.id


def _given(job: OpenJob, diary: Diary, offer: Offer) -> Assigned:
    late_ms = 0 if job.due_ms is None else max(0, offer.start_ms - job.due_ms)
    assert job.place is not None, "JobHasNoPlace keeps jobs without a place from being offered"
    return Assigned(
        job_id=job.id,
        technician_id=diary.technician.id,
        start_ms=offer.start_ms,
        end_ms=offer.start_ms + job.duration_min * MINUTE_MS,
        distance_m=distance_m(offer.origin, job.place),
        travel_s=offer.travel_s,
        late_min=-(-late_ms // MINUTE_MS),
    )


def _left_over(job: OpenJob, diaries: Sequence[Diary], ground: Ground, now_ms: int) -> Unassigned:
    rows: list[Excluded] = []
    ways = ground.ways_from(job)
    for diary in diaries:
        technician = diary.technician
        reasons: list[Unfit] = []
        for rule in DEMAND_RULES:
            reason = rule(job, technician)
            if reason is not None:
                reasons.append(reason)
        no_time = diary.why_no_offer(job, ways, now_ms)
        if no_time is not None:
            reasons.append(no_time)
        rows.append(Excluded(technician.id, technician.name, tuple(reasons)))
    rows.sort(key=lambda one: (one.name, one.technician_id))
    return Unassigned(job.id, tuple(rows))
