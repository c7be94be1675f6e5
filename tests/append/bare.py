"""The control: the same appends numbered by a bare SEQUENCE, one transaction a mutation.

`submit` has no ledger, no scopes and no chain: the rows, and a line of a change log with its
number. Readers go by the number, as readers of such a log do, and miss what commits late.
`submit_same` does all the work of the shipped unit; only the number is the sequence's, and nobody
waits for the counter.
"""

import asyncio
import json
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from server.gateway import ledger
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.gateway import now_ms
from server.gateway.unit import Ask, Unit
from tests.append.checker import Values
from tests.append.workload import SEEN, catalogue, split
from tests.server.gateway.founding import TENANT as FIRM

SETUP = (
    "CREATE SEQUENCE bare_seq",
    "CREATE TABLE bare_list (id text PRIMARY KEY, remark text NOT NULL)",
    "CREATE TABLE bare_log (seq bigint PRIMARY KEY, key text NOT NULL, payload text NOT NULL)",
)
PULL_EVERY_S = 0.005
FIRST_SEQ = 1_000_000
DONE = text("SELECT 1")
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
        self.seq = FIRST_SEQ + int(connection.execute(NEXT).scalar_one())

    def end(self) -> None:
        """Whatever the unit keeps to write together is written: asking for its connection does."""
        self.connection.execute(DONE)


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

    async def submit(self, args: dict[str, Any], key: str) -> int:
        """One mutation; its seq. Rows are in the order of their ids, so nobody waits in a ring."""
        SEEN[key] = {}
        async with self._engine.begin() as connection:
            seq = int((await connection.execute(NEXT)).scalar_one())
            (await connection.execute(GET, {"ids": args["rows"] + args["others"]})).all()
            for row_id in args["rows"]:
                await connection.execute(PUT, {"id": row_id, "value": args["value"]})
            log = {"seq": seq, "key": key, "payload": json.dumps(args)}
            await connection.execute(LOG, log)
        return seq

    async def submit_same(self, args: dict[str, Any], key: str) -> int:
        """One mutation of the shipped unit in a transaction of its own; its seq."""
        actor = Actor(FIRM, user_id="", name="", is_system=True)

        def run(connection: Connection) -> int:
            unit = SequenceUnit(connection, self._catalogue)
            ledger.find(connection, FIRM, "bare", key)
            ask = Ask(
                actor=actor,
                name="list.append",
                writer="bare",
                key=key,
                hash="",
                args=args,
                device_ms=unit.now_ms,
                at_ms=unit.now_ms,
                zone="",
                base_seq=0,
                meta={"key": key},
            )
            seq = unit.run(ask).seq
            unit.end()
            return seq

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


def stored_lists(connection: Connection) -> dict[str, Values]:
    lines = connection.execute(text("SELECT id, remark FROM bare_list"))
    return {line.id: split(line.remark) for line in lines}
