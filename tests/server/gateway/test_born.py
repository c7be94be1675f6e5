"""Other programs are told which rows a mutation gave birth to, and a repeat is told the same."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.settings import Settings
from sync.ids import born_id
from tests.server.gateway.founding import PASSWORD, id_of

SITE = "https://testserver.local"
WRITER = f"api:{id_of('boss')}"


@pytest.fixture
async def web(settings: Settings) -> AsyncIterator[AsyncTestClient[Any]]:
    async with AsyncTestClient(create_app(settings), base_url=SITE) as client:
        said = {"login": "boss", "password": PASSWORD}
        token = (await client.post("/api/v1/session", json=said)).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def send(web: AsyncTestClient[Any], name: str, key: str, /, **args: Any) -> httpx.Response:
    head = {"idempotency-key": key}
    return await web.post(f"/api/v1/mutations/{name}", json=args, headers=head)


def born(key: str, *kinds: tuple[int, str]) -> list[dict[str, Any]]:
    return [{"ordinal": n, "kind": kind, "id": born_id(WRITER, key, n)} for n, kind in kinds]


async def test_the_rows_of_each_ordinal(web: AsyncTestClient[Any]) -> None:
    one = await send(web, "customer.add", "a", name="Li")
    assert one.json()["born"] == born("a", (0, "customer"))
    two = await send(web, "customer.add", "b", name="Wu", contact_name="Xu")
    assert two.json()["born"] == born("b", (0, "customer"), (1, "contact"))
    customer_id = one.json()["born"][0]["id"]
    none = await send(web, "customer.set_active", "c", customer_id=customer_id, is_active=False)
    assert (none.status_code, none.json()["born"]) == (200, [])


async def test_an_ordinal_that_was_not_needed_is_left_out(web: AsyncTestClient[Any]) -> None:
    customer_id = (await send(web, "customer.add", "a", name="Li")).json()["born"][0]["id"]
    fix = {"lon_e7": 1_214_000_000, "lat_e7": 312_000_000}
    args = {"title": "Leak", "phone": "2", "customer_id": customer_id, "fix": fix}
    told = (await send(web, "work_order.report", "b", **args)).json()["born"]
    ordinals = [each["ordinal"] for each in told]
    assert ordinals == sorted(ordinals)
    assert (2, "customer") not in {(each["ordinal"], each["kind"]) for each in told}
    known = born("b", *((each["ordinal"], each["kind"]) for each in told))
    assert told == known
    assert told[0]["kind"] == "work_order"


async def test_a_repeat_is_told_the_same(web: AsyncTestClient[Any]) -> None:
    key = "k" * 160
    args = {"name": "Wu", "contact_name": "Xu"}
    first = await send(web, "customer.add", key, **args)
    customer_id = first.json()["born"][0]["id"]
    assert first.json()["born"] == born(key, (0, "customer"), (1, "contact"))
    # What happens to the rows later changes nothing of it.
    await send(web, "customer.set_active", "off", customer_id=customer_id, is_active=False)
    again = await send(web, "customer.add", key, **args)
    assert again.content == first.content


async def test_a_refusal_bears_nothing(web: AsyncTestClient[Any]) -> None:
    refused = await send(web, "user.add", "a", login="ann", name="Ann")
    assert (refused.status_code, refused.json()["code"]) == (409, "login_taken")
    assert "born" not in refused.json()
    again = await send(web, "user.add", "a", login="ann", name="Ann")
    assert again.content == refused.content


async def test_many_rows(web: AsyncTestClient[Any]) -> None:
    roles = ["technician", "dispatcher", "manager", "administrator"]
    told = await send(web, "user.add", "a", login="zoe", name="Zoe", roles=roles)
    grants = ((n, "grant") for n in range(1, 5))
    assert told.json()["born"] == born("a", (0, "user"), *grants)
