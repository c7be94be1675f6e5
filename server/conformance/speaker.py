"""What a checking client says: requests that are right but for what a check makes wrong."""

import secrets
from collections.abc import Callable
from typing import Any

import msgspec

from server import contract
from server.conformance.line import Reply, Send
from server.conformance.rows import Rows
from sync.entries import Entry, check_of, entry_hash
from sync.ids import uuid7
from sync.protocol import PROTOCOL_VERSION, Entries, Result, SyncResponse

APP = "conformance"
ZONE = "Asia/Shanghai"
PAGES_MAX = 10_000


class Broken(Exception):
    """The server does something else than the protocol says; said as it is."""


def expect(is_so: bool, said: str) -> None:
    if not is_so:
        raise Broken(said)


class Speaker:
    """One replica of the account, made for this run."""

    def __init__(self, send: Send, clock: Callable[[], int]) -> None:
        self._send = send
        self.clock = clock
        self.replica = uuid7(clock(), secrets.token_bytes(10))
        self.rows = Rows(self.replica)
        self.token = ""
        self.last = 0
        self.redirects: list[str] = []

    def ask(
        self, method: str, path: str, body: bytes = b"", token: str | None = None, /, **more: str
    ) -> Reply:
        """One request. `more` are headers, with _ for -; a `token` of "" sends none."""
        token = self.token if token is None else token
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        reply = self._send(method, path, headers, body)
        if 300 <= reply.status < 400:
            self.redirects.append(f"{method} {path} gives {reply.status}")
        return reply

    def envelope(self, nonce: str = "", **changed: Any) -> list[Any]:
        """A request in its positions, `changed` by name; what comes last may be left out."""
        known: dict[str, Any] = {
            "protocol": PROTOCOL_VERSION,
            "schema": contract.schema_hash(),
            "replica": self.replica,
            "nonce": nonce or secrets.token_urlsafe(6),
            "cursor": self.rows.cursor,
            "settled": 0,
            "waiting": 0,
            "device_ms": self.clock(),
            "entries": None,
            "hollow": [],
            "sums": "",
        }
        return [changed.get(name, value) for name, value in known.items()]

    def post(self, body: Any, **headers: str) -> Reply:
        return self.ask("POST", "/sync", msgspec.json.encode(body), None, **headers)

    def answer(self, body: list[Any], **headers: str) -> SyncResponse:
        """The answer to a request that must succeed. Raises Broken."""
        return self.read(self.post(body, **headers), body[3])

    def read(self, reply: Reply, nonce: str) -> SyncResponse:
        expect(reply.status == 200, f"status {reply.status} instead of 200{code_in(reply)}")
        expect(
            reply.content_type == "application/json",
            f"content type “{reply.content_type}” instead of application/json",
        )
        try:
            answer = msgspec.json.decode(reply.plain(), type=SyncResponse)
        except (msgspec.MsgspecError, ValueError) as error:
            raise Broken(f"the answer is not of the protocol's form: {error}") from error
        expect(answer.protocol == PROTOCOL_VERSION, f"it answers in protocol {answer.protocol}")
        expect(answer.nonce == nonce, "it gives back another nonce than it was sent")
        for n, many, seq in answer.accepted:
            answer.results += [Result(n + at, seq + at, "accepted") for at in range(many)]
        answer.results.sort(key=lambda result: result.n)
        return answer

    def catch_up(self) -> list[int]:
        """Read to the head and add up; how many rows each page brought. Raises Broken."""
        pages: list[int] = []
        while len(pages) < PAGES_MAX:
            answer = self.answer(self.envelope())
            pages.append(self.take(answer))
            if not answer.more:
                mine = self.rows.total()
                theirs = (answer.digest, answer.count)
                expect(mine == theirs, f"digest and count are {theirs}, the rows give {mine}")
                return pages
        raise Broken("the pages never end")

    def take(self, answer: SyncResponse) -> int:
        try:
            return self.rows.apply(answer)
        except (LookupError, ValueError) as error:
            raise Broken(f"a page cannot be read: {error!r}") from error

    def entry(self, n: int, name: str, args: dict[str, Any]) -> Entry:
        cursor, moment = self.rows.cursor, self.clock()
        raw = msgspec.Raw(msgspec.json.encode(args))
        base = (cursor.epoch, cursor.floor)
        return Entry(
            self.replica, n, *base, moment, 0, ZONE, APP, contract.schema_hash(), name, raw
        )

    def push(self, *entries: Entry, **changed: Any) -> list[Any]:
        """A request with these entries, spelt out."""
        return self.envelope(entries=spelt(entries), **changed)


def spelt(entries: tuple[Entry, ...]) -> Entries:
    times = [entry.device_ms for entry in entries]
    steps = [after - before for before, after in zip([0, *times], times, strict=False)]
    return Entries(
        first=entries[0].n,
        names=[entry.name for entry in entries],
        bases=[(entry.base_epoch, entry.base_seq) for entry in entries],
        device_ms=steps,
        mono_ms=[0] * len(entries),
        zones=[ZONE],
        apps=[APP],
        schemas=[entry.schema for entry in entries],
        args=[entry.args for entry in entries],
    )


def folded(entry: Entry, *, is_right: bool) -> Entries:
    """One entry in coded columns; with another check than its own when it is not to be right."""
    args: dict[str, Any] = msgspec.json.decode(entry.args)
    check = check_of([entry_hash(entry, args)])
    said = spelt((entry,))
    said.names, said.args = [], []
    said.mono_ms = [-entry.device_ms]
    said.runs = [(entry.name, sorted(args), [[0, args[key]] for key in sorted(args)])]
    said.order = [0, 0]
    said.check = check if is_right else "AAAAAAAA"
    return said


def code_in(reply: Reply) -> str:
    """The code of the error shape, to be said behind a status."""
    try:
        body = reply.json()
    except ValueError:
        return ""
    return f" ({body['code']})" if isinstance(body, dict) and "code" in body else ""
