"""The live stream says `pull` when something moved for its listener, and ends with the server."""

import asyncio
from types import SimpleNamespace
from typing import Any

from server.gateway.routes import live
from tests.server.gateway.house import House


async def heard(said: asyncio.Queue[dict[str, Any]]) -> dict[str, Any]:
    return await asyncio.wait_for(said.get(), 10)


async def test_live_pokes_and_ends(house: House) -> None:
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    app = SimpleNamespace(state=SimpleNamespace(gateway=house.gateway))
    scope: Any = {"litestar_app": app, "user": await house.actor("ann")}
    serving: Any = live.fn(scope, asyncio.Event().wait, said.put)
    stream = asyncio.create_task(serving)
    assert (await heard(said))["status"] == 200
    assert (await heard(said))["body"] == b"data: pull\n\n"
    order = await house.order()
    await house.done("chief", "work_order.triage", work_order_id=order, grade="urgent")
    await asyncio.sleep(0.05)
    while not said.empty():  # a contact's catalogue may have moved; not the order's own scope
        said.get_nowait()
    await house.visit(order, "ann")
    assert (await heard(said))["body"] == b"data: pull\n\n"
    assert house.gateway.hub.count() == 1
    house.gateway.hub.end_all()
    assert (await heard(said))["more_body"] is False
    await asyncio.wait_for(stream, 10)
    assert house.gateway.hub.count() == 0
