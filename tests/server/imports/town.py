"""New York with its crew, and the registers that are brought into it."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, func, select

from server.app import open_gateway
from server.customers.schema import Customer
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tables import EVENT, LEDGER
from server.gateway.tx import R, Tx
from server.imports.mapping import Mapping, find_map, read_map
from server.imports.reading import Table, read_table
from server.imports.service_requests import Import, Outcome, RowReport
from server.places.schema import Location
from server.settings import Settings
from server.work_orders.schema import WorkOrder

REPOSITORY = Path(__file__).parents[3]
TENANT_ID = "00000000-0000-4000-8000-00000000000f"
ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=ZONE)  # before anybody's shift
NOW_MS = int(MONDAY.timestamp() * 1000)
IMPORT = Actor(TENANT_ID, user_id="", name="import", is_system=True)
DATABASE = "fieldward.sqlite3"


class Register(msgspec.Struct, frozen=True):
    """A file of New York's requests, and what is in it."""

    file: Path
    placed: int
    unplaced: int
    skipped: int
    rejected: int
    open: int  # of those that come in, by their status

    @property
    def new(self) -> int:
        return self.placed + self.unplaced

    @property
    def rows(self) -> int:
        return self.new + self.skipped + self.rejected

    def table(self) -> Table:
        return read_table(self.file.name, self.file.read_bytes())


EXTRACT = Register(Path(__file__).parent / "requests_60.csv", 34, 6, 17, 3, open=3)
WHOLE = Register(
    REPOSITORY.parent / "shared" / "data" / "service_requests_nyc311_1000.csv",
    placed=360,
    unplaced=48,
    skipped=592,
    rejected=0,
    open=15,
)
# The whole register lies beside some checkouts; the extract is in each.
REGISTERS = [each for each in (WHOLE, EXTRACT) if each.file.is_file()]


def nyc311() -> Mapping:
    path = find_map("nyc311")
    return read_map(path.name, path.read_text(encoding="utf-8"))


class Town:
    """The firm behind the real gateway, on a clock that stands."""

    def __init__(self, folder: Path) -> None:
        self.gateway: Gateway = open_gateway(Settings(data_dir=folder))
        self.gateway.clock = lambda: NOW_MS

    async def bring_in(
        self,
        table: Table,
        actor: Actor = IMPORT,
        mapping: Mapping | None = None,
        progress: Callable[[int, int], None] = lambda *_: None,
        **how: bool,
    ) -> list[RowReport]:
        bringing = Import(gateway=self.gateway, actor=actor, mapping=mapping or nyc311(), **how)
        return await bringing.run(table, progress)

    async def rows(self, row_type: type[R]) -> list[R]:
        return await self.gateway.read(lambda c: Tx(c, TENANT_ID).rows(row_type))

    async def orders(self) -> list[WorkOrder]:
        """Those that were imported, by id."""
        return [each for each in await self.rows(WorkOrder) if each.external_ref]

    async def places(self) -> dict[str, Location]:
        """Where they are, by id."""
        wanted = {order.location_id for order in await self.orders()}
        return {each.id: each for each in await self.rows(Location) if each.id in wanted}

    async def customers(self) -> list[Customer]:
        """Who reported them, by id."""
        wanted = {order.customer_id for order in await self.orders()}
        return [each for each in await self.rows(Customer) if each.id in wanted]

    async def recorded(self) -> tuple[int, int]:
        """How many events and ledger lines there are."""

        def count(connection: Connection) -> tuple[int, int]:
            events = select(func.count()).select_from(EVENT)
            lines = select(func.count()).select_from(LEDGER)
            return connection.execute(events).scalar_one(), connection.execute(lines).scalar_one()

        return await self.gateway.read(count)


def copy_of(founded: Path, folder: Path) -> Path:
    """A folder with a copy of a founded firm's database."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(founded / DATABASE, folder / DATABASE)
    return folder


def counts(reports: list[RowReport]) -> dict[str, int]:
    """How many rows there are of each outcome, those of none left out."""
    found = {outcome.value: 0 for outcome in Outcome}
    for each in reports:
        found[each.outcome.value] += 1
    return {outcome: count for outcome, count in found.items() if count}


def edited(table: Table, key: str, **cells: str) -> Table:
    """The table as it would be had somebody changed this row's cells (_ stands for a blank)."""
    news = {name.replace("_", " "): value for name, value in cells.items()}
    rows = tuple(
        msgspec.structs.replace(row, cells=row.cells | news)
        if row.cells["Unique Key"] == key
        else row
        for row in table.rows
    )
    return msgspec.structs.replace(table, rows=rows)
