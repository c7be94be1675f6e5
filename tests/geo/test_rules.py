"""Each reason appears when exactly its condition is flipped, and alone."""

from typing import get_args

import msgspec
import pytest

from geo.model import Job, OpenJob, Skill, Span, Technician
from geo.rules import RULES, off_shift, reasons_against
from geo.unfit import (
    Absent,
    JobHasNoPlace,
    NoFreeTime,
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
from tests.geo.builders import DAY_MS, HOUR_MS, MIN_MS, MONDAY_MS, busy, fitter, hours, leak

TEN_MS = MONDAY_MS + 10 * HOUR_MS
CASES: list[tuple[Job, Technician, Unfit]] = [
    (leak(place=None), fitter(), JobHasNoPlace()),
    (leak(), fitter(position=None, home=None), NoWhereabouts()),
    (leak(pinned_to="t2"), fitter(), NotPinned("t2")),
    (leak(refused_by=frozenset({"t1"})), fitter(), Refused()),
    (leak(skill="welding"), fitter(), NoSkill("welding")),
    (leak(level=3), fitter(), SkillTooLow("plumbing", 2, 3)),
    (leak(territory_id="pudong"), fitter(), WrongTerritory("pudong")),
    (leak(), fitter(territory_ids=frozenset()), WrongTerritory("huangpu")),
    (
        leak(),
        fitter(skills={"plumbing": Skill(2, TEN_MS + HOUR_MS - 1)}),
        SkillExpired("plumbing", TEN_MS + HOUR_MS - 1),
    ),
    (leak(), fitter(shifts=()), OffShift(None, None)),
    (
        leak(),
        fitter(shifts=(hours(13, 17), hours(8, 10.5))),
        OffShift(MONDAY_MS + 8 * HOUR_MS, TEN_MS + HOUR_MS // 2),
    ),
    (
        leak(),
        fitter(absences=(hours(10.9, 12), hours(10.5, 17, 1), hours(9, 10.1))),
        Absent(MONDAY_MS + 9 * HOUR_MS, TEN_MS + 6 * MIN_MS),
    ),
    (
        leak(),
        fitter(busy=(busy(10.5, 12, "later"), busy(9, 10.25, "earlier"))),
        Overlap("earlier", MONDAY_MS + 9 * HOUR_MS, TEN_MS + 15 * MIN_MS),
    ),
    (leak(), fitter(max_load=2), OverLoad(2, 2)),
]


@pytest.mark.parametrize(
    ("job", "technician", "reason"), CASES, ids=lambda case: type(case).__name__
)
def test_one_flipped_condition_gives_its_reason_alone(
    job: Job, technician: Technician, reason: Unfit
) -> None:
    assert reasons_against(leak(), fitter()) == ()
    assert reasons_against(job, technician) == (reason,)


def test_every_reason_has_a_case() -> None:
    tested = {type(reason) for _, _, reason in CASES}
    assert tested | {NoFreeTime} == set(get_args(Unfit))


@pytest.mark.parametrize(
    ("job", "technician"),
    [
        (leak(skill=None), fitter(skills={})),
        (leak(territory_id=None), fitter(territory_ids=frozenset())),
        (leak(), fitter(territory_ids=None)),
        (leak(), fitter(home=None)),
        (leak(), fitter(position=None)),
        (leak(pinned_to="t1"), fitter()),
        (leak(), fitter(max_load=None, load_count=99)),
        (leak(), fitter(skills={"plumbing": Skill(5)})),
        (leak(), fitter(skills={"plumbing": Skill(2, TEN_MS + HOUR_MS)})),
        (leak(), fitter(shifts=(hours(10, 11),))),
        (leak(), fitter(absences=(hours(9, 10), hours(11, 12)))),
        (leak(), fitter(busy=(busy(9, 10), busy(11, 12)))),
        (leak(appointment_id="a1"), fitter(busy=(busy(10, 11, "a1"),))),
    ],
)
def test_at_the_very_edge_nobody_is_excluded(job: Job, technician: Technician) -> None:
    assert reasons_against(job, technician) == ()


def test_all_reasons_are_named_in_the_order_of_the_rules() -> None:
    nobody = fitter(
        id="t9", skills={}, shifts=(), busy=(busy(10, 11),), absences=(hours(0, 24),), max_load=0
    )
    reasons = reasons_against(leak(pinned_to="t1", territory_id="far"), nobody)
    codes = [msgspec.to_builtins(reason)["code"] for reason in reasons]
    assert codes == [
        "not_pinned", "no_skill", "wrong_territory", "off_shift", "absent", "overlap", "over_load",
    ]  # fmt: skip
    assert len(RULES) == 11


def test_reasons_travel_as_tagged_objects() -> None:
    reason: Unfit = SkillTooLow("plumbing", 1, 3)
    wire = msgspec.json.encode(reason)
    assert wire == b'{"code":"skill_too_low","skill":"plumbing","level":1,"level_needed":3}'
    assert msgspec.json.decode(wire, type=Unfit) == reason


def test_the_nearest_shift_is_named() -> None:
    yesterday, tomorrow = hours(8, 17, -1), hours(8, 17, 1)
    noon_ms = MONDAY_MS + 12 * HOUR_MS
    named = off_shift((tomorrow, yesterday), noon_ms, noon_ms + HOUR_MS)
    assert named == OffShift(yesterday.start_ms, yesterday.end_ms)


def test_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Span(DAY_MS, 0)
    with pytest.raises(ValueError, match="minute"):
        OpenJob(id="j", place=None, duration_min=0)
