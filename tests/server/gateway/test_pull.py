"""First sync, pages and steady pulls, each held against the model."""

import pytest

from server.gateway import first_sync, pull
from tests.server.gateway.client import Client
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal


@pytest.mark.parametrize("size", [1, 3, 500])
async def test_first_sync_in_pages(house: House, monkeypatch, size: int) -> None:
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", size)
    monkeypatch.setattr(first_sync, "URGENT_ROWS_MAX", size)
    for day, technician in enumerate(("ann", "bob", "ann"), start=2):
        await house.visit(await house.order(), technician, day)
    for who in ("ann", "east", "boss"):
        client = Client(house, who)
        pages = await client.catch_up()
        assert pages > len(client.members) / (2 * size) / 2
        assert client.heads == 1
        await assert_equal(client)


async def test_the_next_job_and_what_it_brings_come_first(house: House, monkeypatch) -> None:
    """However the rows came to be, and however late the visit was last touched."""
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", 1)
    orders = [await house.order() for _ in range(6)]
    days = (5, 3, 2, 6, 4, 7)
    visits = [await house.visit(order, "ann", day) for order, day in zip(orders, days, strict=True)]
    monkeypatch.setattr(first_sync, "URGENT_ROWS_MAX", 30)
    client = Client(house, "ann")
    await client.sync()
    soonest = sorted(zip(days, visits, orders, strict=True))
    assert [client.holds(visit) for _, visit, _ in soonest] == [True] * 6
    assert [client.holds(order) for _, _, order in soonest] == [True] * 6
    monkeypatch.setattr(first_sync, "URGENT_ROWS_MAX", 1)
    narrow = Client(house, "ann", number=2)
    await narrow.sync()
    assert [narrow.holds(visit) for _, visit, _ in soonest] == [True] + [False] * 5


@pytest.mark.parametrize("login", ["chief", "east"])
async def test_what_waits_for_a_dispatcher_comes_first(
    house: House, monkeypatch, login: str
) -> None:
    """The orders without a technician, on a page that is shorter for them."""
    given = await house.order()
    await house.visit(given, "ann", 3)
    waiting = [await house.order() for _ in range(4)]
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", 8)
    monkeypatch.setattr(first_sync, "URGENT_ROWS_MAX", 4)
    client = Client(house, login)
    answer = await client.sync()
    assert answer.more
    assert [client.holds(order) for order in waiting] == [True] * 4
    assert len(client.members) == 5
    await client.catch_up()
    await assert_equal(client)


async def test_a_first_sync_that_nothing_overtook_ends_by_itself(house: House, monkeypatch) -> None:
    await house.order()
    client = Client(house, "boss")
    assert not (await client.sync()).more
    await assert_equal(client)
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", 5)
    overtaken = Client(house, "boss", number=2)
    answer = await overtaken.sync()
    late = await house.order()
    while overtaken.cursor.mode != 0:
        answer = await overtaken.sync()
    assert answer.more
    assert overtaken.heads == 0
    await overtaken.catch_up()
    assert overtaken.holds(late)
    await assert_equal(overtaken)
