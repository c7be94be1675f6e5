"""One peer plays the story: a server and a client in processes of their own, the proxy between."""

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peers.proxy import Count, Proxy
from benchmarks.peers.story import Rows, Story
from benchmarks.peers.verdict import Verdict, judge

FOLDER = Path(__file__).parent


class Refused(RuntimeError):
    """The peer would not do it; the message says why."""


@dataclass(frozen=True)
class Peer:
    """`package` is the npm package whose version and licence are shown."""

    name: str
    module: str
    package: str


PEERS = (
    Peer("PouchDB", "pouchdb", "pouchdb-core"),
    Peer("RxDB", "rxdb", "rxdb"),
    Peer("WatermelonDB", "watermelon", "@nozbe/watermelondb"),
    Peer("Replicache", "replicache", "replicache"),
    Peer("TinyBase", "tinybase", "tinybase"),
    Peer("Yjs", "yjs", "yjs"),
)
FILTERED = Peer("PouchDB, filtered", "pouchdb-filtered", "pouchdb-core")


@dataclass(frozen=True)
class Score:
    """One phase: the wire, seconds, and rows that the client has too much, or not as they are."""

    count: Count
    took_s: float
    stale: int = 0
    wrong: int = 0
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Contest:
    """What one contestant scored in each phase, or why it could not."""

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    refusal: str = ""


class Side:
    """The server or the client of a peer."""

    def __init__(self, module: str, role: str) -> None:
        self._what = f"{module} {role}"
        self._process = subprocess.Popen(
            ["node", "--no-warnings", str(FOLDER / "side.mjs"), module, role],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def tell(self, do: str, given: Any = None) -> Any:
        """One command; what it answers. Raises Refused."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, "with": given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        while line and not line.startswith("{"):  # a library that talks
            line = self._process.stdout.readline()
        if not line:
            raise Refused(f"{self._what}: the process ended at {do}")
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(f"{self._what}, {do}: {answer['error']}")
        return answer["value"]

    def rows(self) -> tuple[Rows, list[Any]]:
        told = self.tell("rows")
        return {row["id"]: row for row in told["rows"]}, told["aside"]

    def close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


def stale_and_wrong(held: Rows, wanted: Rows) -> tuple[int, int]:
    """Rows that should have left, and rows that lack or are not as they should be."""
    stale = sum(id not in wanted for id in held)
    return stale, sum(held.get(id) != row for id, row in wanted.items())


class Match:
    """All phases of one peer."""

    def __init__(self, story: Story, server: Side, client: Side, proxy: Proxy) -> None:
        self._story = story
        self._server, self._client, self._proxy = server, client, proxy
        self._is_live = False
        self._scores: dict[str, Score] = {}

    def run(self, token: str) -> dict[str, Score]:
        story, fields = self._story, self._story.fields
        port = self._server.tell("open", {"token": token})["port"]
        self._server.tell("seed", list(story.seed.values()))
        self._proxy.aim(port)
        access = {"origin": self._proxy.origin, "token": token, "fields": fields}
        self._is_live = self._client.tell("open", access)["is_live"]
        self._phase("a")
        self._phase("b")
        self._server.tell("apply", story.c)
        self._phase("c")
        self._client.tell("edit", story.d)
        self._phase("d")
        self._phase("d2")
        self._server.tell("apply", story.e)
        self._phase("e")
        self._clash()
        return self._scores

    def _phase(self, phase: str) -> None:
        """Sync once; a live peer has synced when both sides hold the rows that they must."""
        wanted = self._story.after(phase)
        both = (self._client, self._server) if self._is_live else ()
        for side in both:
            side.tell("expect", list(wanted.values()))
        before_s = time.monotonic()
        self._client.tell("sync", {"is_open_end": False})
        for side in both:
            side.tell("until")
        took_s = time.monotonic() - before_s
        self._leave()
        count = self._proxy.take()
        stale, wrong = stale_and_wrong(self._client.rows()[0], wanted)
        on_server = stale_and_wrong(self._server.rows()[0], wanted)
        if on_server != (0, 0):
            raise Refused(f"{phase}: the server has {on_server} stale and wrong rows")
        self._scores[phase] = Score(count, took_s, stale, wrong)

    def _clash(self) -> None:
        clash = self._story.clash
        self._server.tell("apply", clash.of_server())
        self._client.tell("edit", clash.of_client())
        before_s = time.monotonic()
        try:
            for _ in range(2):
                self._client.tell("sync", {"is_open_end": True})
                self._leave()
        finally:
            took_s = time.monotonic() - before_s
            count = self._proxy.take()
        on_server, kept = self._server.rows()
        on_client, more = self._client.rows()
        aside = json.dumps([kept, more], ensure_ascii=False)
        verdict = judge(clash, on_server, on_client, aside)
        self._scores["x"] = Score(count, took_s, verdict=verdict)

    def _leave(self) -> None:
        if self._is_live:
            self._client.tell("leave")


@contextmanager
def sides(module: str) -> Iterator[tuple[Side, Side]]:
    """The server and the client, until the end of the `with`."""
    server = Side(module, "serve")
    client = Side(module, "join")
    try:
        yield server, client
    finally:
        client.close()
        server.close()


def play(peer: Peer, story: Story, token: str, proxy: Proxy) -> Contest:
    """The peer's figures, or the reason for having none."""
    package = installed(peer)
    if not package:
        return Contest(peer.name, refusal=f"npm has not installed {peer.package}")
    label = f"{peer.name} {package['version']}"
    try:
        with sides(peer.module) as (server, client):
            return Contest(label, Match(story, server, client, proxy).run(token))
    except (Refused, OSError) as why:
        return Contest(label, refusal=str(why).splitlines()[0])


def installed(peer: Peer) -> Mapping[str, Any]:
    """The peer's package as npm installed it, or nothing."""
    told = FOLDER / "node_modules" / peer.package / "package.json"
    return json.loads(told.read_text()) if told.exists() else {}
