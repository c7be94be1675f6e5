"""Changes that arrive between pages, and scopes that come and go during a walk."""

import pytest

from server.gateway import first_sync, pull
from tests.server.gateway.client import Client
from tests.server.gateway.founding import EAST_FIX, WEST_FIX, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", 2)
    monkeypatch.setattr(first_sync, "URGENT_ROWS_MAX", 2)


async def rename(house: House, customer_id: str, name: str, phone: str) -> None:
    args = {"name": name, "phone": phone, "tier": "normal", "remark": ""}
    await house.done("chief", "customer.edit", customer_id=customer_id, **args)


async def test_a_row_changed_twice_across_pages_loses_neither_change(house: House) -> None:
    customers = [await house.done("chief", "customer.add", name=f"C{n}") for n in range(4)]
    client = Client(house, "chief")
    await client.catch_up()
    await rename(house, customers[0], "first", "")
    for other in customers[1:]:
        await rename(house, other, "other", "")
    assert (await client.sync()).more
    await rename(house, customers[0], "first", "555")  # another field, behind the position
    await rename(house, customers[3], "other", "777")  # ahead of the position
    await client.catch_up()
    await assert_equal(client)
    (row,) = [row for row in client.members.values() if row.row_id == customers[0]]
    assert {"first", "555"} <= set(row.values)


async def test_a_first_sync_between_whose_pages_everything_moves(house: House) -> None:
    orders = [await house.order() for _ in range(4)]
    visit = await house.visit(orders[0], "ann")
    client = Client(house, "ann")
    assert (await client.sync()).more
    await house.visit(orders[1], "ann", 3)
    other = id_of("technician:bob")
    await house.done("chief", "appointment.reassign", appointment_id=visit, technician_id=other)
    assert (await client.sync()).more
    await house.done("chief", "work_order.note", work_order_id=orders[1], text="late")
    await client.catch_up()
    await assert_equal(client)
    assert not client.holds(orders[0])
    assert client.holds(orders[1])


async def test_a_scope_lost_and_regained_within_a_walk(house: House) -> None:
    client = Client(house, "west")
    args = {"user_id": id_of("west"), "role": "dispatcher", "territory_id": id_of("pudong")}
    grant = await house.done("boss", "grant.add", **args)
    orders = [await house.order(fix=fix) for fix in (EAST_FIX, WEST_FIX) * 2]
    await client.catch_up()
    for order in orders:
        await house.done("chief", "work_order.triage", work_order_id=order, grade="urgent")
    assert (await client.sync()).more
    await house.done("boss", "grant.end", grant_id=grant)
    await client.sync()
    await house.done("boss", "grant.add", **args)
    assert (await client.sync()).more
    await house.done("chief", "work_order.note", work_order_id=orders[0], text="since")
    await client.catch_up()
    await assert_equal(client)
    assert client.holds(orders[0])


async def test_a_scope_lost_takes_its_rows_along(house: House) -> None:
    args = {"user_id": id_of("west"), "role": "dispatcher", "territory_id": id_of("pudong")}
    grant = await house.done("boss", "grant.add", **args)
    order = await house.order()
    client = Client(house, "west")
    await client.catch_up()
    assert client.holds(order)
    await house.done("boss", "grant.end", grant_id=grant)
    await client.catch_up()
    assert not client.holds(order)
    await assert_equal(client)


async def test_a_new_scope_in_which_more_left_than_fits_a_page(house: House, monkeypatch) -> None:
    """Rows that left a scope before its reader came must not hide the later ones."""
    monkeypatch.setattr(pull, "PAGE_ROWS_MAX", 14)
    far = await house.done("boss", "territory.add", name="Far", zone="Asia/Shanghai")
    place = await house.done("chief", "project.add", name="P", type="plant", territory_id=far)
    args = {"kind": "site", "name": "Away", "project_id": place}
    away = await house.done("chief", "location.add", **args)
    orders = [await house.order() for _ in range(5)]
    client = Client(house, "west")
    await client.catch_up()
    for order in orders[1:]:
        await house.done("chief", "work_order.place", work_order_id=order, location_id=away)
    args = {"user_id": id_of("west"), "role": "dispatcher", "territory_id": id_of("pudong")}
    await house.done("boss", "grant.add", **args)
    await house.done("chief", "work_order.note", work_order_id=orders[0], text="since")
    await client.catch_up()
    await assert_equal(client)
