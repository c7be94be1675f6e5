"""What the story may ask of the server side, one command at a time."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from server.db import postgresql, sqlite
from server.gateway import first_sync, pull
from server.gateway.tables import TENANT as TENANTS
from server.identity.sessions import actor_of_user
from tests.server.gateway.founding import EPOCH, TENANT, id_of
from tests.simulation import firm
from tests.simulation.accidents import Accidents
from tests.simulation.disks import FileDisk, MemoryDisk, PostgresDisk
from tests.simulation.door import Framework, direct
from tests.simulation.house import House
from tests.simulation.inspection import Inspection

NewDatabase = Callable[[], str]
SYNC = "/sync"


class World:
    """One worker's server side: history after history, each in a firm of its own."""

    def __init__(self, folder: Path, new_database: NewDatabase | None) -> None:
        self._folder = folder
        self._new_database = new_database
        self._image = firm.image(folder / "founded")
        self._histories = 0
        self._house: House | None = None
        self._inspection: Inspection | None = None
        self._framework: Framework | None = None
        self._through_framework = False
        # Nobody else is coming: whoever comes is here.
        sqlite.GROUP_WAIT_MS = 0
        postgresql.GROUP_WAIT_MS = 0
        self._commands: dict[str, Callable[[Any], Awaitable[Any]]] = {
            "begin": self.begin,
            "requests": self.requests,
            "office": self.office,
            "sign_in": self.sign_in,
            "weather": self.weather,
            "restart": self.restart,
            "back_up": self.back_up,
            "restore": self.restore,
            "inspect": self.inspect,
            "end": self.end,
        }

    async def obey(self, command: Any) -> Any:
        if "now_ms" in command and self._house is not None:
            self._house.now_ms = command["now_ms"]
        return await self._commands[command["do"]](command)

    @property
    def house(self) -> House:
        assert self._house is not None, "begin a history first"
        return self._house

    async def begin(self, command: Any) -> Any:
        """A fresh firm. `pages`: rows of a page, and urgent ones of a first page."""
        self._histories += 1
        folder = self._folder / f"history{self._histories}"
        folder.mkdir(parents=True)
        accidents = Accidents()
        accidents.group_max = command["group_max"]
        sqlite.GROUP_PUSHES_MAX = command["group_max"]
        postgresql.GROUP_PUSHES_MAX = command["group_max"]
        self._house = House(self._disk(command["engine"], folder), accidents)
        self._house.now_ms = command["now_ms"]
        self._turn_pages(command["pages"])
        self._inspection = Inspection(self._house)
        self._through_framework = command["framework"]
        await self._house.start()
        await self._inspection.begin()
        return {"people": firm.people(), "epoch": EPOCH, "territories": _territories()}

    def _disk(self, engine: str, folder: Path) -> MemoryDisk | FileDisk | PostgresDisk:
        if engine == "postgresql":
            assert self._new_database is not None, "start the worker with a PostgreSQL server"
            return PostgresDisk(self._new_database(), folder)
        if engine == "file":
            return FileDisk(self._image, folder)
        return MemoryDisk(self._image, folder)

    async def requests(self, command: Any) -> Any:
        """Requests that arrive together, and what was answered: null where a kill ate it.

        What was answered well before a kill that came before a COMMIT has left the house.
        """
        house, accidents = self.house, self.house.accidents
        crash = command.get("crash") or {}
        accidents.crash = crash.get("point", "")
        self._turn_pages(command.get("pages") or {})
        answers = await self._answers(command["list"])
        if accidents.is_killed:
            await house.restart(crash.get("fraction", 0.0))
            has_left = crash["point"] == "before"
            answers = [each if has_left and each["status"] == 200 else None for each in answers]
        accidents.crash = ""
        return {"answers": answers, **await self._news()}

    async def _answers(self, requests: list[dict[str, Any]]) -> list[Any]:
        """All at once; one after another where threads would decide who comes first."""
        if self.house.disk.has_writer:
            return [await self._answer(asked) for asked in requests]
        return list(await asyncio.gather(*(self._answer(asked) for asked in requests)))

    async def _answer(self, asked: dict[str, Any]) -> Any:
        if asked["path"] == SYNC and not self._through_framework:
            return await direct(self.house, asked)
        if self._framework is None:
            self._framework = Framework(self.house.disk.settings)
        return await self._framework.answer(self.house, asked)

    async def office(self, command: Any) -> Any:
        """A keyed mutation, by a person as another program would send it or by the system."""
        house = self.house
        if command["login"] == "":
            ran = house.gateway.submit_system(
                TENANT, command["name"], command["args"], command["key"]
            )
        else:
            user_id = id_of(command["login"])
            actor = await house.gateway.read(lambda c: actor_of_user(c, TENANT, user_id, ""))
            if actor is None:
                return {"outcome": "nobody", "reason": "", "seq": 0, **await self._news()}
            ran = house.gateway.submit(actor, command["name"], command["args"], command["key"])
        try:
            result = await ran
        except Exception as error:  # a full disk, a handler with a bug: the caller is told
            return {"outcome": "failed", "reason": str(error), "seq": 0, **await self._news()}
        done = {"outcome": result.outcome, "reason": result.reason, "seq": result.seq}
        return {**done, **await self._news()}

    async def sign_in(self, command: Any) -> Any:
        """A session for a device of this person, as after the right password; or null."""
        user_id, device_id = id_of(command["login"]), command["device_id"]
        house = self.house
        actor = await house.gateway.read(lambda c: actor_of_user(c, TENANT, user_id, device_id))
        if actor is not None:
            await house.sessions.open(actor, command["token"], is_cookie=False)
        return {"is_open": actor is not None}

    async def weather(self, command: Any) -> Any:
        """Lasting trouble: a disk without room, handlers with a bug."""
        accidents = self.house.accidents
        accidents.is_disk_full = command["is_disk_full"]
        accidents.failing = frozenset(command["failing"])
        return {}

    async def restart(self, _: Any) -> Any:
        await self.house.restart()
        return {}

    async def back_up(self, _: Any) -> Any:
        head = await self.house.gateway.read(_head)
        await self.house.back_up(head.epoch, head.seq)
        return {}

    async def restore(self, command: Any) -> Any:
        """A backup takes the place of the database. `which`: of those that are offered."""
        ended = (await self.house.gateway.read(_head)).epoch
        _, head = await self.house.restore(command["which"], command["epoch"])
        assert self._inspection is not None
        await self._inspection.begin()
        return {"ended": ended, "restored": head, **await self._news()}

    async def inspect(self, command: Any) -> Any:
        assert self._inspection is not None
        return await self._inspection.report(command["logins"])

    async def end(self, _: Any) -> Any:
        house, self._house = self.house, None
        await house.stop()
        house.disk.close()
        shutil.rmtree(self._folder / f"history{self._histories}", ignore_errors=True)
        return {}

    async def _news(self) -> dict[str, Any]:
        """Whom the live stream would tell to pull, and the newest version."""
        assert self._inspection is not None
        if self.house.disk.has_writer:
            # The writer's thread answers first and tells listeners after: wait until it has.
            await self.house.gateway.database.change(lambda connection: None)
        poked, self.house.poked = sorted(self.house.poked), set()
        return {"poked": poked, "head": self._inspection.head}

    def _turn_pages(self, pages: dict[str, int]) -> None:
        if pages:
            pull.PAGE_ROWS_MAX = pages["rows"]
            first_sync.URGENT_ROWS_MAX = pages["urgent"]


def _head(connection: Connection) -> Any:
    query = select(TENANTS.c.epoch, TENANTS.c.seq).where(TENANTS.c.tenant_id == TENANT)
    return connection.execute(query).one()


def _territories() -> dict[str, str]:
    return {name: id_of(name) for name in ("pudong", "puxi")}
