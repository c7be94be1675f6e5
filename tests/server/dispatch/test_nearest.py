"""The nearest who can take an order, over the database."""

from typing import Any

import msgspec
import pytest

from server.dispatch.nearest import Nearest, nearest
from server.dispatch.rosters import Rosters
from server.problems import ProblemError
from tests.server.dispatch.town import (
    HOUR_MS,
    ORDER,
    SKILL,
    Town,
    technician_id,
    user_id,
)
from tests.server.harness import NOW_MS, person

OTHER = "10000000-0000-4000-8000-000000000002"
TERRITORY = "80000000-0000-4000-8000-000000000001"


def ask(town: Town, at_ms: int | None = NOW_MS + HOUR_MS, k: int = 5, **fields: Any) -> Nearest:
    actor = fields.get("actor", town.dispatcher)
    return nearest(town.world.connection, actor, ORDER, at_ms, k, NOW_MS, Rosters())


def reasons(found: Nearest) -> dict[str, list[str]]:
    """Codes of the reasons by the excluded technician's name."""
    plain = msgspec.to_builtins(found)
    return {one["name"]: [r["code"] for r in one["reasons"]] for one in plain["excluded"]}


def test_nearest_first_with_facts(town: Town) -> None:
    town.order(skill_id=SKILL, skill_level=2)
    for number, east_e7 in ((1, 300_000), (2, 100_000), (3, 200_000)):
        one = town.technician(number, east_e7)
        town.world.add("technician_skill", id=town.row_id(), technician_id=one, level=2)
    found = ask(town, k=2)
    assert [fit.technician_id for fit in found.fits] == [technician_id(2), technician_id(3)]
    assert found.fit_count == 3
    first = msgspec.to_builtins(found.fits[0])
    assert 950 <= first["distance_m"] <= 957  # 0.01° of longitude at 31.23° N
    assert first["position"] == {"source": "home", "age_ms": None}
    assert first["skill_level"] == 2
    assert [fact["code"] for fact in first["facts"]] == [
        "is_near",
        "seen_at",
        "has_skill",
        "on_shift",
        "carries",
    ]


def test_a_fresh_position_counts_before_the_home(town: Town) -> None:
    town.order()
    town.technician(1, 200_000)
    far = town.technician(2, 900_000)
    here = {"lon_e7": 1_214_700_100, "at_ms": NOW_MS - 60_000}
    town.world.add("position", id=town.row_id(), technician_id=far, **here)
    first = ask(town).fits[0]
    assert first.technician_id == far
    assert (first.position.source, first.position.age_ms) == ("position", 60_000)


def test_everybody_else_is_told_why_not(town: Town) -> None:
    town.order(skill_id=SKILL, skill_level=3, territory_id=TERRITORY)
    world = town.world
    world.add("territory", id=TERRITORY)
    town.technician(1)
    low = town.technician(2)
    world.add("technician_skill", id=town.row_id(), technician_id=low, level=1)
    expired = town.technician(3, territory_id="80000000-0000-4000-8000-000000000002")
    world.add("technician_skill", id=town.row_id(), technician_id=expired, expires_on="2026-02-28")
    away = town.technician(4)
    world.add("technician_skill", id=town.row_id(), technician_id=away)
    world.add(
        "absence", id=town.row_id(), technician_id=away, from_ms=NOW_MS, to_ms=NOW_MS + 9 * HOUR_MS
    )
    busy = town.technician(5, max_load=1)
    world.add("technician_skill", id=town.row_id(), technician_id=busy)
    town.visit(busy, NOW_MS + HOUR_MS, work_order_id=OTHER, state="working")
    gone = town.technician(6, is_active=False)
    world.add("technician_skill", id=town.row_id(), technician_id=gone)
    found = ask(town)
    assert found.fits == ()
    assert reasons(found) == {
        "T1": ["no_skill"],
        "T2": ["skill_too_low"],
        "T3": ["wrong_territory", "skill_expired"],
        "T4": ["absent"],
        "T5": ["overlap", "over_load"],
    }


def test_who_declined_is_not_proposed_again(town: Town) -> None:
    town.order()
    town.technician(1)
    town.world.add(
        "fact", id=town.row_id(), verb="appointment.decline", author_id=user_id(1), text="车坏了"
    )
    assert reasons(ask(town)) == {"T1": ["refused"]}


def test_at_night_nobody_is_on_shift(town: Town) -> None:
    town.order()
    town.technician(1)
    assert reasons(ask(town, NOW_MS + 14 * HOUR_MS)) == {"T1": ["off_shift"]}


def test_the_orders_own_visit_is_no_obstacle_and_gives_the_time(town: Town) -> None:
    town.order(state="assigned")
    one = town.technician(1, max_load=1)
    town.visit(one, NOW_MS + 2 * HOUR_MS)
    found = ask(town, at_ms=None)
    assert found.at_ms == NOW_MS + 2 * HOUR_MS
    assert [fit.load for fit in found.fits] == [0]


def test_without_a_time_it_is_the_next_quarter(town: Town) -> None:
    town.order()
    found = nearest(town.world.connection, town.dispatcher, ORDER, None, 5, NOW_MS + 1, Rosters())
    assert found.at_ms == NOW_MS + 15 * 60_000


def test_cancelled_visits_are_neither_obstacle_nor_load(town: Town) -> None:
    town.order()
    one = town.technician(1)
    town.visit(one, NOW_MS + HOUR_MS, work_order_id=OTHER, state="cancelled")
    assert [fit.load for fit in ask(town).fits] == [0]


def test_an_order_without_a_place_has_nobody_near(town: Town) -> None:
    town.order(location_id=None)
    town.technician(1)
    assert reasons(ask(town)) == {"T1": ["job_has_no_place"]}


def test_a_dispatcher_looks_at_his_own_people_only(town: Town) -> None:
    town.order()
    town.technician(1, territory_id="80000000-0000-4000-8000-000000000002")
    town.technician(2, territory_id=TERRITORY)
    town.technician(3)
    grants = person(town.dispatcher.user_id, roles=["dispatcher"]).grants
    mine = (msgspec.structs.replace(grants[0], territory_id=TERRITORY),)
    actor = msgspec.structs.replace(town.dispatcher, grants=mine)
    found = ask(town, actor=actor)
    assert {fit.technician_id for fit in found.fits} == {technician_id(2), technician_id(3)}
    assert found.excluded == ()


def test_only_the_office_asks_and_only_for_what_it_sees(town: Town) -> None:
    town.order()
    with pytest.raises(ProblemError, match="not_allowed"):
        ask(town, actor=person(user_id(1), roles=["technician"]))
    with pytest.raises(ProblemError, match="not_found"):
        ask(town, actor=person(user_id(2), roles=["dispatcher"]))


def test_the_number_of_statements_does_not_grow_with_the_crew(town: Town) -> None:
    town.order()
    counts: list[int] = []
    for size in (range(1, 3), range(3, 40)):
        for number in size:
            one = town.technician(number, number * 1_000)
            town.visit(one, NOW_MS + 4 * HOUR_MS, work_order_id=OTHER)
        with town.world.statements() as asked:
            assert ask(town, k=50).fit_count == size[-1]
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 12
