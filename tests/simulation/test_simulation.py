"""A fixed range of seeds, the seeds that once failed, and what the run must have met."""

from pathlib import Path

import pytest

from tests.simulation.runs import Ask, Found, lines, plan_of, simulate

HISTORIES = 100
FIRST = 1
STORIES = sorted(Path(__file__).with_name("stories").glob("*.json"))
# Bugs planted into shipped code: a run that does not see them proves nothing.
BUGS = {
    "a leave is overlooked": (
        "sync/apply.ts",
        "if (member) draft.drop(member);",
        "if (member && handle % 7 !== 3) draft.drop(member);",
    ),
    "any answer is taken for ours": (
        "sync/answer.ts",
        "if (value[1] !== nonce)",
        "if (value[1] === undefined)",
    ),
    "an entry is shown as saved and is not": (
        "store/memory.ts",
        "this.entries.set(entryKey(made.entry), made.entry);",
        "if (made.entry.n % 2) this.entries.set(entryKey(made.entry), made.entry);",
    ),
    "the oldest entry is never sent": (
        "sync/outbox.ts",
        "return this.entries.filter((entry) => !this.result(entry));",
        "return this.entries.filter((entry) => !this.result(entry)).slice(1);",
    ),
    "the server forgets to say what left": (
        "server/gateway/pull.py",
        "book.scope_pages([member for member in page if member.leave_seq], news)",
        "book.scope_pages([], news)",
    ),
    "the chain links another number": (
        "server/gateway/unit.py",
        "self.chain = chain.link(self.chain, seq, hashed)",
        "self.chain = chain.link(self.chain, seq - seq % 9, hashed)",
    ),
    "a repeated entry runs again": (
        "server/gateway/push.py",
        "ask = _ask(push, entry, unit.catalogue.schema_hash)\n    if is_known:",
        "ask = _ask(push, entry, unit.catalogue.schema_hash)\n    if is_known and entry.n > 2:",
    ),
}


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


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str) -> None:
    file, find, put = BUGS[bug]
    planted = {"file": file, "find": find, "put": put}
    found = simulate(Ask(first=FIRST, histories=60, stop=True, twice_every=0, bug=planted), 1)
    assert found.violations > 0


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_that_once_failed_does_not_any_more(story: Path) -> None:
    found = simulate(Ask(first=0, histories=1, story=plan_of(story)), 1)
    assert found.violations == 0, "\n".join(lines(found, "sqlite"))
