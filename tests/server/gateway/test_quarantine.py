"""A revoked token may still push, and nothing else."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.gateway import poison
from server.gateway.call import Actor
from server.problems import ProblemError
from server.settings import Settings
from sync.protocol import SyncResponse
from tests.server.gateway import founding
from tests.server.gateway.client import Client, read
from tests.server.gateway.founding import EAST_FIX, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal

REPORT = {"title": "Leak", "phone": "1", "channel": "technician", "fix": EAST_FIX}
NO_PULL: tuple[Any, ...] = ([], [], [], "", 0, False)


async def shut_out(house: House, who: str) -> Actor:
    """As the guard lets in whoever was revoked."""
    return msgspec.structs.replace(await house.actor(who), grants=(), is_revoked=True)


async def push(client: Client, actor: Actor) -> SyncResponse:
    body, _ = await client.house.gateway.sync(actor, client.request(), "")
    answer = read(body)
    for result in answer.results:
        client.results[result.n] = result
    pulled = (answer.gone, answer.scopes, answer.kinds, answer.digest, answer.count, answer.more)
    assert pulled == NO_PULL
    assert answer.cursor == client.cursor
    return answer


async def test_its_entries_wait_for_a_dispatcher(house: House) -> None:
    client = Client(house, "ann")
    await client.catch_up()
    order = client.write("work_order.report", **REPORT)
    client.write("work_order.note", work_order_id=order, text="on the roof")
    await house.order()
    actor = await shut_out(house, "ann")
    answer = await push(client, actor)
    assert [(r.outcome, r.reason) for r in answer.results] == [("set_aside", "quarantined")] * 2
    assert (await push(client, actor)).results == answer.results
    client.outbox.clear()
    with pytest.raises(ProblemError, match="signed_out"):
        await push(client, actor)
    held = sorted(await house.rows("held_entry"), key=lambda row: row.n)
    assert [(row.reason, row.author_id) for row in held] == [("quarantined", id_of("ann"))] * 2
    assert len(await house.rows("work_order")) == 1
    refused = await house.ask("west", "entry.accept", replica=client.replica, n=1)
    assert refused.reason == "not_found"
    for n in (1, 2):
        await house.done("chief", "entry.accept", replica=client.replica, n=n)
    assert [row.outcome for row in await house.rows("held_entry")] == ["accepted"] * 2
    (note,) = [fact for fact in await house.rows("fact") if fact.verb == "work_order.note"]
    assert (note.work_order_id, note.author_id) == (order, id_of("ann"))
    again = Client(house, "ann", 2)
    await again.catch_up()
    assert again.holds(order)
    await assert_equal(again)


async def test_a_deactivated_person_s_facts_land_by_what_he_held(house: House) -> None:
    visit = await house.visit(await house.order(), "ann")
    client, actor = Client(house, "ann"), await shut_out(house, "ann")
    await client.catch_up()
    client.write("appointment.arrive", appointment_id=visit, fix=EAST_FIX)
    client.write("appointment.decline", appointment_id=visit, reason="ill")
    await house.done("boss", "user.set_active", user_id=id_of("ann"), is_active=False)
    await push(client, actor)
    for n in (1, 2):
        await house.done("chief", "entry.accept", replica=client.replica, n=n)
    held = sorted(await house.rows("held_entry"), key=lambda row: row.n)
    assert [row.outcome for row in held] == ["accepted", "rejected"]


class Door:
    """The shipped routes over HTTP, with whatever token."""

    def __init__(self, web: AsyncTestClient[Any]) -> None:
        self.web = web

    async def sign_in(self, who: str) -> tuple[dict[str, str], str]:
        said = {"login": who, "password": founding.PASSWORD}
        answer = await self.web.post("/api/v1/session", json=said)
        assert answer.status_code == 200, answer.text
        session = answer.json()
        return {"authorization": f"Bearer {session['token']}"}, session["device_id"]

    async def push(self, client: Client, headers: dict[str, str]) -> tuple[int, str]:
        """The status, and the first result's reason or the problem's code."""
        body = msgspec.json.encode(client.request())
        answer = await self.web.post("/sync", content=body, headers=headers)
        if answer.status_code != 200:
            return answer.status_code, answer.json()["code"]
        return answer.status_code, read(answer.content).results[0].reason


@pytest.fixture
async def door(settings: Settings) -> AsyncIterator[Door]:
    app = create_app(settings)
    async with AsyncTestClient(app, base_url="https://testserver.local") as web:
        yield Door(web)


async def test_only_who_was_shut_out_comes_into_it(door: Door, settings: Settings) -> None:
    client = Client(House(settings), "ann")
    client.write("work_order.report", **REPORT)
    signed_out, _ = await door.sign_in("ann")
    await door.web.delete("/api/v1/session", headers=signed_out)
    assert await door.push(client, signed_out) == (401, "signed_out")
    revoked, device_id = await door.sign_in("ann")
    boss, _ = await door.sign_in("boss")
    asked = {**boss, "idempotency-key": "k"}
    args = {"device_id": device_id}
    answer = await door.web.post("/api/v1/mutations/device.revoke", json=args, headers=asked)
    assert answer.status_code == 200, answer.text
    assert await door.push(client, revoked) == (200, "quarantined")
    client.outbox.clear()
    assert await door.push(client, revoked) == (401, "signed_out")
    for path in ("/api/v1/session", "/api/v1/devices", "/live"):
        assert (await door.web.get(path, headers=revoked)).status_code == 401
    path = "/api/v1/mutations/work_order.report"
    asked = {**revoked, "idempotency-key": "k"}
    assert (await door.web.post(path, json=REPORT, headers=asked)).status_code == 401
    assert await door.push(client, {"authorization": "Bearer nobody"}) == (401, "signed_out")


async def test_it_is_capped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poison, "QUARANTINE_ENTRIES_MAX", 3)
    actor = await shut_out(house, "ann")
    for number in (1, 2):
        client = Client(house, "ann", number)
        for _ in range(2):
            client.write("work_order.report", **REPORT)
        if number == 1:
            await push(client, actor)
            continue
        with pytest.raises(ProblemError, match="quarantine_full"):
            await push(client, actor)
    assert len(await house.rows("held_entry")) == 2


async def test_what_an_administrator_wrote_is_no_dispatcher_s_to_accept(house: House) -> None:
    client, actor = Client(house, "boss"), await shut_out(house, "boss")
    client.write("user.add", login="evil", name="Evil", roles=["administrator"])
    client.write("entry.accept", replica=client.replica, n=1)
    await push(client, actor)
    refused = await house.ask("chief", "entry.accept", replica=client.replica, n=1)
    assert refused.reason == "not_allowed"
    circle = await house.ask("boss", "entry.accept", replica=client.replica, n=2)
    assert circle.reason == "entry_without_body"
    assert [row.state for row in await house.rows("held_entry")] == ["waiting"] * 2
