"""The shipped gateway on a real database, with a clock that the test holds."""

from typing import Any

from sqlalchemy import select

from server.app import open_gateway
from server.db.types import KIND_OF, TABLES
from server.gateway.call import Actor
from server.gateway.tables import EVENT, LEDGER, TENANT
from server.gateway.tx import read_row
from server.identity.sessions import actor_of_user
from server.settings import Settings
from sync.fields import Row
from sync.ids import born_id
from sync.protocol import Result
from tests.server.gateway import founding
from tests.server.gateway.founding import id_of

TYPES: dict[str, type[Row]] = {kind.name: row_type for row_type, kind in KIND_OF.items()}


class House:
    """One firm; people are named by login."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.now_ms = founding.NOW_MS + 60_000
        self.gateway = open_gateway(settings, lambda: self.now_ms)
        self.keys = 0

    async def start(self) -> None:
        await self.gateway.start()

    async def stop(self) -> None:
        await self.gateway.stop()

    async def restart(self) -> None:
        """As after a stop of the process: nothing is left but the files."""
        await self.stop()
        self.gateway = open_gateway(self.settings, lambda: self.now_ms)
        await self.start()

    async def actor(self, who: str) -> Actor:
        user_id = id_of(who)
        found = await self.gateway.read(lambda c: actor_of_user(c, founding.TENANT, user_id, ""))
        assert found is not None, f"{who} is not active"
        return found

    async def ask(self, who: str, name: str, /, **args: Any) -> Result:
        """One mutation as another program would send it, by this person."""
        self.keys += 1
        self.now_ms += 1_000
        return await self.gateway.submit(await self.actor(who), name, args, f"k{self.keys}")

    async def done(self, who: str, name: str, /, **args: Any) -> str:
        """An accepted mutation; the id of its first row."""
        result = await self.ask(who, name, **args)
        assert result.outcome == "accepted", (name, result)
        return self.born(who, 0)

    def born(self, who: str, ordinal: int) -> str:
        """Id of a row born in the last `ask` of this person."""
        return born_id(f"api:{id_of(who)}", f"k{self.keys}", ordinal)

    async def order(self, who: str = "chief", **more: Any) -> str:
        """A reported order in Pudong."""
        args = {"title": "Leak", "phone": "1", "fix": founding.EAST_FIX} | more
        return await self.done(who, "work_order.report", **args)

    async def visit(self, order_id: str, technician: str, day: int = 2) -> str:
        """An appointment of the order; its id."""
        return await self.done(
            "chief",
            "appointment.assign",
            work_order_id=order_id,
            technician_id=id_of(f"technician:{technician}"),
            start_local=f"2026-03-{day:02}T09:00",
            zone="Asia/Shanghai",
        )

    async def rows(self, kind: str) -> list[Any]:
        table = TABLES[TYPES[kind]]
        query = select(*(c for c in table.c if c.name != "tenant_id")).order_by(table.c.id)
        found = await self.gateway.read(lambda c: c.execute(query).mappings().all())
        return [read_row(TYPES[kind], line) for line in found]

    async def lines(self, table: Any) -> list[Any]:
        """All lines of a gateway's table."""
        query = select(table).where(table.c.tenant_id == founding.TENANT)
        return list(await self.gateway.read(lambda c: c.execute(query).all()))

    async def events(self) -> list[Any]:
        return sorted(await self.lines(EVENT), key=lambda line: line.seq)

    async def ledger(self) -> list[Any]:
        return sorted(await self.lines(LEDGER), key=lambda line: line.seq)

    async def head(self) -> Any:
        (line,) = await self.lines(TENANT)
        return line
