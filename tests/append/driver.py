"""Many sessions on one PostgreSQL, accidents meanwhile, and the verdict of the checker.

python -m tests.append.driver --mutations 100000 --seed 1
"""

import argparse
import json
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from server.db.migrate import with_connection
from tests.append import bare
from tests.append.accidents import Accidents
from tests.append.checker import Anomaly, History, Outcome, Pull, Txn, check, missed
from tests.append.crew import WRITERS, Crew, asks
from tests.append.setup import set_up
from tests.append.speed import measured
from tests.append.worker import Ask
from tests.append.workload import rows_for, split, stored_lists
from tests.campaign.postgresql import PostgresServer

SIZES = (1, 5, 20, 54)  # of a push: few phones have much to say
REFUSED = 0.001  # of the mutations, in the middle of them
CONTROL_MAX = 1_200


@dataclass
class Verdict:
    """One run."""

    mutations: int = 0
    took_s: float = 0.0
    retried: int = 0
    pulls: int = 0
    accidents: dict[str, int] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)

    @property
    def per_s(self) -> float:
        return self.mutations / max(0.001, self.took_s)

    @property
    def missed(self) -> int:
        return missed(self.anomalies)


def ours(server: PostgresServer, folder: Path, mutations: int, seed: int, **plan: Any) -> Verdict:
    """The shipped gateway, with accidents. `restart_after_s`, `promote`: see `Accidents.plan`."""
    url = set_up(server, folder, len(rows_for(mutations)), planted=True)
    if plan.get("promote"):
        server.add_standby(folder / "standby")
    given = [
        msgspec.structs.replace(ask, fails=REFUSED) if ask.role == "writer" else ask
        for ask in asks(url, folder, mutations, seed, "writer", "reader", sizes=SIZES)
    ]
    crew = Crew(given)
    accidents = Accidents(server, crew, url, random.Random(seed))
    after_s = plan.get("restart_after_s", 0.0)
    accidents.plan(after_s, restart=after_s > 0, promote=bool(plan.get("promote")))
    verdict = Verdict(took_s=crew.write(accidents.happen), accidents=accidents.counts)
    crew.end()
    accidents.close()
    final = with_connection(accidents.url, stored_lists)
    txns, pulls = _txns(given, verdict), _pulls(folder / "reader")
    verdict.pulls = len(pulls)
    verdict.anomalies = check(History(txns, final, [pulls]))
    return verdict


def control(server: PostgresServer, folder: Path, mutations: int, seed: int) -> Verdict:
    """The same appends numbered by a sequence; a reader that goes by the number."""
    url = set_up(server, folder, 0, planted=False)
    given = asks(url, folder, mutations, seed, "bare_writer", "bare_reader")
    crew = Crew(given)
    # No accidents here; what waits for the writers leaves them the core.
    verdict = Verdict(took_s=crew.write(lambda: time.sleep(0.05)))
    crew.end()
    txns = {txn.name: txn for txn in _txns(given, verdict)}
    pulls: list[Pull] = []
    held: dict[str, tuple[str, ...]] = {}
    for line in (folder / "bare_reader").read_text().splitlines():
        head, keys = json.loads(line)
        for key in keys:
            for row, values in txns[key].appends.items():
                held[row] = held.get(row, ()) + values
        pulls.append(Pull(head, dict(held)))
    verdict.pulls = len(pulls)
    final = with_connection(url, bare.stored_lists)
    verdict.anomalies = check(History(txns.values(), final, [pulls]))
    return verdict


def _txns(given: list[Ask], verdict: Verdict) -> list[Txn]:
    found_: list[Txn] = []
    for ask in given:
        if not ask.role.endswith("writer"):
            continue
        for line in Path(ask.path).read_text().splitlines():
            told = json.loads(line)
            appends = {row: (told["value"],) for row in told["rows"]}
            reads = {row: split(remark) for row, remark in told["seen"].items()}
            found_.append(Txn(told["key"], Outcome.OK, told["seq"], appends, reads))
            verdict.retried += told["attempts"] > 1
    verdict.mutations = len(found_)
    return found_


def _pulls(path: Path) -> list[Pull]:
    pulls = [json.loads(line) for line in path.read_text().splitlines()]
    return [Pull(head, {row: split(each) for row, each in lists.items()}) for head, lists in pulls]


def line(verdict: Verdict) -> str:
    """What ours did under accidents."""
    told = ", ".join(f"{count} {what}" for what, count in verdict.accidents.items())
    kinds = sorted({each.kind for each in verdict.anomalies})
    return (
        f"append: {verdict.mutations} mutations of {WRITERS} writers in {verdict.took_s:.0f} s, "
        f"{verdict.pulls} pulls, {verdict.retried} sent again, {told}: {verdict.missed} missed, "
        f"{len(verdict.anomalies)} anomalies {kinds or ''}".rstrip()
    )


def control_line(by_sequence: Verdict) -> str:
    holes = {each.words.split()[4] for each in by_sequence.anomalies if each.kind == "cursor hole"}
    return (
        f"append, control with a sequence: {by_sequence.mutations} mutations, "
        f"{by_sequence.pulls} pulls, {len(holes)} missed "
        f"({100 * len(holes) / max(1, by_sequence.mutations):.1f} %)"
    )


def main() -> int:
    """Ends with 1 when ours had an anomaly, or the control had none."""
    parser = argparse.ArgumentParser(prog="python -m tests.append.driver", description=__doc__)
    parser.add_argument("--mutations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-append-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        server = PostgresServer(folder / "postgresql")
        stack.callback(server.close)
        speeds = measured(server, folder)
        for each in ("control", "ours"):
            (folder / each).mkdir()
        few = min(CONTROL_MAX, given.mutations)
        by_sequence = control(server, folder / "control", few, given.seed)
        after_s = given.mutations / speeds[-1].ours_per_s / 4
        plan = {"restart_after_s": after_s, "promote": True}
        verdict = ours(server, folder / "ours", given.mutations, given.seed, **plan)
        for each in verdict.anomalies[:20]:
            print(f"  {each.kind}: {each.words}", file=sys.stderr)
        print(line(verdict), control_line(by_sequence), *(e.line for e in speeds), sep="\n")
        return 1 if verdict.anomalies or not by_sequence.missed else 0


if __name__ == "__main__":
    sys.exit(main())
