"""What the server holds in the end, for the checkers; and those checkers that read its tables."""

from typing import Any

from sqlalchemy import Connection, select

from server import contract
from server.db.statement import Statement, param
from server.db.types import TABLES
from server.gateway.call import Call
from server.gateway.tables import EVENT, FAILURE, HOLE, LEDGER, SCOPE
from server.gateway.tables import TENANT as TENANTS
from server.gateway.tx import Tx
from server.gateway.unit import Unit
from sync.kinds import Kind
from tests.server.gateway.founding import TENANT
from tests.server.gateway.model import Plain, expected
from tests.simulation.audit import Line, broken_links
from tests.simulation.choices import Choices
from tests.simulation.contested import contested
from tests.simulation.house import House
from tests.simulation.lifecycle import Lifecycle, doubly_open

# An entry is set aside after five failures over ten minutes; a disk may be full just then.
TRIES_MAX = 7
TRYING_MS_MAX = 15 * 60_000


class Inspection:
    """Follows one house from its first to its last moment, through its restarts."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.head = 0
        self.lifecycle = Lifecycle()
        self.choices = Choices()
        self._ran: dict[tuple[str, str], Tx] = {}
        house.accidents.ran = self._note
        house.told.append(self._follow)

    async def begin(self) -> None:
        self.choices.forget()
        self.head = await self.house.gateway.read(_head)

    async def report(self, logins: list[str]) -> dict[str, Any]:
        """Ledger, events, rows and what each person should hold, with what is wrong by itself."""
        return await self.house.gateway.database.snapshot(lambda c: self._report(c, logins))

    def _note(self, tx: Tx, call: Call) -> None:
        """A handler ran; its followers write into the same transaction."""
        self._ran[call.writer, call.key] = tx

    def _follow(self, unit: Unit) -> None:
        """After a COMMIT."""
        self.head = unit.seq
        for call in unit.accepted:
            tx = self._ran.get((call.writer, call.key))
            for change in tx.changes.values() if tx else ():
                self.lifecycle.judge(call, change)
                self.choices.judge(call, change)
        self._ran.clear()

    def _report(self, connection: Connection, logins: list[str]) -> dict[str, Any]:
        rows = plain_rows(connection)
        lines = [Line(*line) for line in _LEDGER.all(connection, TENANT)]
        events = list(connection.execute(select(EVENT).where(EVENT.c.tenant_id == TENANT)))
        events.sort(key=lambda line: line.seq)
        head = connection.execute(select(TENANTS).where(TENANTS.c.tenant_id == TENANT)).one()
        return {
            "head": head.seq,
            "epoch": head.epoch,
            "ledger": [tuple(line) for line in lines],
            "events": [[line.seq, line.writer, line.key] for line in events],
            "holes": [tuple(line) for line in _HOLES.all(connection)],
            "scopes": {scope: key for scope, key in _SCOPES.all(connection)},
            "expected": {login: sorted(expected(rows, login)) for login in logins},
            "facts": [[fact["id"], fact["text"]] for fact in rows["fact"].values()],
            "contested": contested(connection, rows),
            "attachments": list(rows["attachment"].values()),
            "visits": list(rows["appointment"].values()),
            "orders": list(rows["work_order"].values()),
            "wrong": [
                *([9, each] for each in self.choices.wrong),
                *([11, f"{each} was tried and never set aside"] for each in _stuck(connection)),
                *([13, each] for each in self.lifecycle.wrong),
                *([13, each] for each in doubly_open(rows["appointment"].values())),
                *([14, each] for each in broken_links(head, lines, events)),
            ],
        }


def plain_rows(connection: Connection) -> Plain:
    """All rows as plain values by kind and id."""
    found: Plain = {}
    for name, (statement, names, truths) in _ROWS.items():
        lines = [dict(zip(names, line, strict=True)) for line in statement.all(connection)]
        for line in lines if truths else ():
            for field in truths:  # SQLite gives truth back as 0 and 1
                line[field] = None if line[field] is None else bool(line[field])
        found[name] = {line["id"]: line for line in lines}
    return found


def _rows_of(kind: Kind) -> tuple[Statement, list[str], list[str]]:
    """All rows of a kind by id; the names of their columns, and of those that are true or not."""
    table = TABLES[kind.row_type]
    columns = [column for column in table.c if column.name != "tenant_id"]
    truths = [field.name for field in kind.fields if field.type is bool]
    statement = Statement(select(*columns).order_by(table.c.id))
    return statement, [column.name for column in columns], truths


_ROWS = {kind.name: _rows_of(kind) for kind in contract.KINDS}


def _stuck(connection: Connection) -> list[str]:
    """Entries that failed for longer than those behind them may be kept waiting."""
    lines = _FAILURES.all(connection)
    return [
        f"{replica} {n}"
        for replica, n, times, first_ms, last_ms in lines
        if times >= TRIES_MAX and last_ms - first_ms >= TRYING_MS_MAX
    ]


def _head(connection: Connection) -> int:
    return _HEAD.scalar(connection, TENANT)


_HEAD = Statement(select(TENANTS.c.seq).where(TENANTS.c.tenant_id == param("tenant")), "tenant")
_LEDGER = Statement(
    select(*(LEDGER.c[name] for name in Line._fields)).where(LEDGER.c.tenant_id == param("tenant")),
    "tenant",
)
_SCOPES = Statement(select(SCOPE.c.scope, SCOPE.c.scope_key))
_FAILURES = Statement(
    select(*(FAILURE.c[name] for name in ("replica_id", "n", "times", "first_ms", "last_ms")))
)
_HOLES = Statement(select(HOLE.c.replica_id, HOLE.c.first_n, HOLE.c.last_n))
