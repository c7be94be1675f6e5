"""What the server holds in the end, for the checkers; and those checkers that read its tables."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from server import contract
from server.db.types import TABLES
from server.gateway.tables import EVENT, HOLE, LEDGER, SCOPE
from server.gateway.tables import TENANT as TENANTS
from server.gateway.tx import read_row
from server.gateway.unit import Unit
from tests.server.gateway.founding import TENANT
from tests.server.gateway.house import TYPES
from tests.server.gateway.model import Plain, expected
from tests.simulation.audit import broken_links
from tests.simulation.contested import contested
from tests.simulation.house import House
from tests.simulation.lifecycle import Lifecycle, doubly_open


class Inspection:
    """Follows one house from its first to its last moment, through its restarts."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.head = 0
        self.lifecycle = Lifecycle()
        house.accidents.ran = self.lifecycle.ran
        house.told.append(self._follow)

    async def begin(self) -> None:
        self.head = await self.house.gateway.read(_head)

    async def report(self, logins: list[str]) -> dict[str, Any]:
        """Ledger, events, rows and what each person should hold, with what is wrong by itself."""
        return await self.house.gateway.database.snapshot(lambda c: self._report(c, logins))

    def _follow(self, unit: Unit) -> None:
        self.head = unit.seq
        self.lifecycle.follow(unit)

    def _report(self, connection: Connection, logins: list[str]) -> dict[str, Any]:
        rows = plain_rows(connection)
        ledger = list(connection.execute(select(LEDGER).where(LEDGER.c.tenant_id == TENANT)))
        events = list(connection.execute(select(EVENT).where(EVENT.c.tenant_id == TENANT)))
        events.sort(key=lambda line: line.seq)
        head = connection.execute(select(TENANTS).where(TENANTS.c.tenant_id == TENANT)).one()
        scopes = {line.scope: line.scope_key for line in connection.execute(select(SCOPE))}
        return {
            "head": head.seq,
            "epoch": head.epoch,
            "ledger": [
                [line.writer, line.key, line.hash, line.seq, line.outcome, line.reason, line.name]
                for line in ledger
            ],
            "events": [[line.seq, line.writer, line.key] for line in events],
            "holes": [
                [line.replica_id, line.first_n, line.last_n]
                for line in connection.execute(select(HOLE))
            ],
            "scopes": scopes,
            "expected": {login: sorted(expected(rows, login)) for login in logins},
            "facts": [[fact["id"], fact["text"]] for fact in rows["fact"].values()],
            "contested": contested(connection, rows),
            "attachments": list(rows["attachment"].values()),
            "visits": list(rows["appointment"].values()),
            "orders": list(rows["work_order"].values()),
            "wrong": [
                *([13, each] for each in self.lifecycle.wrong),
                *([13, each] for each in doubly_open(rows["appointment"].values())),
                *([14, each] for each in broken_links(head, ledger, events)),
            ],
        }


def plain_rows(connection: Connection) -> Plain:
    """All rows as plain values by kind and id."""
    found: Plain = {kind.name: {} for kind in contract.KINDS}
    for kind in contract.KINDS:
        table = TABLES[kind.row_type]
        columns = [column for column in table.c if column.name != "tenant_id"]
        for line in connection.execute(select(*columns).order_by(table.c.id)).mappings():
            row = read_row(TYPES[kind.name], line)
            found[kind.name][row.id] = msgspec.to_builtins(row)
    return found


def _head(connection: Connection) -> int:
    return connection.execute(
        select(TENANTS.c.seq).where(TENANTS.c.tenant_id == TENANT)
    ).scalar_one()
