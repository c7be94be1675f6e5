"""The control: the same appends numbered by a bare SEQUENCE.

`push` has no ledger, no scopes and no chain: the rows, and a line of a change log with its
number. Readers go by the number, as readers of such a log do, and miss what commits late.
`push_same` does all the work of the shipped unit; only the number is the sequence's, and nobody
waits for the counter.
"""

import asyncio
import json
import secrets
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from server.gateway import ledger
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.gateway import now_ms
from server.gateway.unit import Ask, Unit
from tests.append.checker import Values
from tests.append.workload import SEEN, catalogue, split
from tests.server.gateway.client import Waiting
from tests.server.gateway.founding import TENANT as FIRM

SETUP = (
    "CREATE SEQUENCE bare_seq",
    "CREATE TABLE bare_list (id text PRIMARY KEY, remark text NOT NULL)",
    "CREATE TABLE bare_log (seq bigint PRIMARY KEY, key text NOT NULL, payload text NOT NULL)",
)
PULL_EVERY_S = 0.005
FIRST_SEQ = 1_000_000
NEXT = text("SELECT nextval('bare_seq')")
GET = text("SELECT id, remark FROM bare_list WHERE id = ANY(:ids)")
PUT = text(
    "INSERT INTO bare_list VALUES (:id, :value)"
    " ON CONFLICT (id) DO UPDATE SET remark = bare_list.remark || ',' || :value"
)
LOG = text("INSERT INTO bare_log VALUES (:seq, :key, :payload)")
PULL = text("SELECT seq, key FROM bare_log WHERE seq > :head ORDER BY seq")


class SequenceUnit(Unit):
    """The shipped unit of work without its lock. Rows must be there: births need the lock."""

    def __init__(self, connection: Connection, made_of: Catalogue) -> None:
        savepoint = connection.begin_nested()
        super().__init__(connection, made_of, FIRM, now_ms(), lambda: secrets.token_hex(16))
        savepoint.rollback()  # the lock of the counter goes with it

    def next(self, ask: Ask) -> int:
        """One mutation; its seq."""
        self.seq = FIRST_SEQ + int(self.raw.execute(NEXT).scalar_one())
        ledger.find(self.raw, FIRM, ask.writer, ask.key)
        return self.run(ask).seq

    def end(self) -> None:
        """Whatever the unit keeps to write together is written; the counter stays as it is."""
        self.memory.write(self.raw)


class Sequence:
    """Many sessions without order."""

    def __init__(self, url: str) -> None:
        self._catalogue = catalogue()
        self._engine = create_async_engine(url, pool_size=32)

    async def start(self) -> None:
        async with self._engine.connect():
            pass

    async def stop(self) -> None:
        await self._engine.dispose()

    async def push(self, replica: str, waiting: list[Waiting]) -> list[int]:
        """One transaction; their seqs. Rows are in the order of their ids, so nobody waits in a
        ring as long as it is one mutation, or as nobody else has these rows."""
        seqs: list[int] = []
        async with self._engine.begin() as connection:
            for entry in waiting:
                key, args = f"{replica} {entry.n}", entry.args
                SEEN[key] = {}
                seq = int((await connection.execute(NEXT)).scalar_one())
                (await connection.execute(GET, {"ids": args["rows"] + args["others"]})).all()
                for row_id in args["rows"]:
                    await connection.execute(PUT, {"id": row_id, "value": args["value"]})
                log = {"seq": seq, "key": key, "payload": json.dumps(args)}
                await connection.execute(LOG, log)
                seqs.append(seq)
        return seqs

    async def push_same(self, replica: str, waiting: list[Waiting]) -> list[int]:
        """The mutations of the shipped unit in a transaction of their own; their seqs."""
        actor = Actor(FIRM, user_id="", name="", is_system=True)

        def run(connection: Connection) -> list[int]:
            unit = SequenceUnit(connection, self._catalogue)
            seqs = [unit.next(_ask(actor, unit, replica, entry)) for entry in waiting]
            unit.end()
            return seqs

        async with self._engine.begin() as connection:
            return await connection.run_sync(run)

    async def read(self, path: str, ending: asyncio.Event) -> None:
        """What a cursor over the numbers sees: [head, keys] for each pull."""
        head, is_last = 0, False
        with Path(path).open("w", encoding="utf-8") as file:
            while True:
                async with self._engine.connect() as connection:
                    lines = (await connection.execute(PULL, {"head": head})).all()
                if lines:
                    head = lines[-1].seq
                    file.write(json.dumps([head, [line.key for line in lines]]) + "\n")
                if is_last:
                    return
                is_last = ending.is_set()
                await asyncio.sleep(PULL_EVERY_S)


def _ask(actor: Actor, unit: Unit, replica: str, entry: Waiting) -> Ask:
    return Ask(
        actor=actor,
        name=entry.name,
        writer=replica,
        key=str(entry.n),
        hash="",
        args=entry.args,
        device_ms=entry.device_ms,
        at_ms=unit.now_ms,
        zone="",
        base_seq=0,
        meta={"key": str(entry.n)},
    )


def stored_lists(connection: Connection) -> dict[str, Values]:
    lines = connection.execute(text("SELECT id, remark FROM bare_list"))
    return {line.id: split(line.remark) for line in lines}
