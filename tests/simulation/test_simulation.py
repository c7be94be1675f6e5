"""A fixed range of seeds, the seeds that once failed, and what the run must have met."""

from pathlib import Path

import pytest

from tests.simulation.mutants import Wish, judge
from tests.simulation.planted.catalogue import BUGS
from tests.simulation.runs import Ask, Found, coverage, lines, plan_of, simulate

HISTORIES = 1_000
TWICE_EVERY = 200
FIRST = 1
PAIRS_MET_MIN = 0.95
STORIES = sorted(Path(__file__).with_name("stories").glob("*.json"))
# Some of the planted bugs, one of each kind of ground; all of them: `make simulate MUTANTS=1`.
SOME = (
    "a leave is overlooked",
    "an entry is shown as saved and is not",
    "a row that leaves is added to the sum",
    "the chain links another number",
    "a repeated entry runs again",
)


@pytest.fixture(scope="module")
def found() -> Found:
    return simulate(Ask(first=FIRST, histories=HISTORIES, shrink=True, twice_every=TWICE_EVERY), 2)


def test_nothing_is_lost_doubled_or_leaked(found: Found) -> None:
    assert found.violations == 0, "\n".join(lines(found, "sqlite"))
    assert found.histories == HISTORIES


def test_the_run_met_what_it_should(found: Found) -> None:
    assert [name for name, times in found.faults.items() if times == 0] == []
    assert found.grounds["file"] >= HISTORIES * 0.10
    assert found.grounds["framework"] >= HISTORIES * 0.05
    assert found.grounds["indexed phones"] >= found.grounds["phones"] * 0.05
    assert found.grounds["phones with tabs"] > 0
    assert found.clocks > 0
    met, pairs, _ = coverage(found)
    assert met >= pairs * PAIRS_MET_MIN


def test_a_seed_replays_exactly(found: Found) -> None:
    assert found.replayed == HISTORIES // TWICE_EVERY


def test_postgresql_keeps_the_same_promises() -> None:
    ask = Ask(first=FIRST, histories=6, engine="postgresql", shrink=True, twice_every=6)
    found = simulate(ask, 1)
    assert found.violations == 0, "\n".join(lines(found, "postgresql"))
    assert found.replayed == 1


@pytest.mark.parametrize("name", SOME)
def test_a_planted_bug_is_seen(name: str) -> None:
    bug = next(bug for bug in BUGS if bug.name == name)
    verdict = judge(bug, Wish(histories=60, first=FIRST))
    assert verdict.seed > 0, verdict.line()


def test_stories_that_once_failed_do_not_any_more() -> None:
    found = simulate(Ask(first=0, histories=1, stories=[plan_of(each) for each in STORIES]), 1)
    assert found.histories == len(STORIES) > 0
    assert found.violations == 0, "\n".join(lines(found, "sqlite"))
