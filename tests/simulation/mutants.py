"""Planted bugs: is each of them seen, how soon, and by which invariant?"""

import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from tests.simulation.planted.bug import Bug
from tests.simulation.planted.catalogue import BUGS
from tests.simulation.runs import Ask, BrokeOff, simulate

LIMIT_S = 3 * 3_600  # of one bug: a worker that hangs must not hold up the others for ever


class Wish(msgspec.Struct, frozen=True):
    """What to run: each bug on seeds from `first` on, until its first kill."""

    histories: int
    first: int = 1
    engine: str = "sqlite"
    only: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """What became of one bug. `seed` is 0 where nobody saw it."""

    bug: Bug
    histories: int = 0
    seed: int = 0
    invariant: int = 0
    what: str = ""  # in the words of the checker, or of a worker that broke off

    def line(self) -> str:
        row = f" (row {self.bug.row})" if self.bug.row else ""
        if self.seed:
            by = f"killed after {self.histories} histories by invariant {self.invariant}"
            return f"{self.bug.name}{row}: {by}: {self.what[:100]}"
        if self.what:
            return f"{self.bug.name}{row}: BROKE OFF: {self.what}"
        return f"{self.bug.name}{row}: SURVIVED {self.histories} histories"


def chosen(only: tuple[str, ...]) -> list[Bug]:
    """The bugs whose names contain one of these; all of them for none."""
    return [bug for bug in BUGS if not only or any(part in bug.name for part in only)]


def judge(bug: Bug, wish: Wish) -> Verdict:
    """Run one bug to its first kill. A worker that breaks off has shown nothing."""
    planted = {"file": bug.file.removeprefix("pwa/src/"), "find": bug.find, "put": bug.put}
    ask = Ask(
        first=wish.first,
        histories=wish.histories,
        engine=wish.engine,
        stop=True,
        twice_every=0,
        bug=planted,
    )
    try:
        found = simulate(ask, 1, limit_s=LIMIT_S, quiet=True)
    except BrokeOff as error:
        return Verdict(bug, what=str(error))
    if not found.failures:
        return Verdict(bug, found.histories)
    failure = found.failures[0]
    first = failure["violations"][0]
    told = (first["invariant"], first["what"])
    return Verdict(bug, found.histories, failure["seed"], *told)


def run(wish: Wish, workers: int) -> int:
    """One line for each bug as soon as it is known; how many were not seen, or seen for nothing."""
    bugs = chosen(wish.only)
    verdicts: list[Verdict] = []
    with ThreadPoolExecutor(workers) as pool:
        for verdict in pool.map(lambda bug: judge(bug, wish), bugs):
            verdicts.append(verdict)
            sys.stdout.write(verdict.line() + "\n")
            sys.stdout.flush()
    survivors = sum(verdict.seed == 0 for verdict in verdicts)
    false_kills = _without_bugs(wish, verdicts, workers)
    killed = len(verdicts) - survivors
    sys.stdout.write(f"{len(verdicts)} planted bugs, {killed} killed, {survivors} survived\n")
    return survivors + false_kills


def _without_bugs(wish: Wish, verdicts: Iterable[Verdict], workers: int) -> int:
    """The same seeds once without a bug: what they show then, no bug has brought about."""
    histories = max((verdict.histories for verdict in verdicts if verdict.seed), default=0)
    if histories == 0:
        return 0
    ask = Ask(first=wish.first, histories=histories, engine=wish.engine, twice_every=0)
    found = simulate(ask, workers)
    sys.stdout.write(f"without a bug: {histories} histories, {found.violations} violations\n")
    return found.violations
