"""SQLite: one writer thread with group commit, a few readers, files on disk.

All writes and checkpoints happen on the one writer connection; the others are `query_only`, so
that the WAL is never reset under a second writer.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from server.db.database import Job, OpenUnit
from server.db.group import run_group, take_group
from server.db.statement import run_sql
from sync.limits import GROUP_PUSHES_MAX, GROUP_WAIT_MS

T = TypeVar("T")
log = logging.getLogger("fieldward.sqlite")
READERS = 4
CACHE_KIB = 8_192
BUSY_TIMEOUT_MS = 5_000
_KEPT = {"cached_statements": 512}  # more than the hot path has


def writer_engine(url: str) -> Engine:
    """The engine of the writer: every transaction begins IMMEDIATE, every commit is durable."""
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=_KEPT
    )
    _prepare(engine, "BEGIN IMMEDIATE", read_only=False)
    return engine


def reader_engine(url: str) -> Engine:
    most = READERS + 1  # one each, and the loop's own
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=most, max_overflow=0, connect_args=_KEPT
    )
    _prepare(engine, "BEGIN", read_only=True)
    return engine


def _prepare(engine: Engine, begin: str, *, read_only: bool) -> None:
    def connected(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN is ours, see `began`
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"cache_size=-{CACHE_KIB}",
            "temp_store=MEMORY",  # what a savepoint may have to put back: a push has twenty
            *(["query_only=1"] if read_only else []),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def began(connection: Connection) -> None:
        run_sql(connection, begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)


class SqliteDatabase:
    """See `server.db.database.Database`."""

    def __init__(
        self,
        url: str,
        open_unit: OpenUnit,
        after_commit: Callable[[Any], None],
    ) -> None:
        self._open_unit = open_unit
        self._after_commit = after_commit
        self._writer = writer_engine(url)
        self._readers = reader_engine(url)
        self._pages: AsyncEngine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:"))
        _prepare(self._pages.sync_engine, "BEGIN", read_only=True)
        self._mine = threading.local()  # each reader's connection, taken once
        self._taken: list[Connection] = []
        self._glancing: Connection | None = None
        self._queue: queue.Queue[Job | Callable[[], None] | None] = queue.Queue()
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def start(self) -> None:
        """Returns when the writer has its connection, and before anybody reads: two connections
        that open a new file at once are in each other's way. Raises what the writer met."""
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def stop(self) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._pool.shutdown()
        for connection in self._taken:
            connection.close()
        await self._pages.dispose()
        self._readers.dispose()
        self._writer.dispose()

    async def write(self, tenant_id: str, run: Callable[[Any], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()

        def settle(action: Callable[[Any], None], value: Any) -> None:
            loop.call_soon_threadsafe(lambda: None if future.done() else action(value))

        self._queue.put(
            Job(
                tenant_id,
                run,
                lambda value: settle(future.set_result, value),
                lambda error: settle(future.set_exception, error),
            )
        )
        return await future

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        def work() -> T:
            connection = self._reader()
            with connection.begin():
                return run(connection)

        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def glance(self, run: Callable[[Connection], T]) -> T:
        connection = self._own_reader()
        try:
            return run(connection)
        finally:
            if connection.in_transaction():  # an open one would show this moment for ever
                connection.rollback()

    async def brief(self, run: Callable[[Connection], T]) -> T:
        connection = self._own_reader()
        with connection.begin():
            return run(connection)

    def _own_reader(self) -> Connection:
        """The event loop's."""
        if self._glancing is None:
            self._glancing = self._take_reader()
        return self._glancing

    def _reader(self) -> Connection:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._take_reader()
        return self._mine.connection

    def _take_reader(self) -> Connection:
        connection = self._readers.connect()
        self._taken.append(connection)
        return connection

    async def read(self, run: Callable[[Connection], T]) -> T:
        async with self._pages.begin() as connection:
            return await connection.run_sync(run)

    async def change(self, run: Callable[[Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            try:
                with self._connection.begin():
                    value = run(self._connection)
                loop.call_soon_threadsafe(future.set_result, value)
            except Exception as error:
                loop.call_soon_threadsafe(future.set_exception, error)

        self._queue.put(work)
        return await future

    def _work(self) -> None:
        try:
            connection = self._writer.connect()
        except Exception as error:  # or every write would wait for ever
            self._opened.set_exception(error)
            return
        with connection as self._connection:
            self._opened.set_result(None)
            self._work_on()

    def _work_on(self) -> None:
        waiting: list[Job] = []
        stopping = False
        while not stopping or waiting:
            stopping = self._gather(waiting) or stopping
            while waiting:
                group, waiting = take_group(waiting, GROUP_PUSHES_MAX)
                self._commit(group)

    def _gather(self, waiting: list[Job]) -> bool:
        """Wait for the first job, then up to 5 ms for company. True when asked to stop."""
        deadline = None
        while len(waiting) < GROUP_PUSHES_MAX:
            try:
                left = None if deadline is None else max(0.0, deadline - time.monotonic())
                item = self._queue.get(timeout=left) if left != 0.0 else self._queue.get_nowait()
            except queue.Empty:
                return False
            if item is None:
                return True
            if not isinstance(item, Job):
                item()
                if waiting:
                    continue
                return False
            waiting.append(item)
            if deadline is None:
                deadline = time.monotonic() + GROUP_WAIT_MS / 1000
        return False

    def _commit(self, group: list[Job]) -> None:
        try:
            with self._connection.begin():
                unit, done = run_group(self._connection, group, self._open_unit)
        except Exception as error:  # COMMIT itself failed: nobody may believe it was stored
            for job in group:
                job.reject(error)
            return
        for job, value in done:
            job.resolve(value)
        try:
            self._after_commit(unit)
        except Exception:  # the writer must outlive whoever listens
            log.exception("a listener failed after COMMIT")
