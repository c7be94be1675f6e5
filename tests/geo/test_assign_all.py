import random
import time

import pytest

from geo import LineModel, OpenJob, Skill, Technician, assign_all
from geo.assign_all import Assignment, AssignPolicy
from geo.latlon import distance_m
from geo.unfit import (
    Absent,
    JobHasNoPlace,
    NoFreeTime,
    NoSkill,
    NotPinned,
    OffShift,
    OverLoad,
    SkillExpired,
    Unfit,
    WrongTerritory,
)
from tests.geo.builders import (
    DAY_MS,
    HONGQIAO,
    HOUR_MS,
    MIN_MS,
    MONDAY_MS,
    PEOPLES_SQUARE,
    PUDONG,
    XUJIAHUI,
    busy,
    hours,
    open_leak,
    place,
    worker,
)

DAYS = [hours(0, 24, day) for day in range(2)]
NO_GAPS = AssignPolicy(travel=None)


def given_to(result: Assignment) -> list[tuple[str, str, float]]:
    """(job, technician, hours since Monday)"""
    return [
        (one.job_id, one.technician_id, (one.start_ms - MONDAY_MS) / HOUR_MS)
        for one in result.assigned
    ]


def test_the_nearest_on_the_first_day() -> None:
    crew = [worker("far", HONGQIAO), worker("near", PUDONG)]
    result = assign_all([open_leak()], crew, DAYS, MONDAY_MS)
    assert given_to(result) == [("j1", "near", 8)]
    only = result.assigned[0]
    assert only.distance_m == distance_m(PUDONG, PEOPLES_SQUARE)
    assert only.travel_s == pytest.approx(LineModel().travel_s(only.distance_m), rel=0.006)
    assert (only.end_ms - only.start_ms, only.late_min) == (HOUR_MS, 0)


def test_an_earlier_day_beats_a_shorter_way() -> None:
    crew = [worker("far", HONGQIAO), worker("near", PUDONG, absences=(hours(0, 24),))]
    assert given_to(assign_all([open_leak()], crew, DAYS, MONDAY_MS)) == [("j1", "far", 8)]


def test_in_time_beats_near_on_the_same_day() -> None:
    crew = [worker("far", HONGQIAO), worker("near", PUDONG, busy=(busy(8, 12),))]
    job = open_leak(due_ms=MONDAY_MS + 10 * HOUR_MS)
    assert given_to(assign_all([job], crew, DAYS, MONDAY_MS)) == [("j1", "far", 8)]
    late = assign_all([job], crew[1:], DAYS, MONDAY_MS).assigned[0]
    assert (late.technician_id, late.late_min) == ("near", 120)


def test_turns_go_by_grade_then_due_then_report() -> None:
    jobs = [
        open_leak(id="d", grade=2, due_ms=MONDAY_MS + 9 * HOUR_MS),
        open_leak(id="c", grade=1, reported_ms=5),
        open_leak(id="b", grade=1, reported_ms=4),
        open_leak(id="a", grade=1, due_ms=MONDAY_MS + 12 * HOUR_MS, reported_ms=9),
    ]
    result = assign_all(jobs, [worker()], DAYS, MONDAY_MS)
    assert [one.job_id for one in result.assigned] == ["a", "b", "c", "d"]
    assert [one.start_ms for one in result.assigned] == sorted(
        one.start_ms for one in result.assigned
    )


def test_travel_is_kept_free_between_places_and_distance_counts_from_the_visit_before() -> None:
    jobs = [open_leak(id="a", grade=1, place=XUJIAHUI), open_leak(id="b", grade=2)]
    with_gap = assign_all(jobs, [worker()], DAYS, MONDAY_MS)
    first, second = with_gap.assigned
    way_s = second.travel_s
    straight_m = distance_m(XUJIAHUI, PEOPLES_SQUARE)
    assert way_s == pytest.approx(LineModel().travel_s(straight_m), rel=0.006)
    assert second.distance_m == straight_m
    assert second.start_ms >= first.end_ms + way_s * 1000
    assert second.start_ms < first.end_ms + way_s * 1000 + 15 * MIN_MS
    without = assign_all(jobs, [worker()], DAYS, MONDAY_MS, NO_GAPS).assigned[1]
    assert without.start_ms == first.end_ms


def test_a_full_day_sends_work_to_the_next() -> None:
    jobs = [open_leak(id=name) for name in "abc"]
    crew = [worker(max_load=2, busy=(busy(16, 17),))]
    result = assign_all(jobs, crew, DAYS, MONDAY_MS)
    assert given_to(result) == [("a", "t1", 8), ("b", "t1", 32), ("c", "t1", 33)]


def test_a_job_planned_anew_gives_its_own_time_back() -> None:
    crew = [worker(busy=(busy(8, 17, "own"),), shifts=(hours(8, 17),), max_load=1)]
    job = open_leak(appointment_id="own")
    assert given_to(assign_all([job], crew, DAYS, MONDAY_MS)) == [("j1", "t1", 8)]
    assert assign_all([open_leak()], crew, DAYS, MONDAY_MS).assigned == ()


def test_never_before_now_nor_before_the_customer_is_there() -> None:
    noon = MONDAY_MS + 12 * HOUR_MS
    assert given_to(assign_all([open_leak()], [worker()], DAYS, noon)) == [("j1", "t1", 12)]
    job = open_leak(earliest_ms=noon + 2 * HOUR_MS)
    assert given_to(assign_all([job], [worker()], DAYS, noon)) == [("j1", "t1", 14)]


SKILLED = {"plumbing": Skill(2, MONDAY_MS + 8 * HOUR_MS + 30 * MIN_MS)}


@pytest.mark.parametrize(
    ("job", "technician", "reasons"),
    [
        (open_leak(place=None), worker(), (JobHasNoPlace(),)),
        (open_leak(skill="welding"), worker(), (NoSkill("welding"),)),
        (open_leak(territory_id="far"), worker(), (WrongTerritory("far"),)),
        (open_leak(pinned_to="t2"), worker(), (NotPinned("t2"),)),
        (open_leak(), worker(shifts=()), (OffShift(None, None),)),
        (
            open_leak(windows=(hours(18, 19),)),
            worker(),
            (OffShift(MONDAY_MS + 8 * HOUR_MS, MONDAY_MS + 17 * HOUR_MS),),
        ),
        (
            open_leak(skill="plumbing"),
            worker(skills=SKILLED),
            (SkillExpired("plumbing", MONDAY_MS + 8 * HOUR_MS + 30 * MIN_MS),),
        ),
        (
            open_leak(),
            worker(absences=(hours(0, 48),)),
            (Absent(MONDAY_MS, MONDAY_MS + 2 * DAY_MS),),
        ),
        (
            open_leak(),
            worker(shifts=(hours(8, 12),), busy=(busy(8.75, 11.5),)),
            (NoFreeTime(45, 60),),
        ),
        (
            open_leak(),
            worker(shifts=(hours(8, 12),), busy=(busy(8, 9),), max_load=1),
            (OverLoad(1, 1),),
        ),
        (
            open_leak(skill="welding"),
            worker(shifts=(), max_load=0),
            (NoSkill("welding"), OffShift(None, None)),
        ),
    ],
)
def test_each_job_left_over_says_why_for_each_technician(
    job: OpenJob, technician: Technician, reasons: tuple[Unfit, ...]
) -> None:
    result = assign_all([job], [technician], DAYS, MONDAY_MS)
    assert result.assigned == ()
    assert [row.reasons for row in result.unassigned[0].excluded] == [reasons]


def test_no_technicians_no_jobs_no_days() -> None:
    assert assign_all([], [worker()], DAYS, MONDAY_MS) == Assignment((), ())
    assert assign_all([open_leak()], [], DAYS, MONDAY_MS).unassigned[0].excluded == ()
    left = assign_all([open_leak()], [worker()], [], MONDAY_MS).unassigned[0]
    assert isinstance(left.excluded[0].reasons[0], OffShift)


def test_days_out_of_order_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="order"):
        assign_all([], [], DAYS[::-1], MONDAY_MS)


def test_four_hundred_jobs_in_ten_days_are_quick() -> None:
    """A wide bound, to catch a search that has become quadratic: seconds of CPU."""
    rng = random.Random(3)
    days = [hours(0, 24, day) for day in range(10)]
    crew = [
        worker(
            f"t{number:02}",
            place(121.3 + rng.random() / 3, 31.1 + rng.random() / 4),
            shifts=tuple(hours(8, 17, day) for day in range(10)),
            max_load=6,
        )
        for number in range(24)
    ]
    jobs = [
        open_leak(
            id=f"j{number:03}",
            place=place(121.3 + rng.random() / 3, 31.1 + rng.random() / 4),
            duration_min=rng.choice([30, 60, 90, 120]),
            grade=rng.randint(1, 3),
        )
        for number in range(400)
    ]
    before_s = time.process_time()
    result = assign_all(jobs, crew, days, MONDAY_MS)
    assert time.process_time() - before_s < 10
    assert len(result.assigned) == 400
