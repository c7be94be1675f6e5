"""A mutation that appends to lists, for the shipped gateway; lists are remarks of customers."""

import json
import random
from collections.abc import Callable
from hashlib import blake2s
from types import MappingProxyType
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection, select, text

from server import app
from server.customers.schema import Customer
from server.db.types import TABLES
from server.gateway.call import Call, Mutation
from server.gateway.catalogue import Catalogue
from server.gateway.tx import Tx
from server.shapes import Args, Id
from sync.ids import born_id
from sync.outcomes import Accepted, Verdict
from tests.append.checker import Values
from tests.server.harness import DEFAULTS

ROWS_OPEN = 12  # at a time: few enough to be fought over
APPENDS_MAX = 20  # of a row, more or less: then others take its place
SERIALIZATION_FAILURE = "40001"


class Append(Args, kw_only=True, frozen=True):
    """Append one value to each of `rows`, having read them and `others`."""

    mutation: ClassVar[str] = "list.append"
    rows: list[Id]
    others: list[Id]
    value: str


# What each mutation read, as of the last time it ran: that is the time it was stored. By its key
# in the history, which is the writer's name and the key it has there.
SEEN: dict[str, dict[str, str]] = {}


def handler(fail: Callable[[], bool]) -> Callable[[Tx, Append, Call], Verdict]:
    """`fail`: whether the database shall refuse this time, as it does under contention."""

    def append(tx: Tx, args: Append, call: Call) -> Verdict:
        tx.judge = None  # an append keeps both: it is never contested
        SEEN[f"{call.writer} {call.key}"] = seen = {}
        for row_id in args.others:
            row = tx.get(Customer, row_id)
            seen[row_id] = row.remark if row else ""
        for row_id in args.rows:
            row = tx.get(Customer, row_id)
            seen[row_id] = row.remark if row else ""
            longer = f"{row.remark},{args.value}" if row and row.remark else args.value
            if row is None:
                new = DEFAULTS["customer"] | {"id": row_id, "name": "list", "remark": longer}
                tx.insert(msgspec.convert(new, Customer))
            else:
                tx.update(row, remark=longer)
        if fail():
            tx.connection.execute(text(refusal(SERIALIZATION_FAILURE)))
        return Accepted()

    return append


def refusal(state: str) -> str:
    return f"DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{state}'; END $$"


def catalogue(fail: Callable[[], bool] = lambda: False) -> Catalogue:
    """Everything of the shipped application, and the mutation of this test."""
    made = app.catalogue()
    added = Mutation(Append, lambda *_: None, handler(fail))
    made.mutations = MappingProxyType({**made.mutations, added.name: added})
    return made


def row_id(number: int) -> str:
    return born_id("list", "row", number)


def first_row(done: int) -> int:
    """The first of the rows that are open after so many mutations, everywhere."""
    return done * 5 // 2 // APPENDS_MAX


def draw(dice: random.Random, first: int, value: str) -> dict[str, Any]:
    """Arguments of one mutation on the rows that are open from the first one on."""
    count = dice.choice((1, 1, 2, 2, 3, 4))
    chosen = [row_id(first + number) for number in dice.sample(range(ROWS_OPEN), count + 1)]
    return {"rows": sorted(chosen[:count]), "others": chosen[count:], "value": value}


def rows_for(mutations: int) -> list[str]:
    """Every row that so many mutations may touch."""
    return [row_id(number) for number in range(first_row(mutations) + 2 * ROWS_OPEN)]


def value_of(key: str) -> str:
    """Short, and nobody else's."""
    return blake2s(key.encode(), digest_size=5).hexdigest()


def split(remark: str) -> Values:
    return tuple(remark.split(",")) if remark else ()


def stored_lists(connection: Connection) -> dict[str, Values]:
    table = TABLES[Customer]
    query = select(table.c.id, table.c.remark).where(table.c.name == "list")
    return {line.id: split(line.remark) for line in connection.execute(query)}


def written(key: str, seq: int | None, args: dict[str, Any], attempts: int) -> str:
    """One mutation as a line of the history."""
    seen = SEEN.pop(key, {})
    line = {"key": key, "seq": seq, "rows": args["rows"], "value": args["value"], "seen": seen}
    return json.dumps({**line, "attempts": attempts})
