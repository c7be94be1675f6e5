"""Who may come in, written down outside the database too, so that a restore cannot forget it.

A line for each change: its own checksum, then JSON. Two kinds:

    {"ask": …}      a mutation of identity as it was recorded, to be run again under its own key
    {"session": …}  a token's hash, or the moment at which it ended

A line that a power cut has cut, or a disk has damaged, is left out; `fieldward doctor` counts them.
"""

import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from server import files

FILE = "registrations.log"
SUM_LENGTH = 16


class AskLine(msgspec.Struct, frozen=True, tag="ask"):
    """A mutation, by its ledger key."""

    tenant_id: str
    user_id: str
    device_id: str
    writer: str
    key: str
    hash: str
    name: str
    args: dict[str, Any]
    at_ms: int
    epoch: str
    seq: int


class SessionLine(msgspec.Struct, frozen=True, tag="session"):
    """A session that was opened, or (`ended_ms`) closed by its owner."""

    tenant_id: str
    token_sha256: str
    user_id: str
    device_id: str
    at_ms: int
    is_cookie: bool
    ended_ms: int | None = None


Line = AskLine | SessionLine
DECODER = msgspec.json.Decoder(Line)


class RegistrationLog:
    """The file in a data folder. Appending returns when a power cut cannot take the line."""

    def __init__(self, data_dir: Path, name: str = FILE) -> None:
        self._path = data_dir / name
        self._lock = threading.Lock()

    def append(self, lines: list[Line]) -> None:
        data = b"".join(_packed(line) for line in lines)
        with self._lock:
            files.append(self._path, data)

    def lines(self) -> list[Line]:
        return self.read()[0]

    def read(self) -> tuple[list[Line], list[int]]:
        """The lines, and the numbers of damaged ones."""
        try:
            return unpack(self._path.read_bytes())
        except FileNotFoundError:
            return [], []


class MemoryLog:
    """The same without a disk."""

    def __init__(self) -> None:
        self._lines: list[Line] = []

    def append(self, lines: list[Line]) -> None:
        self._lines += lines

    def lines(self) -> list[Line]:
        return list(self._lines)


Log = RegistrationLog | MemoryLog


def merged(first: list[Line], second: list[Line]) -> list[Line]:
    """Both, in the order in which things happened, each line once."""
    seen: dict[bytes, Line] = {}
    for line in (*first, *second):
        seen.setdefault(msgspec.json.encode(line), line)
    return sorted(seen.values(), key=lambda line: line.at_ms)


def unpack(data: bytes) -> tuple[list[Line], list[int]]:
    """The lines, and the numbers of those that are not as they were written: cut or damaged."""
    found: list[Line] = []
    broken: list[int] = []
    for number, text in enumerate(data.splitlines(), start=1):
        said, _, body = text.partition(b" ")
        if said == _sum(body).encode():
            found.append(DECODER.decode(body))
        elif text:
            broken.append(number)
    return found, broken


def _packed(line: Line) -> bytes:
    body = msgspec.json.encode(line)
    return _sum(body).encode() + b" " + body + b"\n"


def _sum(body: bytes) -> str:
    return sha256(body).hexdigest()[:SUM_LENGTH]
