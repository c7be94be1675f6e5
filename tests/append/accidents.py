"""What happens to a PostgreSQL server while many sessions write."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

import asyncpg

from tests.append.crew import Crew
from tests.campaign.postgresql import PostgresServer

LONG_TRANSACTION_S = 30
KILL_EVERY_S = (0.5, 2.0)


class Accidents:
    """What happens to the database meanwhile, each in its time."""

    def __init__(self, server: PostgresServer, crew: Crew, url: str, dice: random.Random) -> None:
        self.counts = {"connections killed": 0, "immediate restarts": 0, "promotions": 0}
        self.url = url
        self._server = server
        self._crew = crew
        self._dice = dice
        self._began_s = time.monotonic()
        self._long: Any = None
        self._long_until_s = 0.0
        self._next_s = 0.0
        self._loop = asyncio.new_event_loop()
        self._plan: list[tuple[float, Callable[[], None]]] = []

    def plan(self, after_s: float, *, restart: bool, promote: bool) -> None:
        """A restart after so long, and a promotion after twice as long."""
        if restart:
            self._plan.append((after_s, self._restart))
        if promote:
            self._plan.append((2 * after_s, self._promote))

    def happen(self) -> None:
        """Called on and on."""
        elapsed_s = time.monotonic() - self._began_s
        if self._plan and elapsed_s >= self._plan[0][0]:
            self._plan.pop(0)[1]()
            return
        if elapsed_s >= self._next_s:
            self._loop.run_until_complete(self._disturb())
            self._next_s = elapsed_s + self._dice.uniform(*KILL_EVERY_S)
        time.sleep(0.05)  # called on and on: leaves the core to the writers

    def close(self) -> None:
        self._loop.run_until_complete(self._end_long())
        self._loop.close()

    async def _disturb(self) -> None:
        """A transaction stays open in a table of its own; somebody's connection dies."""
        if self._long is None or time.monotonic() > self._long_until_s:
            await self._end_long()
            self._long = await asyncpg.connect(plain(self.url))
            await self._long.execute("BEGIN; INSERT INTO elsewhere VALUES (1)")
            self._long_until_s = time.monotonic() + LONG_TRANSACTION_S
        victims = await self._long.fetch(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        for victim in self._dice.sample(victims, min(1, len(victims))):
            await self._long.execute("SELECT pg_terminate_backend($1)", victim["pid"])
            self.counts["connections killed"] += 1

    async def _end_long(self) -> None:
        if self._long is not None and not self._long.is_closed():
            await self._long.execute("COMMIT")
            await self._long.close()
        self._long = None

    def _restart(self) -> None:
        self._server.restart()
        self.counts["immediate restarts"] += 1
        self._forget()

    def _promote(self) -> None:
        self.url = self._server.fail_over(self.url)
        self._crew.tell(f"url {self.url}")
        self.counts["promotions"] += 1
        self._forget()

    def _forget(self) -> None:
        if self._long is not None:
            self._long.terminate()
        self._long = None


def plain(url: str) -> str:
    return url.replace("postgresql+asyncpg:", "postgresql:")
