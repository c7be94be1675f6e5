import random

import msgspec
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import LonLat, Position, Ranking, Skill, Source, Technician, rank, reasons_against
from geo.rank import (
    Carries,
    Excluded,
    HasSkill,
    IsNear,
    OnShift,
    PinnedHere,
    RankPolicy,
    SeenAt,
    whereabouts,
)
from geo.unfit import NoSkill
from tests.geo.builders import (
    HONGQIAO,
    HOUR_MS,
    MIN_MS,
    MONDAY_MS,
    NINE_MS,
    PEOPLES_SQUARE,
    PUDONG,
    XUJIAHUI,
    busy,
    city_places,
    fitter,
    hours,
    leak,
)


def metres(a: LonLat, b: LonLat) -> float:
    return geodesic((a.lat_deg, a.lon_deg), (b.lat_deg, b.lon_deg)).m


def at(place: LonLat, name: str, **changes: object) -> Technician:
    return fitter(id=name, name=name, position=Position(place, NINE_MS), home=None, **changes)


def test_nearest_first_with_figures_and_facts() -> None:
    crew = [at(HONGQIAO, "far"), at(XUJIAHUI, "near", load_count=5), at(PUDONG, "middle")]
    ranking = rank(leak(), crew, NINE_MS + 10 * MIN_MS, 2)
    assert [fit.technician_id for fit in ranking.fit] == ["near", "middle"]
    assert (ranking.fit_count, ranking.excluded) == (3, ())
    near, middle = ranking.fit
    near_m, middle_m = metres(XUJIAHUI, PEOPLES_SQUARE), metres(PUDONG, PEOPLES_SQUARE)
    assert (near.distance_m, middle.distance_m) == (near_m, middle_m)
    assert near.travel_s == round(near_m * 1.35 / 30 * 3.6 + 180)
    assert (near.rank, middle.rank) == (1, 2)
    assert (near.source, near.age_s, near.skill_level) == (Source.POSITION, 600, 2)
    assert near.shift_left_min == 6 * 60
    assert middle.why == (
        IsNear(round(middle_m), round(middle_m) - round(near_m), middle.travel_s),
        SeenAt(Source.POSITION, 600),
        HasSkill("plumbing", 2, 2),
        OnShift(MONDAY_MS + 8 * HOUR_MS, MONDAY_MS + 17 * HOUR_MS, 360),
        Carries(2, 120, 6),
    )


def test_facts_that_do_not_apply_are_left_out() -> None:
    ranking = rank(leak(skill=None, pinned_to="t1"), [fitter()], NINE_MS, 1)
    kinds = [type(fact) for fact in ranking.fit[0].why]
    assert kinds == [IsNear, SeenAt, OnShift, Carries, PinnedHere]
    assert ranking.fit[0].skill_level is None


def test_the_excluded_are_named_with_reasons() -> None:
    crew = [fitter(id="b", name="B", skills={}), fitter(id="a", name="A", skills={}), fitter()]
    ranking = rank(leak(), crew, NINE_MS, 5)
    reasons = (NoSkill("plumbing"),)
    assert ranking.excluded == (Excluded("a", "A", reasons), Excluded("b", "B", reasons))
    assert ranking.fit_count == 1


def test_a_job_without_a_place_excludes_everyone() -> None:
    ranking = rank(leak(place=None), [fitter()], NINE_MS, 5)
    assert (ranking.fit, ranking.fit_count) == ((), 0)
    assert len(ranking.excluded) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"load_count": 1}, {"load_count": 2}),
        ({"load_min": 10}, {"load_min": 20}),
        ({}, {}),
    ],
)
def test_equal_distances_go_by_load_then_minutes_then_id(
    one: dict[str, int], two: dict[str, int]
) -> None:
    crew = [at(PUDONG, "y", **two), at(PUDONG, "x", **one)]
    for order in (crew, crew[::-1]):
        fits = rank(leak(), order, NINE_MS, 1).fit
        assert [fit.technician_id for fit in fits] == ["x"]


def test_the_busier_of_two_wins_if_his_name_only_comes_later() -> None:
    crew = [at(PUDONG, "a", load_count=3), at(PUDONG, "b", load_count=1)]
    assert rank(leak(), crew, NINE_MS, 1).fit[0].technician_id == "b"


@pytest.mark.parametrize(
    ("age_min", "ahead_min", "source"),
    [(5, 60, Source.POSITION), (121, 60, Source.HOME), (5, 241, Source.HOME)],
)
def test_old_positions_and_later_jobs_count_from_home(
    age_min: int, ahead_min: int, source: Source
) -> None:
    technician = fitter(position=Position(XUJIAHUI, NINE_MS - age_min * MIN_MS))
    found = whereabouts(technician, NINE_MS + ahead_min * MIN_MS, NINE_MS)
    assert found is not None
    assert found.source == source
    assert found.place == (XUJIAHUI if source == Source.POSITION else PUDONG)
    assert found.age_s == (age_min * 60 if source == Source.POSITION else None)


def test_without_a_home_any_position_counts_and_a_clock_ahead_is_not_negative() -> None:
    old = fitter(home=None, position=Position(XUJIAHUI, NINE_MS - 1_000 * HOUR_MS))
    seen = whereabouts(old, NINE_MS, NINE_MS)
    assert seen is not None
    assert (seen.source, seen.age_s) == (Source.POSITION, 3_600_000)
    ahead = whereabouts(fitter(position=Position(XUJIAHUI, NINE_MS + 5_000)), NINE_MS, NINE_MS)
    assert ahead is not None
    assert ahead.age_s == 0
    assert whereabouts(fitter(home=None, position=None), NINE_MS, NINE_MS) is None


def test_the_policy_decides_what_is_fresh() -> None:
    technician = fitter(position=Position(XUJIAHUI, NINE_MS - 10 * MIN_MS))
    strict = RankPolicy(position_fresh_s=60)
    assert rank(leak(), [technician], NINE_MS, 1).fit[0].source == Source.POSITION
    assert rank(leak(), [technician], NINE_MS, 1, strict).fit[0].source == Source.HOME


crews = st.lists(
    st.builds(
        lambda place, load, skilled, start, shift: fitter(
            position=None,
            home=place,
            load_count=load,
            skills={"plumbing": Skill(2)} if skilled else {},
            busy=(busy(start, start + 2),),
            shifts=(hours(shift, shift + 8),),
        ),
        st.one_of(city_places, st.just(PUDONG)),
        st.integers(0, 7),
        st.booleans(),
        st.integers(6, 18),
        st.integers(4, 12),
    ),
    max_size=25,
)


@settings(max_examples=100, deadline=None)
@given(crews, st.integers(1, 10), st.randoms(use_true_random=False))
def test_equals_the_plain_definition_whatever_the_order(
    crew: list[Technician], k: int, shuffler: random.Random
) -> None:
    crew = [
        msgspec.structs.replace(member, id=f"t{n:02}", name=f"n{n:02}")
        for n, member in enumerate(crew)
    ]
    job = leak()
    fit = [member for member in crew if not reasons_against(job, member)]
    expected = sorted(
        (metres(member.home or PUDONG, PEOPLES_SQUARE), member.load_count, member.id)
        for member in fit
    )
    ranking = rank(job, crew, NINE_MS, k)
    rows = [(row.distance_m, row.load_count, row.technician_id) for row in ranking.fit]
    assert rows == expected[:k]
    assert ranking.fit_count == len(fit)
    assert [(row.technician_id, row.reasons) for row in ranking.excluded] == [
        (member.id, reasons_against(job, member)) for member in crew if member not in fit
    ]
    shuffled = crew[:]
    shuffler.shuffle(shuffled)
    again = rank(job, shuffled, NINE_MS, k)
    assert again == ranking
    assert msgspec.json.decode(msgspec.json.encode(ranking), type=Ranking) == ranking
