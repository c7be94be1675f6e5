"""The doors over HTTP: who is let in, and every refusal in the one error shape."""

import gzip
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from server import contract
from server.app import create_app
from server.settings import Settings
from sync.limits import REQUEST_BYTES_MAX
from tests.server.gateway.founding import PASSWORD, id_of

SITE = "https://testserver.local"
REPLICA = "00000000-0000-4000-8000-0000000000aa"
CUSTOMER = {"name": "Wang"}


@pytest.fixture
async def web(settings: Settings) -> AsyncIterator[AsyncTestClient[Any]]:
    async with AsyncTestClient(create_app(settings), base_url=SITE) as client:
        yield client


async def token_of(web: AsyncTestClient[Any], login: str) -> dict[str, str]:
    said = {"login": login, "password": PASSWORD}
    answer = await web.post("/api/v1/session", json=said)
    assert answer.status_code == 200, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}


def envelope(**more: Any) -> list[Any]:
    said = {"protocol": 1, "schema": contract.schema_hash(), "replica": REPLICA} | more
    return [*said.values(), "abcdefgh", ["", 0, 0, 0, 0, 0], 0, 0, 1_772_326_800_000]


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "detail"}
    assert answer.json()["message"]


async def test_refusals(web: AsyncTestClient[Any]) -> None:
    assert_problem(await web.post("/sync", json=envelope()), 401, "signed_out")
    head = await token_of(web, "ann")

    async def sync(**more: Any) -> httpx.Response:
        return await web.post("/sync", headers=head | more.pop("headers", {}), **more)

    assert (await sync(json=envelope())).status_code == 200
    assert_problem(await sync(json={"a": 1}), 400, "broken_envelope")
    assert_problem(await sync(content=b"[1,"), 400, "broken_envelope")
    assert_problem(await sync(json=envelope(protocol=2)), 400, "wrong_protocol")
    assert_problem(await sync(json=envelope(schema="0" * 16)), 409, "schema_unknown")
    assert_problem(await sync(content=b" " * (REQUEST_BYTES_MAX + 1)), 413, "too_large")
    zipped = {"content-encoding": "gzip"}
    bomb = gzip.compress(b" " * 50 * REQUEST_BYTES_MAX)
    assert_problem(await sync(content=bomb, headers=zipped), 413, "too_large")
    assert_problem(await sync(content=b"x", headers=zipped), 400, "broken_envelope")
    cut = gzip.compress(b"[1, 2, 3]")[:-9]
    assert zlib.decompressobj(wbits=31).decompress(cut) is not None
    assert_problem(await sync(content=cut, headers=zipped), 400, "broken_envelope")
    asked = await web.post("/api/v1/join-codes", json={"user_id": id_of("bob")}, headers=head)
    assert_problem(asked, 403, "not_allowed")
    assert_problem(await web.get("/api/v1/nothing", headers=head), 404, "not_found")


async def test_idempotency_key(web: AsyncTestClient[Any]) -> None:
    head = await token_of(web, "chief")

    async def add(key: str, args: dict[str, str]) -> httpx.Response:
        more = {"idempotency-key": key} if key else {}
        return await web.post("/api/v1/mutations/customer.add", json=args, headers=head | more)

    first = await add("one", CUSTOMER)
    assert first.status_code == 200
    assert (await add("one", CUSTOMER)).content == first.content
    assert_problem(await add("one", {"name": "Li"}), 409, "key_reused")
    assert_problem(await add("", CUSTOMER), 400, "key_missing")
    assert (await add("two", CUSTOMER)).json()["seq"] == first.json()["seq"] + 1


async def test_a_cookie_from_another_site(web: AsyncTestClient[Any]) -> None:
    said = {"login": "chief", "password": PASSWORD, "cookie": True}
    assert not (await web.post("/api/v1/session", json=said)).json().get("token")
    path, key = "/api/v1/mutations/customer.add", {"idempotency-key": "k"}
    away = await web.post(path, json=CUSTOMER, headers=key | {"sec-fetch-site": "cross-site"})
    assert_problem(away, 403, "cross_site")
    home = await web.post(path, json=CUSTOMER, headers=key | {"sec-fetch-site": "same-origin"})
    assert home.status_code == 200


async def test_a_revoked_device_is_signed_out(web: AsyncTestClient[Any]) -> None:
    head, boss = await token_of(web, "ann"), await token_of(web, "boss")
    device = (await web.get("/api/v1/session", headers=head)).json()["device_id"]
    path, key = "/api/v1/mutations/device.revoke", {"idempotency-key": "k"}
    done = await web.post(path, json={"device_id": device}, headers=boss | key)
    assert done.status_code == 200
    assert_problem(await web.post("/sync", json=envelope(), headers=head), 401, "signed_out")
