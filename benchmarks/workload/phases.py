"""What happens to workload W, phase by phase, and what each phase cost on the wire.

| phase | what happens |
|---|---|
| a | first sync of an empty replica |
| b | nothing |
| c | the office changes one field of 100 rows; one pull |
| d | 200 edits of 60 jobs, authored without signal, are pushed; their echo comes back |
| d2 | nothing |
| e | 50 jobs get a place in another district and leave; 50 come from there |

In c the rows are customers (telephone) and assets (day of installation): whatever changes a job
or an answer writes a line of history beside it, so it is never one field.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.workload.documents import SEED, Workload, write
from benchmarks.workload.firm import MANAGER, PASSWORD, READER, Told, found
from benchmarks.workload.meter import Meter, Traffic
from benchmarks.workload.station import Engine, Refused, Server
from benchmarks.workload.texts import asset_args, customer_args, day_of

CHANGED, EDITED_JOBS, EDITS, MOVED = 100, 60, 200, 50
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Measured:
    """Bytes of every phase, and how many rows of each kind the replica held after phase a."""

    traffic: dict[str, Traffic]
    rows: dict[str, int]
    warnings: list[str]


class Play:
    """One run of all phases on one firm."""

    def __init__(
        self,
        workload: Workload,
        told: Told,
        server: Server,
        meter: Meter,
        engine: Engine | None = None,
    ) -> None:
        self.workload = workload
        self.told = told
        self.server = server
        self.meter = meter
        self.engine = engine or Engine()
        self.rng = random.Random(SEED + 1)
        self.warnings: list[str] = []
        self.traffic: dict[str, Traffic] = {}

    def run(self) -> Measured:
        session = self.server.sign_in(READER, PASSWORD)
        self.server.speak_as(self.server.sign_in(MANAGER, PASSWORD))
        self._end("a", self.engine.open(self.meter.origin, session))
        rows = self._rows()
        self._sync("b")
        self._change_fields()
        self._sync("c")
        self._edit_jobs()
        self._sync("d")
        self._sync("d2")
        self._move_jobs()
        self._sync("e")
        return Measured(self.traffic, rows, self.warnings)

    def _sync(self, phase: str) -> None:
        self._end(phase, self.engine.sync())

    def _end(self, phase: str, status: dict[str, Any]) -> None:
        self.traffic[phase] = self.meter.take()
        self.warnings += [f"{phase}: {each}" for each in status["warnings"]]

    def _rows(self) -> dict[str, int]:
        """The rows by kind; the workload must be there as a whole."""
        kinds = ("customer", "asset", "work_order", "checklist_answer", "fact")
        held = {kind: {row["id"] for row in self.engine.tell("rows", kind=kind)} for kind in kinds}
        w = self.told
        wanted = dict(zip(kinds, (w.customers, w.assets, w.jobs, w.checklists), strict=False))
        for kind, ids in wanted.items():
            if held[kind] != set(ids) or len(held[kind]) != len(ids):
                raise Refused(f"{len(held[kind])} rows of {kind}, and {len(ids)} were told")
        return {kind: len(ids) for kind, ids in held.items()}

    def _change_fields(self) -> None:
        w, told = self.workload, self.told
        ids = [*told.customers, *told.assets]
        for at in self.rng.sample(range(len(ids)), CHANGED):
            if at < len(told.customers):
                args = customer_args(w.customers[at])
                args["phone"] = f"139{self.rng.randrange(10**8):08}"
                self.server.mutate("customer.edit", {"customer_id": ids[at], **args})
                continue
            asset = w.assets[at - len(told.customers)]
            owner = None if asset.parent is None else w.customers[asset.parent]
            args = {"asset_id": ids[at], "location_id": None, "manufacturer": ""}
            args |= asset_args(asset, owner)
            args["installed_on"] = day_of(asset.due_ms - self.rng.randint(1, 400) * DAY_MS)
            self.server.mutate("asset.edit", args)

    def _edit_jobs(self) -> None:
        """Half of the edits move the state of the job, half are a remark on it."""
        writers = self.workload.jobs
        sixty = self.rng.sample(range(len(writers)), EDITED_JOBS)
        is_held: set[int] = set()
        edits: list[tuple[str, dict[str, Any]]] = []
        for number in range(EDITS):
            at = sixty[number] if number < EDITED_JOBS else self.rng.choice(sixty)
            args = {"work_order_id": self.told.jobs[at]}
            words = self.rng.choice(writers).note
            if self.rng.random() < 0.5:
                edits.append(("work_order.note", {**args, "text": f"{words}({number + 1})"}))
            elif at in is_held:
                edits.append(("work_order.resume", args))
                is_held.remove(at)
            else:
                edits.append(("work_order.hold", {**args, "reason": words}))
                is_held.add(at)
        self.engine.offline(edits)

    def _move_jobs(self) -> None:
        here, there = self.told.places
        leaving = self.rng.sample(self.told.jobs, MOVED)
        for job, place in [
            *((job, there) for job in leaving),
            *((job, here) for job in self.told.incoming),
        ]:
            self.server.mutate("work_order.place", {"work_order_id": job, "location_id": place})


@contextmanager
def _served(data_dir: Path) -> Iterator[tuple[Server, Meter]]:
    server = Server(data_dir)
    try:
        meter = Meter(server.port)
        try:
            yield server, meter
        finally:
            meter.close()
    finally:
        server.close()


def measure() -> Measured:
    """All phases on a new firm: the product's server, the shipped engine in Node."""
    workload = write()
    with tempfile.TemporaryDirectory() as folder:
        told = found(Path(folder), workload)
        with _served(Path(folder)) as (server, meter):
            play = Play(workload, told, server, meter)
            try:
                return play.run()
            finally:
                play.engine.close()
