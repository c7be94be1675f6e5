"""`fieldward conformance`: the shipped server passes; each fault of another is named."""

import itertools
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import pytest
import uvicorn
from litestar.testing import TestClient

from server import cli
from server.app import create_app
from server.conformance import reading, writing
from server.conformance.command import CannotCheck, Verdict, check
from server.conformance.line import Reply, Send
from server.settings import Settings
from sync.entries import Entries
from sync.protocol import SyncRequest
from tests.server.gateway.founding import PASSWORD

Answer = list[Any]
Tamper = Callable[[Answer, SyncRequest], Any]


def line(web: TestClient[Any]) -> Send:
    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        bare = {"accept-encoding": "identity"} | dict(headers)
        got = web.request(method, path, headers=bare, content=body, follow_redirects=False)
        heads = {k: v for k, v in got.headers.items() if k != "content-encoding"}
        return Reply(got.status_code, heads, got.content)  # httpx has unzipped it

    return send


@pytest.fixture(scope="module")
def engine() -> str:
    """What is judged here speaks HTTP; the database behind it makes no difference."""
    return "sqlite"


@pytest.fixture
def send(founded_file: Any, tmp_path: Any) -> Iterator[Send]:
    (tmp_path / "fieldward.sqlite3").write_bytes(founded_file.read_bytes())
    app = create_app(Settings(data_dir=tmp_path))
    with TestClient(app, base_url="https://testserver.local") as web:
        yield line(web)


def verdicts(send: Send, login: str = "chief", *, is_read_only: bool = False) -> list[Verdict]:
    return check(send, login, PASSWORD, is_read_only=is_read_only, tell=lambda _: None)


def faults(send: Send, names: set[str]) -> set[str]:
    """Which of these checks fail."""
    nobody: dict[str, Any] = {"is_read_only": False, "tell": lambda _: None}
    found = check(send, "chief", PASSWORD, names=frozenset(names), **nobody)
    return {each.name for each in found if each.fault}


def test_the_shipped_server_passes(send: Send) -> None:
    found = verdicts(send)
    assert [each for each in found if each.fault] == []
    assert len(found) == len(reading.CHECKS) + len(writing.CHECKS) + len(reading.LAST)
    assert [each.fault for each in verdicts(send, "ann")] == [""] * len(found)


def test_read_only_says_no_entry(send: Send) -> None:
    told: list[int] = []

    def listening(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        reply = send(method, path, headers, body)
        if path == "/sync" and reply.status == 200:
            told.append(reply.json()[3])
        return reply

    assert [each.fault for each in verdicts(listening, is_read_only=True) if each.fault] == []
    assert set(told) == {0}


def test_a_wrong_password_is_said(send: Send) -> None:
    with pytest.raises(CannotCheck, match="cannot sign in: status 401"):
        check(send, "chief", "wrong password", is_read_only=True, tell=lambda _: None)


def put(place: int, value: Any) -> Tamper:
    def tamper(answer: Answer, _: SyncRequest) -> Answer:
        blank: Answer = ["", 0, 0, [], None, [], [], [], False, "", [], [], []]
        answer += blank[len(answer) - 6 :]
        answer[place] = value
        return answer

    return tamper


def renamed(answer: Answer, _: SyncRequest) -> Answer:
    """A value of a row is another than the digest says."""
    text = msgspec.json.encode(answer).replace(b'"pudong"', b'"pudonh"')
    return msgspec.json.decode(text)


MOMENTS = itertools.count(1)


def judged_anew(answer: Answer, _: SyncRequest) -> Answer:
    """Each answer gives results of its own."""
    for result in answer[9] if len(answer) > 9 else []:
        result[1] += next(MOMENTS)
    return answer


def all_taken(answer: Answer, request: SyncRequest) -> Answer:
    """Numbers are taken as they come."""
    if request.entries is not None and isinstance(request.entries, Entries):
        answer[3] = request.entries.first
    return answer


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (put(1, "AAAAAAAA"), {"marks", "forms", "first_sync"}),
        (put(0, 2), {"marks", "forms"}),
        (put(6, "0" * 16), {"first_sync", "nothing_new", "repair"}),
        (put(7, 1), {"first_sync", "nothing_new"}),
        (put(14, False), {"first_sync", "cursors"}),
        (put(18, []), {"repair"}),
        (renamed, {"first_sync"}),
        (judged_anew, {"once"}),
        (put(9, [[1, 5, "accepted"]]), {"results", "forks", "unknown"}),
        (all_taken, {"gaps"}),
        (lambda _answer, _request: {"status": "ok"}, {"marks", "first_sync", "results"}),
    ],
)
def test_a_server_with_a_fault(send: Send, tamper: Tamper, named: set[str]) -> None:
    def faulty(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        reply = send(method, path, headers, body)
        if path != "/sync" or reply.status != 200:
            return reply
        if body[:1] != b"[":
            return reply
        request = msgspec.json.decode(body, type=SyncRequest)
        told = msgspec.json.encode(tamper(reply.json(), request))
        return msgspec.structs.replace(reply, body=told)

    assert faults(faulty, named) == named


@pytest.mark.parametrize(
    ("status", "headers", "named"),
    [
        (200, {"content-type": "text/html"}, {"marks", "forms"}),
        (302, {"location": "https://hotel.example/"}, {"no_redirect", "strangers", "marks"}),
        (200, {"content-encoding": "br"}, {"marks"}),
    ],
)
def test_headers_of_another(
    send: Send, status: int, headers: dict[str, str], named: set[str]
) -> None:
    def faulty(method: str, path: str, given: Mapping[str, str], body: bytes) -> Reply:
        reply = send(method, path, given, body)
        if path != "/sync":
            return reply
        return Reply(status, reply.headers | headers, reply.body)

    assert faults(faulty, named) == named


def test_errors_taken_for_answers(send: Send) -> None:
    """A server that says yes to everything."""

    def faulty(method: str, path: str, given: Mapping[str, str], body: bytes) -> Reply:
        reply = send(method, path, given, body)
        return msgspec.structs.replace(reply, status=200) if path == "/sync" else reply

    named = {"strangers", "versions", "garbage", "bounds", "columns", "too_many", "sign_out"}
    assert faults(faulty, named) == named


def test_at_the_terminal(
    founded_file: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fieldward.sqlite3").write_bytes(founded_file.read_bytes())
    app = create_app(Settings(data_dir=tmp_path))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    words = ("conformance", f"http://127.0.0.1:{port}", "--login", "chief", "--password")
    try:
        assert cli.main([*words, PASSWORD]) == 0
        said = capsys.readouterr().out.splitlines()
        assert re.fullmatch(r"\d+ checks, 0 failed\.", said[-1])
        assert all(each.startswith("ok   ") for each in said[:-1])
        assert cli.main([*words, "wrong password"]) == 2
    finally:
        server.should_exit = True
        thread.join(20)
    assert cli.main([*words, PASSWORD]) == 2
