"""PostgreSQL over asyncpg: the same unit of work by `run_sync`, one group a tenant at a time."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.db.database import Job, OpenUnit
from server.db.group import run_group
from sync.limits import GROUP_PUSHES_MAX, GROUP_WAIT_MS

T = TypeVar("T")
RETRIES_MAX = 5
# No more than are kept open: one that is opened for a moment costs more than the wait for one.
CONNECTIONS = 8
RETRY_STATES = ("40001", "40P01")  # serialization failure, deadlock


def is_retryable(error: BaseException) -> bool:
    """The one place that knows which database errors mean: the same again, please."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in RETRY_STATES


class PostgresDatabase:
    """See `server.db.database.Database`."""

    def __init__(
        self,
        url: str,
        open_unit: OpenUnit,
        after_commit: Callable[[Any], None],
    ) -> None:
        self._open_unit = open_unit
        self._after_commit = after_commit
        self._engine: AsyncEngine = create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, isolation_level="READ COMMITTED"
        )
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._waiting: dict[str, list[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        async with self._engine.connect():
            pass

    async def stop(self) -> None:
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._engine.dispose()

    async def write(self, tenant_id: str, run: Callable[[Any], T]) -> T:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def settle(action: Callable[[Any], None], value: Any) -> None:
            if not future.done():
                action(value)

        job = Job(
            tenant_id,
            run,
            lambda value: settle(future.set_result, value),
            lambda error: settle(future.set_exception, error),
        )
        queue = self._waiting.setdefault(tenant_id, [])
        queue.append(job)
        if len(queue) == 1:
            task = asyncio.create_task(self._drain(tenant_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await future

    async def _drain(self, tenant_id: str) -> None:
        await asyncio.sleep(GROUP_WAIT_MS / 1000)
        while queue := self._waiting[tenant_id]:
            group = queue[:GROUP_PUSHES_MAX]
            await self._commit(group)
            del queue[: len(group)]

    async def _commit(self, group: list[Job]) -> None:
        for attempt in range(RETRIES_MAX):
            try:
                async with self._engine.begin() as connection:
                    unit, done = await connection.run_sync(run_group, group, self._open_unit)
                for job, value in done:
                    job.resolve(value)
                self._after_commit(unit)
                return
            except Exception as error:
                if is_retryable(error) and attempt + 1 < RETRIES_MAX:
                    continue
                for job in group:
                    job.reject(error)
                return

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        async with self._snapshots.begin() as connection:
            return await connection.run_sync(run)

    async def glance(self, run: Callable[[Connection], T]) -> T:
        return await self.snapshot(run)

    async def brief(self, run: Callable[[Connection], T]) -> T:
        return await self.snapshot(run)

    async def read(self, run: Callable[[Connection], T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(run)

    async def change(self, run: Callable[[Connection], T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(run)
