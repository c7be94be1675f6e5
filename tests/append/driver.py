"""Many sessions on one PostgreSQL, accidents meanwhile, and the verdict of the checker.

python -m tests.append.driver --mutations 100000 --seed 1
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from server.db.migrate import with_connection
from server.db.postgresql import PostgresDatabase
from server.gateway.gateway import Gateway
from server.settings import Settings
from tests.append import bare
from tests.append.accidents import Accidents, plain
from tests.append.checker import Anomaly, History, Outcome, Pull, Txn, check, missed
from tests.append.crew import WRITERS, Crew, asks
from tests.append.worker import Ask
from tests.append.workload import SERIALIZATION_FAILURE, catalogue, rows_for, split, stored_lists
from tests.campaign.postgresql import PostgresServer
from tests.server.gateway.founding import TENANT, found

LISTS_AT_ONCE = 200
FAILS_AT_COMMIT = 0.01
# At COMMIT, where PostgreSQL itself reports them: the whole group has to run again.
AT_COMMIT = f"""
CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF random() < {FAILS_AT_COMMIT} THEN
    RAISE EXCEPTION 'planted' USING ERRCODE = '{SERIALIZATION_FAILURE}';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER planted AFTER INSERT ON event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION planted();
CREATE TABLE elsewhere (at_ms bigint);
"""


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


def _setup(server: PostgresServer, folder: Path, mutations: int, *, planted: bool) -> str:
    """A founded database with empty lists; the URL that the workers use."""
    settings = Settings(data_dir=folder, database_url=server.new_database())
    found(settings)
    asyncio.run(_lists(settings, rows_for(mutations)))
    statements = [*bare.SETUP, *([AT_COMMIT] if planted else [])]

    async def run() -> None:
        connection = await asyncpg.connect(plain(settings.url))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())
    return settings.url


async def _lists(settings: Settings, rows: list[str]) -> None:
    gateway = Gateway(catalogue(), lambda unit, after: PostgresDatabase(settings.url, unit, after))
    await gateway.start()
    for at in range(0, len(rows), LISTS_AT_ONCE):
        args = {"rows": rows[at : at + LISTS_AT_ONCE], "others": [], "value": ""}
        result = await gateway.submit_system(TENANT, "list.append", args, f"lists:{at}")
        assert result.outcome == "accepted", result
    await gateway.stop()


def ours(server: PostgresServer, folder: Path, mutations: int, seed: int, **plan: Any) -> Verdict:
    """The shipped gateway, with accidents. `restart_after_s`, `promote`: see `Accidents.plan`."""
    url = _setup(server, folder, mutations, planted=True)
    if plan.get("promote"):
        server.add_standby(folder / "standby")
    given = [
        msgspec.structs.replace(ask, fails=0.005) if ask.role == "writer" else ask
        for ask in asks(url, folder, mutations, seed, "writer", "reader")
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
    url = _setup(server, folder, mutations, planted=False)
    given = asks(url, folder, mutations, seed, "bare_writer", "bare_reader")
    crew = Crew(given)
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


def speed(server: PostgresServer, folder: Path, mutations: int, role: str) -> float:
    """Mutations a second of one way to write, nothing else happening."""
    url = _setup(server, folder, mutations, planted=False)
    crew = Crew(asks(url, folder, mutations, 1, role))
    took_s = crew.write(lambda: time.sleep(0.02))
    crew.end()
    return mutations / took_s


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


def lines(verdict: Verdict, by_sequence: Verdict, speeds: dict[str, float]) -> list[str]:
    """The report: ours, the control, and how fast."""
    told = ", ".join(f"{count} {what}" for what, count in verdict.accidents.items())
    kinds = sorted({each.kind for each in verdict.anomalies})
    holes = {each.words.split()[4] for each in by_sequence.anomalies if each.kind == "cursor hole"}
    same, log = speeds["bare_same_writer"], speeds["bare_writer"]
    return [
        f"append: {verdict.mutations} mutations of {WRITERS} writers in {verdict.took_s:.0f} s, "
        f"{verdict.pulls} pulls, {verdict.retried} sent again, {told}: {verdict.missed} missed, "
        f"{len(verdict.anomalies)} anomalies {kinds or ''}".rstrip(),
        f"append, control with a sequence: {by_sequence.mutations} mutations, "
        f"{by_sequence.pulls} pulls, {len(holes)} missed "
        f"({100 * len(holes) / max(1, by_sequence.mutations):.1f} %)",
        f"append, speed: ours {speeds['writer']:.0f}/s; the same work numbered by a sequence "
        f"{same:.0f}/s, ratio {speeds['writer'] / same:.2f}; "
        f"rows and one line of a log {log:.0f}/s, ratio {speeds['writer'] / log:.2f}",
    ]


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
        sizes = max(400, min(4_000, given.mutations // 5))
        speeds: dict[str, float] = {}
        for role in ("writer", "bare_same_writer", "bare_writer"):
            place = folder / role
            place.mkdir()
            speeds[role] = speed(server, place, sizes, role)
        for each in ("control", "ours"):
            (folder / each).mkdir()
        by_sequence = control(server, folder / "control", sizes, given.seed)
        after_s = given.mutations / speeds["writer"] / 4
        verdict = ours(
            server,
            folder / "ours",
            given.mutations,
            given.seed,
            restart_after_s=after_s,
            promote=True,
        )
        for each in verdict.anomalies[:20]:
            print(f"  {each.kind}: {each.words}", file=sys.stderr)
        print("\n".join(lines(verdict, by_sequence, speeds)))
        return 1 if verdict.anomalies or not by_sequence.missed else 0


if __name__ == "__main__":
    sys.exit(main())
