"""What keeps failing goes aside after a restore too, wherever its number stands."""

import pytest

from server.gateway.poison import TIMES_MIN
from server.gateway.recovery import begin_epoch
from server.gateway.tables import FAILURE, HOLE
from tests.server.gateway.client import Client
from tests.server.gateway.founding import TENANT
from tests.server.gateway.house import House
from tests.server.gateway.test_poison import STEP_MS, break_handler

CUSTOMER = {"phone": "1", "tier": "normal", "remark": "gate 4"}
ADD, EDIT = "customer.add", "customer.edit"


async def begun(house: House) -> Client:
    """A firm just restored, and a board that has three numbers from before it: a customer whose
    entry was lost, and two later ones."""
    chief = Client(house, "chief")
    await chief.catch_up()
    for name in ("Ming", "Fang", "Hong"):
        chief.write(ADD, name=name, **CUSTOMER)
    await house.gateway.database.write(
        TENANT, lambda unit: begin_epoch(unit, "after-01", house.now_ms)
    )
    first = chief.outbox.pop(0)
    later = chief.outbox[:]
    chief.outbox = []
    await chief.catch_up()
    chief.outbox = [first, *later]
    return chief


async def sync_often(client: Client) -> list[tuple[int, str, str]]:
    for _ in range(TIMES_MIN):
        await client.sync()
        client.house.now_ms += STEP_MS
    return [(n, each.outcome, each.reason) for n, each in sorted(client.results.items())]


async def test_a_number_lost_in_a_hole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = await begun(house)
    first = chief.outbox.pop(0)
    await chief.sync()
    assert [(line.first_n, line.last_n) for line in await house.lines(HOLE)] == [(1, 1)]
    chief.outbox = [first]
    break_handler(house, monkeypatch, ADD, RuntimeError("a bug"))
    ends = await sync_often(chief)
    assert ends == [(1, "set_aside", "handler_failed"), (2, "accepted", ""), (3, "accepted", "")]
    assert await house.lines(FAILURE) == []
    chief.write(EDIT, customer_id="nobody", name="Later", **CUSTOMER)
    assert (await chief.sync()).results[0].n == 4, "what follows is numbered on"


async def test_the_first_number_behind_a_hole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = await begun(house)
    chief.outbox.pop(0)
    break_handler(house, monkeypatch, ADD, RuntimeError("a bug"))
    ends = await sync_often(chief)
    assert ends[:1] == [(2, "set_aside", "handler_failed")]
    assert [(line.first_n, line.last_n) for line in await house.lines(HOLE)] == [(1, 1)]
