"""Quiet syncs are answered from a connection that is kept: it must not keep an old picture."""

import pytest
from sqlalchemy import Connection, text

from server.db.sqlite import SqliteDatabase
from tests.server.gateway.client import Client
from tests.server.gateway.house import House

_HEAD = text("SELECT seq FROM tenant")


async def test_a_quiet_client_hears_of_what_came_after(house: House) -> None:
    """Each quiet answer is followed by news; none may be answered from the picture before."""
    client = Client(house, "east")
    await client.catch_up()
    for number in range(3):
        quiet = await client.sync()
        assert not quiet.kinds
        await house.order()
        news = await client.sync()
        assert news.cursor.floor > quiet.cursor.floor, f"round {number}"
        assert news.kinds


async def test_a_glance_leaves_no_transaction_open(house: House) -> None:
    """Whatever it runs: what opens a transaction sees this moment for ever otherwise."""
    seen: list[Connection] = []

    def look(connection: Connection) -> int:
        seen.append(connection)
        return connection.execute(_HEAD).scalar_one()

    def fail(connection: Connection) -> int:
        look(connection)
        raise LookupError

    before = await house.gateway.database.glance(look)
    with pytest.raises(LookupError):
        await house.gateway.database.glance(fail)
    await house.order()
    assert await house.gateway.database.glance(look) > before
    if isinstance(house.gateway.database, SqliteDatabase):
        assert len(set(map(id, seen))) == 1  # one connection, kept
        assert not seen[0].in_transaction()
