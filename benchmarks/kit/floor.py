"""What the statements of a sync cost by themselves: said again to bare sqlite3, without SQLAlchemy,
rules, JSON or HTTP. Nobody who stores the same lines in the same tables can be below it.
"""

import shutil
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from sqlalchemy import Connection

from benchmarks.kit import errand
from benchmarks.kit.errand import BOARD, PHONE, Firm
from server.app import open_gateway
from server.db import statement
from server.gateway.gateway import Gateway
from server.gateway.routes import DECODER
from server.identity.sessions import Sessions
from server.settings import Settings

PUSHES, PULLS = 12, 12
PHONE_NO, BOARD_NO = 1, 2
SESSION_DAYS = 90
Said = tuple[str, Any, bool]  # SQL, values, whether they are many lines of values


class Floor(msgspec.Struct, frozen=True):
    """CPU milliseconds and number of statements of one request."""

    pull_ms: float
    push_ms: float
    commit_ms: float  # of a push, as part of it: with full fsync


class _Noting:
    """A cursor that notes what it is told."""

    def __init__(self, cursor: Any, said: list[Said]) -> None:
        self._cursor = cursor
        self._said = said
        self.fetchall = cursor.fetchall
        self.fetchone = cursor.fetchone
        self.close = cursor.close

    def execute(self, sql: str, values: Any) -> None:
        self._said.append((sql, values, False))
        self._cursor.execute(sql, values)

    def executemany(self, sql: str, lines: Any) -> None:
        self._said.append((sql, lines, True))
        self._cursor.executemany(sql, lines)


async def floor(folder: Path) -> Floor:
    """Pushes and pulls run once as they are, and then their statements alone on a copy of the
    database as it was before."""
    settings = Settings(data_dir=folder / "data")
    firm = await errand.found(settings, visits=2 * PUSHES)
    before = folder / "before"
    shutil.copytree(settings.data_dir, before)
    gateway = open_gateway(settings, lambda: errand.NOW_MS)
    await gateway.start()
    try:
        pull, pushes = await _noted(gateway, firm)
    finally:
        await gateway.stop()
    file = before / Path(settings.url.removeprefix("sqlite:///")).name
    connection = sqlite3.connect(file, isolation_level=None, cached_statements=512)
    connection.execute("PRAGMA synchronous=FULL")
    pulls = [_replayed_ms(connection, pull)[0] for _ in range(PULLS)]
    costs = [_replayed_ms(connection, said) for said in pushes]
    connection.close()
    return Floor(median(pulls), *(median(each) for each in zip(*costs, strict=True)))


async def _noted(gateway: Gateway, firm: Firm) -> tuple[list[Said], list[list[Said]]]:
    """What a pull of a hundred rows and each of the pushes says to the database."""
    sessions = Sessions(gateway)
    board = await sessions.actor_of(BOARD, SESSION_DAYS)
    phone = await sessions.actor_of(PHONE, SESSION_DAYS)
    assert board is not None
    assert phone is not None
    said: list[Said] = []
    cursor_of = statement._cursor  # pyright: ignore[reportPrivateUsage]

    def noting(connection: Connection) -> _Noting:
        return _Noting(cursor_of(connection), said)

    asked = errand.asking(firm, BOARD_NO, firm.before)
    bodies = [
        errand.pushing(firm, PHONE_NO, number, firm.head + number * errand.ENTRIES)
        for number in range(PUSHES)
    ]
    await gateway.sync(board, DECODER.decode(asked), "br")
    statement._cursor = noting  # pyright: ignore[reportPrivateUsage]
    try:
        await gateway.sync(board, DECODER.decode(asked), "br")
        pull, pushes = list(said), list[list[Said]]()
        for body in bodies:
            said.clear()
            await gateway.sync(phone, DECODER.decode(body), "br")
            pushes.append(list(said))
    finally:
        statement._cursor = cursor_of  # pyright: ignore[reportPrivateUsage]
    return pull, pushes


def _replayed_ms(connection: sqlite3.Connection, said: Sequence[Said]) -> tuple[float, float]:
    """CPU of these statements with their COMMITs, and of the COMMITs among it."""
    commit_s = 0.0
    begun_s = time.process_time()
    for sql, values, many in said:
        if sql.startswith("BEGIN") and connection.in_transaction:
            commit_s += _commit_s(connection)
        if many:
            connection.executemany(sql, values)
        else:
            connection.execute(sql, values).fetchall()
    commit_s += _commit_s(connection)
    return (time.process_time() - begun_s) * 1e3, commit_s * 1e3


def _commit_s(connection: sqlite3.Connection) -> float:
    begun_s = time.process_time()
    if connection.in_transaction:
        connection.execute("COMMIT")
    return time.process_time() - begun_s
