"""`assign_all` against a trial of every technician at every minute, by the rules themselves."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Busy, Job, LineModel, LonLat, OpenJob, Skill, Span, Technician, assign_all
from geo.assign_all import Assigned, AssignPolicy
from geo.latlon import distance_m
from geo.rules import reasons_against
from tests.geo.builders import HOUR_MS, MIN_MS, MONDAY_MS, hours, open_leak, place, worker

NO_GAPS = AssignPolicy(travel=None)


def with_visit(technician: Technician, one: Assigned, at: LonLat | None) -> Technician:
    visit = Busy(one.job_id, one.start_ms, one.end_ms, at)
    return msgspec.structs.replace(technician, busy=(*technician.busy, visit))


def feasible(
    job: OpenJob, start_ms: int, technician: Technician, days: list[Span], gaps: bool
) -> bool:
    """By the rules of `geo.rules` and the written meaning of windows, days and gaps."""
    demand = msgspec.structs.asdict(job)
    timed = Job(
        start_ms=start_ms,
        **{name: demand[name] for name in Job.__struct_fields__ if name in demand},
    )
    day = next((d for d in days if d.start_ms <= start_ms < d.end_ms), None)
    if day is None or start_ms < MONDAY_MS:
        return False
    if job.windows and not any(w.start_ms <= start_ms <= w.end_ms for w in job.windows):
        return False
    load = sum(day.start_ms <= b.start_ms < day.end_ms for b in technician.busy)
    if reasons_against(timed, msgspec.structs.replace(technician, load_count=load)):
        return False
    for other in technician.busy if gaps else ():
        assert other.place is not None
        assert job.place is not None
        way_ms = LineModel().travel_s(distance_m(other.place, job.place)) * 1000
        # two minutes: the planner measures ways on the sphere, this test on the ellipsoid
        before, after = timed.end_ms + way_ms, other.end_ms + way_ms
        if before > other.start_ms + 120_000 and start_ms < after - 120_000:
            return False
    return True


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[OpenJob], list[Technician], list[Span]]:
    """Two short days, few technicians, everything on whole quarters of an hour."""
    days = [hours(8, 11), hours(8, 11, 1)]
    quarter = st.integers(0, 12)

    def some_place() -> LonLat:
        return place(121.40 + draw(st.integers(0, 20)) / 100, 31.2)

    def stretch() -> Span:
        day, low, length = draw(st.integers(0, 1)), draw(quarter), draw(st.integers(1, 8))
        return hours(8 + low / 4, 8 + (low + length) / 4, day)

    crew = [
        worker(
            f"t{number}",
            some_place(),
            skills={"plumbing": Skill(draw(st.integers(1, 2)), MONDAY_MS + 33 * HOUR_MS)},
            shifts=tuple(stretch() for _ in range(draw(st.integers(0, 3)))),
            absences=tuple(stretch() for _ in range(draw(st.integers(0, 1)))),
            busy=tuple(
                Busy(f"b{number}{n}", span.start_ms, span.end_ms, some_place())
                for n, span in enumerate(stretch() for _ in range(draw(st.integers(0, 2))))
            ),
            territory_ids=draw(st.sampled_from([None, frozenset({"huangpu"}), frozenset({"x"})])),
            max_load=draw(st.sampled_from([None, 1, 2, 3])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    jobs = [
        open_leak(
            id=f"j{number}",
            place=some_place(),
            duration_min=draw(st.sampled_from([15, 30, 45, 90])),
            skill=draw(st.sampled_from([None, "plumbing"])),
            level=draw(st.integers(1, 2)),
            territory_id=draw(st.sampled_from([None, "huangpu"])),
            grade=draw(st.integers(1, 3)),
            windows=tuple(stretch() for _ in range(draw(st.integers(0, 1)))),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    return jobs, crew, days


@settings(max_examples=120, deadline=None)
@given(instances(), st.booleans(), st.randoms(use_true_random=False))
def test_no_job_is_left_that_an_exhaustive_check_could_place(
    instance: tuple[list[OpenJob], list[Technician], list[Span]],
    gaps: bool,
    shuffler: random.Random,
) -> None:
    jobs, crew, days = instance
    policy = AssignPolicy() if gaps else NO_GAPS
    result = assign_all(jobs, crew, days, MONDAY_MS, policy)
    by_id = {job.id: job for job in jobs}
    members = {member.id: member for member in crew}
    outcome = {one.job_id: one for one in result.assigned}
    left = {one.job_id: one for one in result.unassigned}
    assert outcome.keys() | left.keys() == by_id.keys()
    assert not outcome.keys() & left.keys()
    turns = sorted(jobs, key=lambda job: (job.grade, job.id))
    minutes = [day.start_ms + n * MIN_MS for day in days for n in range(180)]
    for job in turns:
        one = outcome.get(job.id)
        if one is not None:
            member = members[one.technician_id]
            assert feasible(job, one.start_ms, member, days, gaps)
            members[member.id] = with_visit(member, one, job.place)
            continue
        for row in left[job.id].excluded:
            assert row.reasons
        for member in members.values():
            trials = minutes if not gaps else []  # gaps are seconds: minutes would miss them
            assert not any(feasible(job, start, member, days, gaps) for start in trials)
    shuffled_jobs, shuffled_crew = jobs[:], crew[:]
    shuffler.shuffle(shuffled_jobs)
    shuffler.shuffle(shuffled_crew)
    assert assign_all(shuffled_jobs, shuffled_crew, days, MONDAY_MS, policy) == result


@settings(max_examples=60, deadline=None)
@given(instances())
def test_with_gaps_each_turn_alone_finds_what_a_trial_of_every_minute_finds(
    instance: tuple[list[OpenJob], list[Technician], list[Span]],
) -> None:
    """Whole minutes are a subset of all starts: what they allow, the planner must not miss."""
    jobs, crew, days = instance
    minutes = [day.start_ms + n * MIN_MS for day in days for n in range(180)]
    for job in jobs:
        if assign_all([job], crew, days, MONDAY_MS).assigned:
            continue
        for member in crew:
            for start_ms in minutes:
                strict = feasible(job, start_ms, member, days, gaps=False) and all(
                    _clear(job, start_ms, other) for other in member.busy
                )
                assert not strict


def _clear(job: OpenJob, start_ms: int, other: Busy) -> bool:
    """Room for a way two minutes longer than the true one."""
    assert other.place is not None
    assert job.place is not None
    way_ms = LineModel().travel_s(distance_m(other.place, job.place)) * 1000 + 120_000
    end_ms = start_ms + job.duration_min * MIN_MS
    return start_ms >= other.end_ms + way_ms or end_ms + way_ms <= other.start_ms
