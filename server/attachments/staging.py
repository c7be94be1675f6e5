"""Bytes on their way in: one file for each attachment, growing at its end, hashed as it grows.

    none ──begin──▶ growing ──append*──▶ whole ──(verified, stored)──▶ discarded
                    ▲    │ cut: what arrived stays          │ wrong hash
                    └────┴──────────── discarded ◀──────────┘

Invariants:
S1. A file's size is the offset that is told to the phone; bytes below it are never rewritten.
    Only a complete part that was damaged on its way is taken back, by the turn that wrote it.
S2. Only the newest turn writes, and numbers of turns never come back. A phone that returns after
    a cut does not wait until the server notices that its old connection is dead: what the old
    turn still brings is refused.
S3. Nothing is written beyond the announced size, or into the room that the database needs.
S4. A running hash covers the file exactly up to the offset it remembers; where that is not where
    the file ends (a restart, a part taken back), the file is read once instead.

Everything here blocks and is called in a thread.
"""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

import msgspec

from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.attachments.tus import Hash

RESERVE_BYTES = 2 * ATTACHMENT_BYTES_MAX  # the same disk holds the database, which must go on
READ_BYTES = 1024 * 1024
LOCKS = 64  # files share them: a write is short, and the list never grows
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
RECORD = ".json"  # beside a file: what its creation bound


class NoRoom(Exception):
    """The disk is full: what arrived before stays."""


class StaleTurn(Exception):
    """A newer request took over, or the offset is not where the file ends."""


class Turn(msgspec.Struct, frozen=True):
    """One request's right to write, until the next request for the same file takes it."""

    path: Path
    number: int
    size_bytes: int  # of the whole file, as announced


class Upload(msgspec.Struct, frozen=True):
    """What a creation bound, for as long as the upload lives; the attachment is its path."""

    replica: str  # "" for a program that is none
    sha256: str
    size_bytes: int
    metadata: str  # as it came, to be told again


def record_of(path: Path) -> Path:
    return path.with_name(path.name + RECORD)


class _Running:
    """The hash of a file's first `offset_bytes`."""

    def __init__(self) -> None:
        self.offset_bytes = 0
        self.total: Hash = sha256()


def free_bytes_of(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Staging:
    """The folder of unfinished uploads: `<root>/<tenant>/<attachment>`, a record beside each."""

    def __init__(
        self,
        root: Path,
        free_bytes: Callable[[Path], int] = free_bytes_of,
        write: Callable[[int, memoryview], int] = os.write,
    ) -> None:
        self.root = root
        self._free_bytes = free_bytes
        self._write = write
        self._numbers = count(1)
        self._turns: dict[Path, int] = {}
        self._running: dict[Path, _Running] = {}
        self._locks = tuple(threading.Lock() for _ in range(LOCKS))

    def path(self, tenant_id: str, attachment_id: str) -> Path:
        """Where the bytes are. Both ids must have been checked to be UUIDs."""
        return self.root / tenant_id / attachment_id

    def bind(self, path: Path, upload: Upload) -> Upload:
        """What this file is bound to: the first creation decides, a later one learns of it."""
        with self._lock_of(path):
            bound = self.bound(path)
            if bound is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh = path.with_name(f"{path.name}.new")
                fresh.write_bytes(msgspec.json.encode(upload))
                os.replace(fresh, record_of(path))
            return bound or upload

    def bound(self, path: Path) -> Upload | None:
        """None: nobody created it, or a power cut took the record; creating it again mends that."""
        try:
            return msgspec.json.decode(record_of(path).read_bytes(), type=Upload)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None

    def touched_ms(self, path: Path) -> int:
        """When it was created or last grew, by the disk's clock; 0 when nothing is here."""
        times = [0]
        for each in (path, record_of(path)):
            try:
                times.append(each.stat().st_mtime_ns // 1_000_000)
            except FileNotFoundError:
                continue
        return max(times)

    def offset_bytes(self, path: Path) -> int:
        """How much arrived; 0 when nothing did."""
        try:
            return path.stat().st_size
        except FileNotFoundError:
            return 0

    def has_room(self, more_bytes: int) -> bool:
        """Whether so much fits, and leaves the database its own."""
        self.root.mkdir(parents=True, exist_ok=True)
        return self._free_bytes(self.root) >= more_bytes + RESERVE_BYTES

    def begin(self, path: Path, offset_bytes: int, size_bytes: int) -> Turn:
        """Take the turn from whoever had it. Raises StaleTurn where the file ends elsewhere,
        NoRoom where the rest would not fit."""
        missing_bytes = size_bytes - offset_bytes
        if missing_bytes and not self.has_room(missing_bytes):
            raise NoRoom
        path.parent.mkdir(parents=True, exist_ok=True)
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
            file = self._open(turn, offset_bytes, os.O_CREAT | os.O_APPEND)
            rest = memoryview(data)
            try:
                # Asked again each time: many uploads at once were each told that they fit.
                if not self.has_room(len(data)):
                    raise NoRoom
                while rest:
                    rest = rest[self._write(file, rest) :]
            except OSError as error:
                if error.errno in NO_ROOM:
                    raise NoRoom from error
                raise
            finally:
                os.close(file)
                self._hash_on(turn.path, offset_bytes, data[: len(data) - len(rest)])
        return offset_bytes + len(data)

    def take_back(self, turn: Turn, offset_bytes: int) -> None:
        """Cut off what this turn wrote above `offset_bytes`. Raises StaleTurn."""
        with self._lock_of(turn.path):
            if self.offset_bytes(turn.path) <= offset_bytes:
                return
            file = self._open(turn, self.offset_bytes(turn.path), 0)
            try:
                os.ftruncate(file, offset_bytes)
            finally:
                os.close(file)
            self._running.pop(turn.path, None)

    def make_durable(self, path: Path) -> None:
        """After this the offset survives a power cut."""
        file = os.open(path, os.O_RDONLY)
        try:
            os.fdatasync(file)
        finally:
            os.close(file)

    def sha256_of(self, path: Path) -> str:
        """Hex SHA-256 of what is here: known by now where this process saw every byte arrive.

        Raises FileNotFoundError.
        """
        with self._lock_of(path):
            running = self._running.get(path)
            if running is not None and running.offset_bytes == path.stat().st_size:
                return running.total.digest().hex()
        return sha256_of(path)

    def discard(self, path: Path) -> None:
        """Forget the bytes and end every turn; what the creation bound stays."""
        with self._lock_of(path):
            self._drop(path)

    def forget(self, path: Path) -> None:
        """Bytes and record: the upload is no more."""
        with self._lock_of(path):
            self._drop(path)
            record_of(path).unlink(missing_ok=True)

    def forget_older(self, path: Path, before_ms: int) -> bool:
        """Forget an upload that was not touched since then."""
        with self._lock_of(path):
            if not 0 < self.touched_ms(path) < before_ms:
                return False
            self._drop(path)
            record_of(path).unlink(missing_ok=True)
            return True

    def uploads(self) -> Iterator[Path]:
        """Every upload of which anything is here, bytes or record."""
        for folder in sorted(self.root.glob("*/")):
            names = {path.name.removesuffix(RECORD) for path in folder.iterdir() if path.is_file()}
            yield from (folder / name for name in sorted(names))

    def _open(self, turn: Turn, offset_bytes: int, flags: int) -> int:
        """For writing, where the turn may. Raises StaleTurn."""
        if self._turns.get(turn.path) != turn.number:
            raise StaleTurn
        file = os.open(turn.path, os.O_WRONLY | flags, 0o600)
        if os.fstat(file).st_size != offset_bytes:
            os.close(file)
            raise StaleTurn
        return file

    def _hash_on(self, path: Path, offset_bytes: int, data: bytes) -> None:
        if offset_bytes == 0:
            self._running[path] = _Running()
        running = self._running.get(path)
        if running is not None and running.offset_bytes == offset_bytes:
            running.total.update(data)
            running.offset_bytes += len(data)

    def _drop(self, path: Path) -> None:
        self._turns.pop(path, None)
        self._running.pop(path, None)
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
