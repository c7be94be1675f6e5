"""SQLite in memory behind the shipped unit of work: no threads, so that a seed replays exactly.

What runs is `run_group` of `server/db/group.py` on the shipped writer's settings; replaced are the
disk and the moment at which a group is full.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

from server.db.database import Job, OpenUnit
from server.db.group import run_group, take_group
from server.db.sqlite import writer_engine

T = TypeVar("T")


def memory_connection(image: bytes) -> Connection:
    """The shipped writer over a database in memory that begins as this image of a file.

    Taken once: asking the pool each time costs more than most statements do.
    """
    connection = writer_engine("sqlite://").connect()
    # A database in memory has no log beside it: bytes 18 and 19 of the head say so.
    driver_of(connection).deserialize(image[:18] + b"\x01\x01" + image[20:])
    return connection


def driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


class MemoryDatabase:
    """See `server.db.database.Database`. Whoever asks in the same turn of the loop is one group."""

    def __init__(
        self,
        connection: Connection,
        open_unit: OpenUnit,
        after_commit: Callable[[Any], None],
        group_max: Callable[[], int],
    ) -> None:
        self._connection = connection
        self._open_unit = open_unit
        self._after_commit = after_commit
        self._group_max = group_max
        self._jobs: list[Job] = []

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def write(self, tenant_id: str, run: Callable[[Any], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if not self._jobs:
            loop.call_soon(self._drain)
        self._jobs.append(Job(tenant_id, run, future.set_result, future.set_exception))
        return await future

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        # Nobody else is there: what is read is of one moment without a transaction.
        try:
            return run(self._connection)
        finally:
            if self._connection.in_transaction():
                self._connection.rollback()

    async def glance(self, run: Callable[[Connection], T]) -> T:
        return await self.snapshot(run)

    async def brief(self, run: Callable[[Connection], T]) -> T:
        return await self.snapshot(run)

    async def read(self, run: Callable[[Connection], T]) -> T:
        return await self.snapshot(run)

    async def change(self, run: Callable[[Connection], T]) -> T:
        with self._connection.begin():
            return run(self._connection)

    def _drain(self) -> None:
        while self._jobs:
            group, self._jobs = take_group(self._jobs, self._group_max())
            self._commit(group)

    def _commit(self, group: list[Job]) -> None:
        try:
            with self._connection.begin():
                unit, done = run_group(self._connection, group, self._open_unit)
        except Exception as error:
            for job in group:
                job.reject(error)
            return
        for job, value in done:
            job.resolve(value)
        self._after_commit(unit)
