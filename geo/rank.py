"""Who could take this job, nearest first, and why; who could not, and why not.

1. Each technician meets every hard rule of `geo.rules`; who fails one is excluded with all his
   reasons.
2. The others are ranked by geodesic distance from where they are to the job, by `geo.nearest`;
   ties by the day's load, then by id. The order of the candidates given does not matter.
3. Each of the first k gets facts that a screen can print in any language.
"""

from collections.abc import Sequence

import msgspec

from geo.latlon import LonLat
from geo.model import MINUTE_MS, Job, Source, Technician
from geo.nearest import PlaceIndex, nearest
from geo.rules import reasons_against, shift_of, speaking
from geo.travel import LineModel
from geo.unfit import Unfit


class Fact(msgspec.Struct, frozen=True, tag_field="code"):
    """Base of all facts that explain a rank; `code` is the tag."""


class IsNear(Fact, frozen=True, tag="is_near"):
    """`behind_m`: how much further than the one before; 0 for the first."""

    distance_m: int
    behind_m: int
    travel_s: int


class SeenAt(Fact, frozen=True, tag="seen_at"):
    """Where the distance is measured from; a home has no age."""

    source: Source
    age_s: int | None


class HasSkill(Fact, frozen=True, tag="has_skill"):
    skill: str
    level: int
    level_needed: int


class OnShift(Fact, frozen=True, tag="on_shift"):
    """`left_min`: minutes of the shift left after the visit."""

    start_ms: int
    end_ms: int
    left_min: int


class Carries(Fact, frozen=True, tag="carries"):
    """Visits and minutes already on the day of the job."""

    load_count: int
    load_min: int
    max_load: int | None


class PinnedHere(Fact, frozen=True, tag="pinned_here"):
    """The job is fixed to this technician."""


Why = IsNear | SeenAt | HasSkill | OnShift | Carries | PinnedHere


class Whereabouts(msgspec.Struct, frozen=True):
    """Where a technician is taken to be; `age_s` is None for a home."""

    place: LonLat
    source: Source
    age_s: int | None


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """One technician who can take the job. `distance_m` is exact, `travel_s` rough."""

    technician_id: str
    name: str
    rank: int
    distance_m: float
    travel_s: int
    place: LonLat
    source: Source
    age_s: int | None
    skill_level: int | None
    shift_start_ms: int
    shift_end_ms: int
    shift_left_min: int
    load_count: int
    load_min: int
    why: tuple[Why, ...]


class Excluded(msgspec.Struct, frozen=True):
    """One technician who cannot, with all reasons, in the order of `geo.rules.RULES`."""

    technician_id: str
    name: str
    reasons: tuple[Unfit, ...]


class Ranking(msgspec.Struct, frozen=True):
    """`fit` holds the first k of `fit_count`; `excluded` everyone else, by name and id."""

    job_id: str
    fit: tuple[Fit, ...]
    fit_count: int
    excluded: tuple[Excluded, ...]
    geodesic_calls: int


class RankPolicy(msgspec.Struct, frozen=True):
    """A position counts while it is younger than `position_fresh_s` and the job starts within
    `position_ahead_s`; otherwise the home does, which is where another day starts. Without a
    home any position is used."""

    position_fresh_s: int = 2 * 3600
    position_ahead_s: int = 4 * 3600
    travel: LineModel = LineModel()


DEFAULT_POLICY = RankPolicy()


def rank(
    job: Job,
    candidates: Sequence[Technician],
    now_ms: int,
    k: int,
    policy: RankPolicy = DEFAULT_POLICY,
) -> Ranking:
    """The k nearest who can take the job, explained, and everyone who cannot."""
    fit: list[Technician] = []
    excluded: list[Excluded] = []
    rules = speaking(job)
    for technician in candidates:
        reasons = reasons_against(job, technician, rules)
        if reasons:
            excluded.append(Excluded(technician.id, technician.name, reasons))
        else:
            fit.append(technician)
    excluded.sort(key=lambda one: (one.name, one.technician_id))
    # nearest() decides ties by position, so this order is the tie-break
    fit.sort(key=lambda technician: (technician.load_count, technician.load_min, technician.id))
    seen = [whereabouts(technician, job.start_ms, now_ms, policy) for technician in fit]
    places = [at.place for at in seen if at is not None]
    if job.place is None or not places:
        return Ranking(job.id, (), 0, tuple(excluded), 0)
    found = nearest(PlaceIndex(places), job.place, k)
    rows: list[Fit] = []
    before_m = found.hits[0].distance_m if found.hits else 0.0
    for number, hit in enumerate(found.hits, start=1):
        at = seen[hit.index]
        assert at is not None, "NoWhereabouts excludes whoever has no place"
        travel_s = policy.travel.travel_s(hit.distance_m)
        near = IsNear(round(hit.distance_m), round(hit.distance_m) - round(before_m), travel_s)
        rows.append(_explain(job, fit[hit.index], _Standing(number, hit.distance_m, near, at)))
        before_m = hit.distance_m
    return Ranking(job.id, tuple(rows), len(fit), tuple(excluded), found.geodesic_calls)


def whereabouts(
    technician: Technician, start_ms: int, now_ms: int, policy: RankPolicy = DEFAULT_POLICY
) -> Whereabouts | None:
    """Where the technician will set out from for a job that starts then; None if unknown."""
    position, home = technician.position, technician.home
    if position is not None:
        age_s = max(0, (now_ms - position.at_ms) // 1000)
        fresh = age_s <= policy.position_fresh_s
        soon = start_ms - now_ms <= policy.position_ahead_s * 1000
        if home is None or (fresh and soon):
            return Whereabouts(position.place, Source.POSITION, age_s)
    return None if home is None else Whereabouts(home, Source.HOME, None)


class _Standing(msgspec.Struct, frozen=True):
    number: int
    distance_m: float
    near: IsNear
    at: Whereabouts


def _explain(job: Job, technician: Technician, standing: _Standing) -> Fit:
    shift = shift_of(job, technician)
    assert shift is not None, "OffShift excludes whoever has no shift for the job"
    left_min = (shift.end_ms - job.end_ms) // MINUTE_MS
    at = standing.at
    load_count, load_min = technician.load_count, technician.load_min
    held = technician.skills[job.skill] if job.skill is not None else None
    why: list[Why] = [standing.near, SeenAt(at.source, at.age_s)]
    if job.skill is not None and held is not None:
        why.append(HasSkill(job.skill, held.level, job.level))
    why.append(OnShift(shift.start_ms, shift.end_ms, left_min))
    why.append(Carries(load_count, load_min, technician.max_load))
    if job.pinned_to is not None:
        why.append(PinnedHere())
    return Fit(
        technician_id=technician.id,
        name=technician.name,
        rank=standing.number,
        distance_m=standing.distance_m,
        travel_s=standing.near.travel_s,
        place=at.place,
        source=at.source,
        age_s=at.age_s,
        skill_level=held.level if held is not None else None,
        shift_start_ms=shift.start_ms,
        shift_end_ms=shift.end_ms,
        shift_left_min=left_min,
        load_count=load_count,
        load_min=load_min,
        why=tuple(why),
    )
