"""A client written from docs/protocol.md and nothing else: the standard library and httpx.

The numbers in brackets are sections of that document. Nothing of the product is imported here;
what its kinds look like is read from docs/protocol-kinds.md, as section 16 says.
"""

import gzip
import json
import re
import secrets
import time
from base64 import b64decode, b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import blake2s
from pathlib import Path
from typing import Any

import httpx

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KINDS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "protocol-kinds.md"
ORDINALS = 6
PARTS = 128


class NoAnswer(Exception):
    """What came is no answer of this protocol [3]: nothing was learnt from it."""


class Refused(Exception):
    """The server said no to the whole request [11]."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass
class Kind:
    name: str
    fields: list[tuple[str, int]]

    def visible(self, level: int) -> list[str]:
        return [name for name, sees in self.fields if sees <= level]


def read_kinds() -> tuple[str, list[Kind]]:
    """[16] The schema hash, and each kind by its index."""
    text = KINDS_PAGE.read_text(encoding="utf-8")
    block = text.split("```")[1]
    kinds = []
    for line in re.findall(r"^\d+ (\w+: .*)$", block, re.MULTILINE):
        name, _, rest = line.partition(": ")
        pairs = (each.split(":") for each in rest.split())
        kinds.append(Kind(name, [(word, int(level)) for word, level in pairs]))
    found = re.search(r"^schema ([0-9a-f]{16})$", block, re.MULTILINE)
    assert found is not None
    return found[1], kinds


def canonical(value: Any) -> bytes:
    """[5]"""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def uuid_of(octets: bytes) -> str:
    text = octets.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def born_id(writer: str, key: str, ordinal: int) -> str:
    """[6]"""
    octets = bytearray(blake2s(f"fieldward/id\n{writer}\n{key}\n{ordinal}".encode()).digest()[:16])
    octets[6] = octets[6] & 0x0F | 0x80
    octets[8] = octets[8] & 0x3F | 0x80
    return uuid_of(bytes(octets))


def entry_hash(replica: str, entry: "Entry") -> str:
    """[5]"""
    said = {"app": "stranger", "args": entry.args, "base": entry.base, "name": entry.name}
    said |= {"device_ms": entry.device_ms, "mono_ms": entry.mono_ms, "n": entry.n}
    said |= {"replica": replica, "schema": entry.schema, "zone": "Asia/Shanghai"}
    return blake2s(canonical(said)).hexdigest()


def running(steps: list[Any]) -> list[Any]:
    """The first, then differences; null counts for nothing."""
    total, found = 0, []
    for step in steps:
        total += step or 0
        found.append(None if step is None else total)
    return found


def steps(values: list[int]) -> list[int]:
    return [after - before for before, after in zip([0, *values], values, strict=False)]


def opened(column: list[Any], length: int, ids: list[str], said: list[dict[str, Any]]) -> list[Any]:
    """[2] A coded column."""
    coding, *rest = column
    if coding == 0:
        found = rest
    elif coding == 1:
        found = rest * length
    elif coding == 2:
        found = running(rest)
    elif coding == 3:
        found = [rest[0][DIGITS.index(letter)] for letter in rest[1]]
    elif coding == 4:
        found = [DIGITS.index(letter) for letter in rest[0]]
    elif coding == 5:
        places = opened(rest[0], length, ids, said)
        found = [None if place is None else ids[place] for place in places]
    elif coding == 6:
        blank, *names = rest
        found = [next((one[name] for name in names if name in one), blank) for one in said]
    elif coding == 7:
        found = [value + rest[0] for value in opened(rest[1], length, ids, said)]
    else:
        raise NoAnswer(f"coding {coding}")
    if len(found) != length:
        raise NoAnswer("a column of another length")
    return found


@dataclass
class Row:
    kind: int
    row_id: str
    values: list[Any]


@dataclass
class Entry:
    n: int
    name: str
    args: dict[str, Any]
    base: list[Any]
    device_ms: int
    mono_ms: int
    schema: str


@dataclass
class Stranger:
    """One installation of one user."""

    web: httpx.AsyncClient
    replica: str
    token: str = ""
    cursor: list[Any] = field(default_factory=lambda: ["", 0])
    rows: dict[tuple[int, int], Row] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    outbox: list[Entry] = field(default_factory=list)
    results: dict[int, list[Any]] = field(default_factory=dict)
    next_n: int = 1
    in_columns: bool = False
    heads: int = 0
    sums: str = ""

    def __post_init__(self) -> None:
        self.schema, self.kinds = read_kinds()

    async def sign_in(self, login: str, password: str) -> None:
        """[9]"""
        said = {"login": login, "password": password}
        answer = await self.web.post("/api/v1/session", json=said)
        if answer.status_code != 200:
            raise Refused(answer.status_code, answer.json()["code"])
        self.token = answer.json()["token"]

    def write(self, name: str, /, **args: Any) -> str:
        """Author an entry, offline; the id of its first row."""
        base = [self.cursor[0], self.cursor[1]]
        device_ms, mono_ms = time.time_ns() // 10**6, time.monotonic_ns() // 10**6
        self.outbox.append(Entry(self.next_n, name, args, base, device_ms, mono_ms, self.schema))
        self.next_n += 1
        return self.born(self.next_n - 1)

    def born(self, n: int, ordinal: int = 0) -> str:
        return born_id(self.replica, str(n), ordinal)

    def unsent(self) -> list[Entry]:
        return [entry for entry in self.outbox if entry.n not in self.results]

    def request(self, nonce: str) -> list[Any]:
        """[2]"""
        settled = self.outbox[0].n - 1 if self.outbox else self.next_n - 1
        head = [1, self.schema, self.replica, nonce, self.cursor, settled, len(self.outbox)]
        unsent = self.unsent()[:256]
        said = None
        if unsent:
            said = self.columns(unsent) if self.in_columns else self.spelt(unsent)
        return [*head, time.time_ns() // 10**6, said, [], self.sums]

    def frame(self, unsent: list[Entry]) -> list[Any]:
        bases, schemas = [each.base for each in unsent], [each.schema for each in unsent]
        times = steps([each.device_ms for each in unsent])
        monos = [each.mono_ms - each.device_ms * self.in_columns for each in unsent]
        return [bases, times, steps(monos), ["Asia/Shanghai"], ["stranger"], schemas]

    def spelt(self, unsent: list[Entry]) -> list[Any]:
        names, args = [each.name for each in unsent], [each.args for each in unsent]
        return [unsent[0].n, names, *self.frame(unsent), args]

    def columns(self, unsent: list[Entry]) -> list[Any]:
        """[2] The same in coded columns; rows that are here go by their handles."""
        runs: dict[tuple[str, ...], list[Entry]] = {}
        for entry in unsent:
            runs.setdefault((entry.name, *sorted(entry.args)), []).append(entry)
        order = [list(runs).index((each.name, *sorted(each.args))) for each in unsent]
        here = {row.row_id: place for place, row in self.rows.items()}
        texts = [v for each in unsent for v in each.args.values() if isinstance(v, str)]
        table = list(dict.fromkeys(text for text in texts if text in here))
        said = []
        for (name, *keys), entries in runs.items():
            cells = []
            for key in keys:
                column = [each.args[key] for each in entries]
                is_known = all(value in table for value in column)
                places = [5, [0, *(table.index(value) for value in column)]] if is_known else []
                cells.append(places or [0, *column])
            said.append([name, keys, cells])
        hashes = "".join(entry_hash(self.replica, each) for each in unsent)
        check = urlsafe_b64encode(blake2s(hashes.encode(), digest_size=6).digest()).decode()
        rows = [list(here[row_id]) for row_id in table]
        frame = self.frame(unsent)
        return [unsent[0].n, [], *frame, [], said, [0, *order], rows, "", check]

    async def post(self, body: list[Any]) -> httpx.Response:
        """[9]"""
        octets = json.dumps(body, ensure_ascii=False).encode()
        head = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        if len(octets) > 300:
            octets, head["content-encoding"] = gzip.compress(octets), "gzip"
        return await self.web.post("/sync", content=octets, headers=head, follow_redirects=False)

    async def sync(self, *, is_lost: bool = False) -> list[Any]:
        """One round trip; an answer that is lost on the way changes nothing here."""
        nonce = secrets.token_urlsafe(6)
        asked = self.request(nonce)
        reply = await self.post(asked)
        answer = self.judged(reply, nonce)
        if not is_lost:
            self.apply(answer, asked[8])
        return answer

    async def catch_up(self) -> None:
        """Until the head is reached, everything is sent, and the rows add up [8]."""
        for _ in range(100):
            answer = await self.sync()
            if not answer[5] and not self.unsent() and not self.sums:
                return
        raise NoAnswer("the head is never reached")

    def judged(self, reply: httpx.Response, nonce: str) -> list[Any]:
        """[3] What counts as an answer; its trailing defaults filled in."""
        if not reply.headers.get("content-type", "").startswith("application/json"):
            raise NoAnswer(f"{reply.status_code}, not JSON")
        value = reply.json()
        if reply.status_code != 200:
            raise Refused(reply.status_code, value["code"])
        if value[:2] != [1, nonce]:
            raise NoAnswer("another protocol or nonce")
        blank: list[Any] = ["", 0, 0, [], None, [], [], [], False, "", [], [], []]
        return value + blank[len(value) - 6 :]

    def apply(self, answer: list[Any], entries: Any) -> None:
        """[3] In the order of the document."""
        gone, scopes, kinds, fresh = answer[11:15]
        if fresh:
            self.rows.clear()
            self.levels.clear()
        for scope in gone:
            self.rows = {place: row for place, row in self.rows.items() if place[0] != scope}
        for scope, level, *_ in scopes:
            self.levels[scope] = level
        ids = self.table(answer[15], answer[16])
        entered = {place for page in kinds for place in self.enter(page, ids, entries)}
        for page in kinds:
            self.change(page, ids)
        for scope, _, *leaves in scopes:
            for handle in running(leaves[0] if leaves else []):
                self.rows.pop((scope, handle), None)
        for place in [each for each in self.rows if each[1] % PARTS in answer[18]]:
            if place not in entered:
                del self.rows[place]
        self.cursor = answer[4]
        self.settle(answer)
        if answer[6]:
            self.add_up(answer[6], answer[7])

    def table(self, octets: str, origins: list[Any]) -> list[str]:
        """[3] ids, then those that can be computed."""
        spelt = b64decode(octets)
        ids = [uuid_of(spelt[at : at + 16]) for at in range(0, len(spelt), 16)]
        for writer, prefix, count, numbers, ordinals in origins:
            pairs = zip(
                opened(numbers, count, [], []), opened(ordinals, count, [], []), strict=True
            )
            ids += [born_id(writer or self.replica, f"{prefix}{n}", o) for n, o in pairs]
        return ids

    def enter(self, page: list[Any], ids: list[str], entries: Any) -> list[tuple[int, int]]:
        kind, scope, coded, row_ids, columns, _, copied = [*page, [], [], [], []][:7]
        names = self.kinds[kind].visible(self.levels[scope])
        places = [(scope, handle) for handle in running(coded)]
        if copied:
            wide = self.kinds[kind].visible(self.levels[copied[0]])
            for place, handle in zip(places, running(copied[1:]), strict=True):
                source = self.rows[copied[0], handle]
                values = [source.values[wide.index(name)] for name in names]
                self.rows[place] = Row(kind, source.row_id, values)
        elif places:
            found = opened(row_ids, len(places), ids, [])
            said = self.said(found) if entries else []
            cells = [opened(each, len(places), ids, said) for each in columns]
            if len(cells) != len(names):
                raise NoAnswer("another contract")
            for place, row_id, *values in zip(places, found, *cells, strict=True):
                self.rows[place] = Row(kind, row_id, values)
        return places

    def said(self, row_ids: list[str]) -> list[dict[str, Any]]:
        """[2, coding 6] What the entries say in which these rows were born."""
        told = {
            self.born(each.n, ordinal): {**each.args, "@name": each.name, "@ms": each.device_ms}
            for each in self.outbox
            for ordinal in range(ORDINALS)
        }
        return [told.get(row_id, {}) for row_id in row_ids]

    def change(self, page: list[Any], ids: list[str]) -> None:
        for index, coded, column in page[5] if len(page) > 5 else []:
            handles = running(coded)
            values = opened(column, len(handles), ids, [])
            for handle, value in zip(handles, values, strict=True):
                self.rows[page[1], handle].values[index] = value

    def settle(self, answer: list[Any]) -> None:
        """[7] Results, and the entries that are done: their rows are here."""
        for n, seq, outcome, *rest in answer[9]:
            self.results[n] = [seq, outcome, *rest, *[[], "", {}][len(rest) :]]
        for first, many, seq in answer[17]:
            for at in range(many):
                self.results[first + at] = [seq + at, "accepted", [], "", {}]
        floor = self.cursor[1]
        is_done = {n for n, result in self.results.items() if result[0] <= floor}
        self.outbox = [entry for entry in self.outbox if entry.n not in is_done]

    def add_up(self, digest: str, count: int) -> None:
        """[8] At a head the rows must add up; else the next request says how they do."""
        total, parts = 0, [0] * PARTS
        for (scope, handle), row in self.rows.items():
            said = canonical([scope, handle, row.kind, row.row_id, *row.values])
            value = int.from_bytes(blake2s(said, digest_size=8).digest(), "big")
            total, parts[handle % PARTS] = total + value, parts[handle % PARTS] + value
        if (f"{total % 2**64:016x}", len(self.rows)) == (digest, count):
            self.heads, self.sums = self.heads + 1, ""
            return
        if self.sums:
            raise NoAnswer("repaired, and still other rows than the server's")
        octets = b"".join((part % 2**32).to_bytes(4, "big") for part in parts)
        self.sums = b64encode(octets).decode()

    def find(self, kind: str, row_id: str = "") -> dict[str, dict[str, Any]]:
        """[3] Rows of a kind by id, each with the fields of all scopes that hold it."""
        found: dict[str, dict[str, Any]] = {}
        for (scope, _), row in self.rows.items():
            shape = self.kinds[row.kind]
            if shape.name == kind and row_id in ("", row.row_id):
                values = dict(zip(shape.visible(self.levels[scope]), row.values, strict=True))
                found.setdefault(row.row_id, {}).update(values)
        return found
