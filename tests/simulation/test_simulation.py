"""A fixed range of seeds, the seeds that once failed, and what the run must have met."""

from pathlib import Path

import pytest

from tests.simulation.mutants import Wish, judge
from tests.simulation.planted.catalogue import BUGS
from tests.simulation.runs import Ask, Found, lines, plan_of, simulate

HISTORIES = 60
FIRST = 1
STORIES = sorted(Path(__file__).with_name("stories").glob("*.json"))
# Some of the planted bugs, one of each kind of ground; all of them: `make simulate MUTANTS=1`.
SOME = (
    "a leave is overlooked",
    "any answer is taken for ours",
    "an entry is shown as saved and is not",
    "the oldest entry is never sent",
    "a row that leaves is added to the sum",
    "the chain links another number",
    "a repeated entry runs again",
)


@pytest.fixture(scope="module")
def found() -> Found:
    return simulate(Ask(first=FIRST, histories=HISTORIES, shrink=True, twice_every=20), 2)


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


def test_a_seed_replays_exactly(found: Found) -> None:
    assert found.replayed == HISTORIES // 20


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


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_that_once_failed_does_not_any_more(story: Path) -> None:
    found = simulate(Ask(first=0, histories=1, story=plan_of(story)), 1)
    assert found.violations == 0, "\n".join(lines(found, "sqlite"))
