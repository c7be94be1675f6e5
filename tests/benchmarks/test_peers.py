"""What `make bench-sync` measures with: the proxy counts right and every peer is told the same."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from benchmarks.peers import contest
from benchmarks.peers.contest import FILTERED, PEERS, Contest, Peer
from benchmarks.peers.floor import floors
from benchmarks.peers.proxy import HOST, Count, Link, Proxy
from benchmarks.peers.story import (
    Change,
    Clash,
    Row,
    Rows,
    Story,
    between,
    played,
    rows_of,
    settled,
)
from benchmarks.peers.verdict import judge

ASK = b"POST /sync HTTP/1.1\r\ncontent-length: 5\r\n\r\nGET /"
TOLD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
UPGRADE = b"GET /rows HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n"


@contextmanager
def answering() -> Iterator[int]:
    """A server that answers every 40 bytes or fewer with the same words; its port."""
    listener = socket.create_server((HOST, 0))

    def serve() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            with near:
                while near.recv(65_536):
                    near.sendall(TOLD)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@contextmanager
def aimed(link: Link) -> Iterator[Proxy]:
    proxy = Proxy(link)
    with answering() as port:
        proxy.aim(port)
        try:
            yield proxy
        finally:
            proxy.close()


def ask(line: socket.socket, said: bytes) -> None:
    line.sendall(said)
    assert line.recv(65_536) == TOLD


def test_requests_bytes_and_turns_are_counted() -> None:
    with aimed(Link()) as proxy:
        for times in (3, 1):
            with socket.create_connection((HOST, proxy.port)) as line:
                for _ in range(times):
                    ask(line, ASK)
                count = proxy.take()
                assert count == Count(times, times, 1, times * len(ASK), times * len(TOLD))
                assert count.total_bytes == times * (len(ASK) + len(TOLD))
                assert line.recv(1) == b"", "it comes back over a connection of its own"
        assert proxy.take() == Count()


def test_a_request_in_two_parts_is_one_and_two_in_one_are_two() -> None:
    with aimed(Link()) as proxy, socket.create_connection((HOST, proxy.port)) as line:
        ask(line, ASK[:20])
        ask(line, ASK[20:])
        ask(line, ASK + ASK)
        assert proxy.take().requests == 3


def test_a_server_that_is_gone_ends_the_connection() -> None:
    with aimed(Link()) as proxy, socket.create_server((HOST, 0)) as taken:
        proxy.aim(taken.getsockname()[1])
        taken.close()
        with socket.create_connection((HOST, proxy.port)) as line:
            assert line.recv(1) == b""
        assert proxy.take() == Count(0, 0, 1, 0, 0)


def test_a_web_socket_is_one_request_and_its_frames_are_counted() -> None:
    with aimed(Link()) as proxy, socket.create_connection((HOST, proxy.port)) as line:
        for said in (UPGRADE, b"\x82\x05frame", ASK):
            ask(line, said)
        count = proxy.take()
        assert (count.requests, count.turns) == (1, 3)
        assert count.up_bytes == len(UPGRADE) + 7 + len(ASK)


def test_the_slow_link_takes_its_time() -> None:
    """One round trip for the handshake, one for the request, and each byte at its rate."""
    link = Link(round_trip_s=0.1, bytes_per_s=1_000)
    with aimed(link) as proxy, socket.create_connection((HOST, proxy.port)) as line:
        for trips in (2, 1):
            before_s = time.monotonic()
            ask(line, ASK)
            took_s = time.monotonic() - before_s
            wire_s = (len(ASK) + len(TOLD)) / link.bytes_per_s
            assert took_s >= trips * link.round_trip_s + wire_s - 0.01
            assert took_s < 1.5
        count = proxy.take()
        assert count.least_s(link) == pytest.approx(0.3 + count.total_bytes / 1_000)


def told() -> Story:
    """A small firm: customers, orders, history."""
    customers = [
        {"id": f"c{number}", "name": f"客户 {number}", "phone": "1", "remark": "", "tier": None}
        for number in range(12)
    ]
    orders = [{"id": f"o{number}", "state": "reported", "remark": ""} for number in range(4)]
    facts = [{"id": "f0", "work_order_id": "o0", "verb": "work_order.report", "text": ""}]
    seed = rows_of({"customer": customers, "work_order": orders, "fact": facts})
    fact = {"table": "fact", "work_order_id": "o1", "device_ms": 1}
    hold: list[Change] = [
        {"table": "work_order", "id": "o1", "set": {"state": "on_hold"}},
        {"put": {**fact, "id": "f1", "verb": "work_order.hold", "text": "等"}},
    ]
    note: list[Change] = [{"put": {**fact, "id": "f2", "verb": "work_order.note", "text": "好"}}]
    away: list[Change] = [
        {"table": "work_order", "id": "o0"},
        {"table": "fact", "id": "f0"},
        {"put": {"table": "work_order", "id": "o9", "state": "reported", "remark": ""}},
    ]
    c: list[Change] = [{"table": "customer", "id": "c1", "set": {"phone": "2"}}]
    ids = [f"c{number}" for number in range(2, 12)]
    return Story(seed, c, [hold, note], away, Clash(ids[:5], ids[5:]))


class Fake:
    """A side that does nothing but hold rows; the client sees what the server has."""

    def __init__(self, rows: Rows, log: list[Any]) -> None:
        self.held, self.log = rows, log

    def tell(self, do: str, given: Any = None) -> Any:
        self.log.append((do, given))
        if do == "open":
            return {"port": 9, "is_live": False}
        changes: list[Change] = []
        if do == "seed":
            changes = [{"put": row} for row in given]
        elif do in ("apply", "edit"):
            changes = given if do == "apply" else [change for edit in given for change in edit]
        after = played(self.held, changes)
        self.held.clear()
        self.held.update(after)
        return None

    def rows(self) -> tuple[Rows, list[Any]]:
        return dict(self.held), []


class Still:
    """A proxy through which nothing goes."""

    origin = "http://proxy"

    def aim(self, port: int) -> None:
        assert port == 9

    def take(self) -> Count:
        return Count()


class Forgetful(Fake):
    def rows(self) -> tuple[Rows, list[Any]]:
        return {id: row for id, row in self.held.items() if id != "c0"}, []


def heard(
    peer: Peer, story: Story, monkeypatch: pytest.MonkeyPatch, kind: type[Fake] = Fake
) -> tuple[Contest, list[Any]]:
    """What the peer scored, and all that its two sides were told."""
    rows: Rows = {}
    log: list[Any] = []

    @contextmanager
    def sides(module: str) -> Iterator[tuple[Fake, Fake]]:
        assert module == peer.module
        yield kind(rows, log), Fake(rows, log)

    monkeypatch.setattr(contest, "sides", sides)
    monkeypatch.setattr(contest, "installed", lambda _: {"version": "1"})
    return contest.play(peer, story, "token", cast(Proxy, Still())), log


@pytest.mark.parametrize("is_bare", [False, True])
def test_every_peer_is_told_the_same(monkeypatch: pytest.MonkeyPatch, is_bare: bool) -> None:
    story = told().bare() if is_bare else told()
    logs: list[list[Any]] = []
    for peer in (*PEERS, FILTERED):
        played_by, log = heard(peer, story, monkeypatch)
        assert [*played_by.scores] == ["a", "b", "c", "d", "d2", "e", "x"], played_by.refusal
        assert all(each.stale == each.wrong == 0 for each in played_by.scores.values())
        logs.append(log)
    assert len(logs) == 7
    assert logs.count(logs[0]) == 7
    given = [(do, what) for do, what in logs[0] if do in ("seed", "apply", "edit")]
    assert given == [
        ("seed", list(story.seed.values())),
        ("apply", story.c),
        ("edit", story.d),
        ("apply", story.e),
        ("apply", story.clash.of_server()),
        ("edit", story.clash.of_client()),
    ]


def test_a_server_that_lost_a_row_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    score, _ = heard(PEERS[0], told(), monkeypatch, Forgetful)
    assert score.scores == {}
    assert score.refusal == "a: the server has (0, 1) stale and wrong rows"


def test_a_peer_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "installed", lambda _: {})
    score = contest.play(PEERS[1], told(), "token", cast(Proxy, Still()))
    assert score.refusal == "npm has not installed rxdb"


def test_changes_lead_from_the_rows_before_to_those_after() -> None:
    story = told()
    before, after = story.seed, story.after("e")
    assert played(before, between(before, after)) == after
    assert between(after, after) == []
    row: Row = {"table": "customer", "id": "c0", "name": "a", "phone": "1"}
    without = {"table": "customer", "id": "c0", "name": "a"}
    assert between({"c0": row}, {"c0": without})[0]["set"] == {"phone": None}
    assert played({"c0": row}, between({"c0": row}, {"c0": without})) == {"c0": without}


def test_an_edit_gets_what_only_the_server_knows() -> None:
    final = {"f1": {"table": "fact", "id": "f1", "recorded_ms": 5}}
    assert settled([[{"put": {"table": "fact", "id": "f1"}}]], final) == [[{"put": final["f1"]}]]


def test_without_history_an_edit_overwrites_one_field() -> None:
    bare = told().bare()
    assert {row["table"] for row in bare.seed.values()} == {"customer", "work_order"}
    sets = [change["set"] for edit in bare.d for change in edit]
    assert sets == [{"state": "on_hold"}, {"remark": "好"}]
    assert bare.after("d")["o1"]["remark"] == "好"


def test_fields_have_the_type_of_their_values() -> None:
    fields = told().fields
    assert fields["fact"]["device_ms"] == "number"
    assert fields["customer"] == {"name": "string", "phone": "string", "remark": "string"}


def test_the_floor_is_below_what_it_says_in_json() -> None:
    least = floors(told())
    assert 0 < least["b"] == least["d2"] < least["c"] < least["a"]
    assert least["a"] < len(str(told().seed))
    without = floors(told(), has_ids=False)
    assert without["a"] < least["a"]
    assert without["c"] == least["c"]


def test_what_became_of_edits_is_seen() -> None:
    clash = told().clash
    rows = played(told().seed, clash.of_server())
    client = [change for edit in clash.of_client() for change in edit]
    merged = played(rows, client)
    verdict = judge(clash, merged, merged, "")
    assert (verdict.merged, verdict.same_lost, verdict.of_client, verdict.lost) == (5, 5, 5, 5)
    dropped = judge(clash, rows, merged, "")
    assert (dropped.apart_lost, dropped.of_server, dropped.split) == (5, 5, 10)
    cards = " ".join(clash.word("client", id) for id in (*clash.apart, *clash.same))
    kept = judge(clash, rows, rows, cards)
    assert (kept.apart_kept, kept.same_kept, kept.lost) == (5, 5, 0)
