"""Bytes on their way in: one file for each attachment, growing at its end.

    none ──begin──▶ growing ──write*──▶ whole ──(verified, stored)──▶ discarded
                    ▲    │ cut: what arrived stays         │ wrong hash
                    └────┴──────────── discarded ◀─────────┘

Invariants:
S1. A file's size is the offset that is told to the phone; bytes below it are never rewritten.
S2. Only the newest turn writes, and numbers of turns never come back. A phone that returns after
    a cut does not wait until the server notices that its old connection is dead: what the old
    turn still brings is refused.
S3. Nothing is written beyond the announced size, or into the room that the database needs.

Everything here blocks and is called in a thread.
"""

import errno
import os
import shutil
import threading
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

import msgspec

from server.attachments.schema import ATTACHMENT_BYTES_MAX

RESERVE_BYTES = 2 * ATTACHMENT_BYTES_MAX  # the same disk holds the database, which must go on
READ_BYTES = 1024 * 1024
LOCKS = 64  # files share them: a write is short, and the list never grows
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """The disk is full: what arrived before stays."""


class StaleTurn(Exception):
    """A newer request took over, or the offset is not where the file ends."""


class Turn(msgspec.Struct, frozen=True):
    """One request's right to write, until the next request for the same file takes it."""

    path: Path
    number: int
    size_bytes: int  # of the whole file, as announced


def free_bytes_of(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Staging:
    """The folder of unfinished uploads: `<root>/<tenant>/<attachment>`."""

    def __init__(
        self,
        root: Path,
        free_bytes: Callable[[Path], int] = free_bytes_of,
        write: Callable[[int, memoryview], int] = os.write,
    ) -> None:
        self._root = root
        self._free_bytes = free_bytes
        self._write = write
        self._numbers = count(1)
        self._turns: dict[Path, int] = {}
        self._locks = tuple(threading.Lock() for _ in range(LOCKS))

    def path(self, tenant_id: str, attachment_id: str) -> Path:
        """Where the bytes are. Both ids must have been checked to be UUIDs."""
        return self._root / tenant_id / attachment_id

    def offset_bytes(self, path: Path) -> int:
        """How much arrived; 0 when nothing did."""
        try:
            return path.stat().st_size
        except FileNotFoundError:
            return 0

    def begin(self, path: Path, offset_bytes: int, size_bytes: int) -> Turn:
        """Take the turn from whoever had it. Raises StaleTurn where the file ends elsewhere,
        NoRoom where the rest would not fit."""
        path.parent.mkdir(parents=True, exist_ok=True)
        missing_bytes = size_bytes - offset_bytes
        if missing_bytes and self._free_bytes(path.parent) < missing_bytes + RESERVE_BYTES:
            raise NoRoom
        with self._lock_of(path):
            if self.offset_bytes(path) != offset_bytes:
                raise StaleTurn
            number = self._turns[path] = next(self._numbers)
        return Turn(path, number, size_bytes)

    def append(self, turn: Turn, offset_bytes: int, data: bytes) -> int:
        """Write at the end, where `offset_bytes` must be; returns the new offset.

        Raises StaleTurn, NoRoom. A part that fitted before the disk was full stays.
        """
        assert offset_bytes + len(data) <= turn.size_bytes, "the route counts the bytes"
        with self._lock_of(turn.path):
            if self._turns.get(turn.path) != turn.number:
                raise StaleTurn
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            file = os.open(turn.path, flags, 0o600)
            try:
                if os.fstat(file).st_size != offset_bytes:
                    raise StaleTurn
                rest = memoryview(data)
                while rest:
                    rest = rest[self._write(file, rest) :]
            except OSError as error:
                if error.errno in NO_ROOM:
                    raise NoRoom from error
                raise
            finally:
                os.close(file)
        return offset_bytes + len(data)

    def make_durable(self, path: Path) -> None:
        """After this the offset survives a power cut."""
        file = os.open(path, os.O_RDONLY)
        try:
            os.fdatasync(file)
        finally:
            os.close(file)

    def discard(self, path: Path) -> None:
        """Forget the bytes and end every turn."""
        with self._lock_of(path):
            self._turns.pop(path, None)
            path.unlink(missing_ok=True)

    def _lock_of(self, path: Path) -> threading.Lock:
        return self._locks[hash(path) % LOCKS]


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a whole file."""
    total = sha256()
    with path.open("rb") as file:
        while data := file.read(READ_BYTES):
            total.update(data)
    return total.hexdigest()
