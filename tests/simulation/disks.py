"""Where a firm lies: what a process opens, what is left when it was killed, and its backups."""

import asyncio
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from server.backup import restoring
from server.backup.restoring import Wish
from server.backup.writing import back_up
from server.db.database import Database
from server.db.postgresql import PostgresDatabase
from server.db.sqlite import SqliteDatabase
from server.gateway.recovery import begin_epoch
from server.settings import Settings
from tests.server.gateway.founding import TENANT
from tests.simulation.accidents import Accidents
from tests.simulation.database import MemoryDatabase, driver_of, memory_connection

OpenUnit = Callable[[Connection, str], Any]
Told = Callable[[Any], None]


class Disk(Protocol):
    """One firm's files and tables."""

    settings: Settings
    has_writer: bool  # a thread of its own writes

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database: ...

    def killed(self, accidents: Accidents, fraction: float) -> None: ...

    async def back_up(self, number: int, now_ms: int) -> None:
        """Keep what is there now, while the server goes on."""
        ...

    async def restore(self, number: int, epoch: str, now_ms: int, open_unit: OpenUnit) -> None:
        """Everything is lost but this backup; no server is running."""
        ...

    def close(self) -> None: ...


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


class MemoryDisk:
    """SQLite in memory. What a COMMIT wrote is there after a kill."""

    has_writer = False

    def __init__(self, image: bytes, folder: Path) -> None:
        self.settings = Settings(data_dir=folder)
        self._connection = memory_connection(image)
        self._backups: dict[int, tuple[bytes, set[Path]]] = {}

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database:
        return MemoryDatabase(
            self._connection, open_unit, after_commit, lambda: max(1, accidents.group_max)
        )

    def killed(self, accidents: Accidents, fraction: float) -> None:
        return None

    async def back_up(self, number: int, now_ms: int) -> None:
        self._backups[number] = (driver_of(self._connection).serialize(), set(self._blobs()))

    async def restore(self, number: int, epoch: str, now_ms: int, open_unit: OpenUnit) -> None:
        image, blobs = self._backups[number]
        driver_of(self._connection).deserialize(image)
        for path in self._blobs():
            if path not in blobs:
                path.unlink()
        shutil.rmtree(self.settings.data_dir / "uploads", ignore_errors=True)
        with self._connection.begin():
            unit = open_unit(self._connection, TENANT)
            begin_epoch(unit, epoch, now_ms)
            unit.close()

    def close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()

    def _blobs(self) -> list[Path]:
        return [path for path in (self.settings.data_dir / "blobs").rglob("*") if path.is_file()]


class _Shipped:
    """Backups by the shipped commands."""

    settings: Settings
    backups: Path
    has_writer = True

    async def back_up(self, number: int, now_ms: int) -> None:
        folder = self.backups / str(number)
        await asyncio.to_thread(back_up, self.settings, folder, now_ms, quiet)

    async def restore(self, number: int, epoch: str, now_ms: int, open_unit: OpenUnit) -> None:
        await asyncio.to_thread(self._restore, number, epoch, now_ms, open_unit)

    def _restore(self, number: int, epoch: str, now_ms: int, open_unit: OpenUnit) -> None:
        wish = Wish(self.backups / str(number), self.settings, True, now_ms)
        restoring.verify(wish.folder)
        for folder in ("blobs", "uploads", "derived"):
            shutil.rmtree(self.settings.data_dir / folder, ignore_errors=True)
        restoring.prepare_files(wish)
        if self.settings.url.startswith("sqlite"):
            fresh = restoring.fill_sqlite(wish, open_unit, lambda: epoch, quiet)
            restoring.swap_sqlite(wish, fresh)
        else:
            restoring.fill_postgresql(wish, open_unit, lambda: epoch, quiet)


class FileDisk(_Shipped):
    """A SQLite file under the shipped database, threads included."""

    def __init__(self, image: bytes, folder: Path) -> None:
        self._folders = (folder / f"life{number}" for number in itertools.count(1))
        self.settings = Settings(data_dir=self._next())
        self.backups = folder / "backups"
        self._file.write_bytes(image)
        self._before: tuple[int, int] = (0, 0)

    @property
    def _file(self) -> Path:
        return self.settings.data_dir / "fieldward.sqlite3"

    @property
    def _log(self) -> Path:
        return self._file.with_name(f"{self._file.name}-wal")

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database:
        accidents.at_commit = self._note
        return SqliteDatabase(self.settings.url, open_unit, after_commit)

    def killed(self, accidents: Accidents, fraction: float) -> None:
        """What lies on the disk. Killed in its COMMIT, the log ends anywhere within that write."""
        old, log = self._file, self._log
        size, changed_ns = self._before
        tear = accidents.crash == "in" and old.stat().st_mtime_ns == changed_ns
        self.settings = Settings(data_dir=self._next())
        shutil.copy(old, self._file)
        shutil.copytree(old.parent, self.settings.data_dir, dirs_exist_ok=True, ignore=_databases)
        if log.exists():
            shutil.copy(log, self._log)
            whole = self._log.stat().st_size
            if tear and whole > size:
                with self._log.open("r+b") as opened:
                    opened.truncate(size + int((whole - size) * fraction))

    def close(self) -> None:
        return None

    def _next(self) -> Path:
        folder = next(self._folders)
        folder.mkdir(parents=True)
        return folder

    def _note(self) -> None:
        size = self._log.stat().st_size if self._log.exists() else 0
        self._before = (size, self._file.stat().st_mtime_ns)


def _databases(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name.startswith("fieldward.sqlite3")}


class PostgresDisk(_Shipped):
    """A database of the run's own PostgreSQL server; one request at a time is one session."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(data_dir=folder / "data", database_url=url)
        self.settings.data_dir.mkdir()
        self.backups = folder / "backups"

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database:
        return PostgresDatabase(self.settings.url, open_unit, after_commit)

    def killed(self, accidents: Accidents, fraction: float) -> None:
        return None

    def close(self) -> None:
        return None
