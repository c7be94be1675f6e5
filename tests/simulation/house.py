"""One server of one history: the shipped gateway on a database that may be killed."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from server.app import CHANGES_RIGHTS, catalogue
from server.db.database import Database
from server.db.postgresql import PostgresDatabase
from server.db.sqlite import SqliteDatabase
from server.gateway.gateway import Gateway
from server.gateway.unit import Unit
from server.identity.sessions import Sessions
from server.settings import Settings
from tests.simulation.accidents import Accidents
from tests.simulation.database import MemoryDatabase, memory_engine

OpenUnit = Callable[[Connection, str], Any]
Told = Callable[[Any], None]


class Disk(Protocol):
    """Where a firm lies: what a process opens, and what is left when it was killed."""

    settings: Settings

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database: ...

    def killed(self, accidents: Accidents, fraction: float) -> None: ...


class MemoryDisk:
    """SQLite in memory. What a COMMIT wrote is there after a kill."""

    def __init__(self, image: bytes, folder: Path) -> None:
        self.settings = Settings(data_dir=folder)
        self._engine = memory_engine(image)

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database:
        return MemoryDatabase(
            self._engine, open_unit, after_commit, lambda: max(1, accidents.group_max)
        )

    def killed(self, accidents: Accidents, fraction: float) -> None:
        return None

    def close(self) -> None:
        self._engine.dispose()


class FileDisk:
    """A SQLite file under the shipped database, threads included."""

    def __init__(self, image: bytes, folder: Path) -> None:
        self._folders = (folder / f"life{number}" for number in itertools.count(1))
        self.settings = Settings(data_dir=self._next())
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


class PostgresDisk:
    """A database of the run's own PostgreSQL server; one request at a time is one session."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, database_url=url)

    def open(self, open_unit: OpenUnit, after_commit: Told, accidents: Accidents) -> Database:
        return PostgresDatabase(self.settings.url, open_unit, after_commit)

    def killed(self, accidents: Accidents, fraction: float) -> None:
        return None

    def close(self) -> None:
        return None


class House:
    """The process on a disk. `restart` forgets whatever only the process knew."""

    def __init__(self, disk: MemoryDisk | FileDisk | PostgresDisk, accidents: Accidents) -> None:
        self.disk = disk
        self.accidents = accidents
        self.now_ms = 0
        self.told: list[Told] = []  # after each COMMIT, with its unit
        self.poked: set[str] = set()
        self._salts = itertools.count(1)
        self._compose()

    def _compose(self) -> None:
        def open_database(open_unit: Callable[..., Unit], after_commit: Told) -> Database:
            def watched(connection: Connection, tenant_id: str) -> Unit:
                return self.accidents.watch(open_unit(connection, tenant_id))

            return self.disk.open(watched, after_commit, self.accidents)

        self.gateway = Gateway(
            self.accidents.guarded(catalogue()),
            open_database,
            lambda: self.now_ms,
            lambda: f"{next(self._salts):032x}",
        )
        self.sessions = Sessions(self.gateway)
        self.gateway.listeners.append(self._after_commit)

    async def start(self) -> None:
        await self.gateway.start()

    async def stop(self) -> None:
        await self.gateway.stop()

    async def restart(self, fraction: float = 0.0) -> None:
        """As after a kill of the process: nothing is left but what lies on the disk."""
        self.disk.killed(self.accidents, fraction)
        await self.gateway.stop()
        self.accidents.crash = ""
        self.accidents.is_killed = False
        self._compose()
        await self.start()

    def _after_commit(self, unit: Unit) -> None:
        if any(call.name in CHANGES_RIGHTS for call in unit.accepted):
            self.sessions.forget()
        self.poked |= unit.users_to_poke
        for tell in self.told:
            tell(unit)
