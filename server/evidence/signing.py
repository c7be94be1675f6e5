"""The serving process signs heads at intervals: every N events, or M minutes after something."""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from server.evidence.heads import ChainChanged, sign_head
from server.evidence.queries import standing_of
from server.evidence.rules import LOOK_EVERY_S, is_due
from server.firm import firms
from server.gateway.gateway import Gateway

log = logging.getLogger("fieldward.evidence")


class Signing:
    """Composed once in `server/app.py`; a task beside the requests."""

    def __init__(self, gateway: Gateway, data_dir: Path) -> None:
        self._gateway = gateway
        self._data_dir = data_dir
        self._task: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends it; a look that has begun is finished first."""
        self._ending.set()
        if self._task is not None:
            await self._task

    async def look(self) -> int:
        """Sign for each firm whose time has come. Returns how many heads were made."""
        moment, made = self._gateway.clock(), 0

        def due(connection: Connection) -> list[str]:
            names = [tenant_id for tenant_id, _ in firms(connection)]
            return [each for each in names if is_due(standing_of(connection, each), moment)]

        for tenant_id in await self._gateway.read(due):
            try:
                database = self._gateway.database
                made += await sign_head(database, self._data_dir, tenant_id, moment) is not None
            except ChainChanged:
                log.exception("not signed; `fieldward doctor` says more")
        return made

    async def _run(self) -> None:
        while not await self._ends_within(LOOK_EVERY_S):
            try:
                await self.look()
            except Exception:  # a full disk, a database that is away: the next look tries again
                log.exception("the history could not be signed now")

    async def _ends_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)
        return self._ending.is_set()
