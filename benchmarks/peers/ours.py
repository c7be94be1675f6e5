"""Our engine and server play the workload through the proxy; what they did is the peers' story."""

import json
import tempfile
import time
from pathlib import Path
from typing import Any, cast

from benchmarks.peers.contest import Contest, Score
from benchmarks.peers.proxy import Count, Proxy
from benchmarks.peers.story import Change, Clash, Rows, Story, Untrue, between, rows_of, settled
from benchmarks.peers.verdict import judge
from benchmarks.workload.documents import Workload, write
from benchmarks.workload.firm import Told, found
from benchmarks.workload.meter import Meter
from benchmarks.workload.phases import Play
from benchmarks.workload.station import Engine, Server
from server import contract

EDITED_TABLES = ("work_order", "fact")
CLASHING = 5


class Recorder(Engine):
    """The engine of the benchmark, timed, and asked after every edit which rows it moved."""

    def __init__(self) -> None:
        super().__init__()
        self.edits: list[list[Change]] = []
        self.took_s = 0.0
        self.token = ""
        self.tell("online", is_online=True)  # answered when its modules are loaded

    def open(self, origin: str, session: dict[str, Any]) -> dict[str, Any]:
        self.token = session["token"]
        before_s = time.monotonic()
        status = super().open(origin, session)
        self.took_s = time.monotonic() - before_s
        return status

    def sync(self) -> dict[str, Any]:
        before_s = time.monotonic()
        status = super().sync()
        self.took_s = time.monotonic() - before_s
        return status

    def offline(self, edits: list[tuple[str, dict[str, Any]]]) -> None:
        self.tell("online", is_online=False)
        before = self.rows(EDITED_TABLES)
        for name, args in edits:
            self.tell("mutate", name=name, args=args)
            after = self.rows(EDITED_TABLES)
            self.edits.append(between(before, after))
            before = after
        self.tell("sync")
        self.tell("online", is_online=True)

    def rows(self, tables: tuple[str, ...] = ()) -> Rows:
        names = tables or tuple(kind.name for kind in contract.KINDS)
        return rows_of({name: self.tell("rows", kind=name) for name in names})


class Recording(Play):
    """A run of all phases that keeps the rows after each of them."""

    def __init__(
        self, workload: Workload, told: Told, server: Server, meter: Meter, engine: Recorder
    ) -> None:
        super().__init__(workload, told, server, meter, engine)
        self.recorder = engine
        self.after: dict[str, Rows] = {}
        self.scores: dict[str, Score] = {}

    def _end(self, phase: str, status: dict[str, Any]) -> None:
        super()._end(phase, status)
        self.after[phase] = self.recorder.rows()
        count = cast(Count, self.traffic[phase])
        self.scores[phase] = Score(count, self.recorder.took_s)

    def story(self) -> Story:
        """Raises Untrue when the recorded changes do not lead to the recorded rows."""
        after = self.after
        moved = sorted(id for id in after["a"] if after["a"][id]["table"] == "customer")
        told = Story(
            seed=after["a"],
            c=between(after["b"], after["c"]),
            d=settled(self.recorder.edits, after["d"]),
            e=between(after["d2"], after["e"]),
            clash=Clash(moved[:CLASHING], moved[CLASHING : 2 * CLASHING]),
        )
        for phase, rows in after.items():
            if wrong := between(told.after(phase), rows):
                raise Untrue(f"{phase}: {len(wrong)} changes are not told, as {wrong[0]}")
        return told

    def clash(self, clash: Clash) -> Score:
        """Phase x with the product's own mutation: `customer.edit` names every field."""
        rows = self.after["e"]
        edits = [self._edit(rows, change) for edit in clash.of_client() for change in edit]
        self.engine.tell("online", is_online=False)
        for args in edits:
            self.engine.tell("mutate", name="customer.edit", args=args)
        self.engine.tell("sync")
        self.engine.tell("online", is_online=True)
        for change in clash.of_server():
            self.server.mutate("customer.edit", self._edit(rows, change))
        self.meter.take()
        before_s = time.monotonic()
        self.engine.tell("sync")
        status = self.engine.tell("sync")
        took_s = time.monotonic() - before_s
        held = self.recorder.rows()
        customers = {id: row for id, row in held.items() if row["table"] == clash.table}
        aside = json.dumps(
            [status, *(row for id, row in held.items() if id not in customers)], ensure_ascii=False
        )
        verdict = judge(clash, customers, customers, aside)
        return Score(cast(Count, self.meter.take()), took_s, verdict=verdict)

    def _edit(self, rows: Rows, change: Change) -> dict[str, Any]:
        row = {**rows[change["id"]], **change["set"]}
        names = ("name", "phone", "tier", "remark")
        return {"customer_id": row["id"], **{name: row[name] for name in names}}


def play(proxy: Proxy) -> tuple[Contest, Story, str]:
    """Our figures, the story for the peers, and the token that went with every request."""
    workload = write()
    with tempfile.TemporaryDirectory() as folder:
        told = found(Path(folder), workload)
        server = Server(Path(folder))
        engine = Recorder()
        try:
            proxy.aim(server.port)
            meter = cast(Meter, proxy)
            recording = Recording(workload, told, server, meter, engine)
            recording.run()
            story = recording.story()
            scores = {**recording.scores, "x": recording.clash(story.clash)}
            return Contest("ours", scores), story, engine.token
        finally:
            engine.close()
            server.close()
