"""How fast 32 writers on one tenant are, beside transactions that number by a bare sequence.

Both sides have 32 sessions in one process, as the shipped server is one, and bring as many
mutations at once; they take turns, and the best turn of each counts. Every writer appends to lists
of its own, so nobody waits for a row: the best case of the control, whose sessions share no more
than the sequence then, while ours share the counter.

    the same work    all that the shipped unit writes (rows, versions, scopes, history, ledger), one
                     transaction for what is brought at once: `GOAL` is about this control
    rows and a log   only the rows, and a line of a log with the number: what the records cost

A mutation at a time comes through `Gateway.submit`, twenty as a push through `Gateway.sync`, whose
time contains the answer that a phone gets; the controls answer nothing. The goal is about twenty:
groups are how a server that counts keeps up. A busy machine is hard on ours, which has one
transaction at a time: measure on a quiet one. The ratio is told, and fails nothing.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from tests.append.crew import WRITERS, Crew, asks
from tests.append.setup import set_up
from tests.append.workload import ROWS_OPEN
from tests.campaign.postgresql import PostgresServer

GOAL = 0.9
ROUNDS = 2
SAME, LOG = "bare_same_writer", "bare_writer"


@dataclass(frozen=True)
class Speeds:
    """Mutations a second, brought so many at once."""

    size: int
    ours_per_s: float
    same_per_s: float
    log_per_s: float

    @property
    def ratio(self) -> float:
        return self.ours_per_s / self.same_per_s

    @property
    def line(self) -> str:
        return (
            f"append, speed, {self.size} at once: ours {self.ours_per_s:.0f}/s, the same work "
            f"numbered by a bare sequence {self.same_per_s:.0f}/s, ratio {self.ratio:.2f} "
            f"(goal {GOAL}); rows and a log {self.log_per_s:.0f}/s, "
            f"ratio {self.ours_per_s / self.log_per_s:.2f}"
        )


def measured(server: PostgresServer, folder: Path) -> list[Speeds]:
    """Some seconds of each in turn, so often."""
    found: list[Speeds] = []
    for ours, size, mutations in (("api_writer", 1, 480), ("writer", 20, 1_600)):
        best = dict.fromkeys((ours, SAME, LOG), 0.0)
        for number in range(ROUNDS):
            for role in best:
                place = folder / f"{role}-{size}-{number}"
                place.mkdir()
                per_s = mutations / turn(server, place, mutations, role, size)
                best[role] = max(best[role], per_s)
        found.append(Speeds(size, *best.values()))
    return found


def turn(server: PostgresServer, folder: Path, mutations: int, role: str, size: int) -> float:
    """Seconds that so many mutations take, nothing else happening."""
    url = set_up(server, folder, WRITERS * ROWS_OPEN + 1, planted=False)
    crew = Crew(asks(url, folder, mutations, 1, role, sizes=(size,), is_alone=True, processes=1))
    took_s = crew.write(lambda: time.sleep(0.02))  # leaves the core to the writers
    crew.end()
    return took_s
