"""The receipt of a device's day over the shipped routes, on both databases."""

from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.settings import Settings
from sync.receipts import receipt_code
from tests.server.gateway import founding
from tests.server.gateway.client import Client, read
from tests.server.gateway.founding import EAST_FIX
from tests.server.gateway.house import House

DAY_MS = 86_400_000
FROM_MS = founding.NOW_MS
REPORT = {"title": "Leak", "phone": "1", "channel": "technician", "fix": EAST_FIX}
Headers = dict[str, str]


class Office:
    """The shipped application, and one phone of ann in front of it."""

    def __init__(self, web: AsyncTestClient[Any], settings: Settings) -> None:
        self.web = web
        self.client = Client(House(settings), "ann")
        self.headers: Headers = {}
        self.device_id = ""

    async def sign_in(self, who: str) -> tuple[Headers, str]:
        said = {"login": who, "password": founding.PASSWORD}
        session = (await self.web.post("/api/v1/session", json=said)).json()
        return {"authorization": f"Bearer {session['token']}"}, session["device_id"]

    async def push(self) -> None:
        body = msgspec.json.encode(self.client.request())
        answer = await self.web.post("/sync", content=body, headers=self.headers)
        results = read(answer.content).results
        assert {each.outcome for each in results} <= {"accepted"}, results
        self.client.outbox.clear()

    def capture(self, order: str, data: bytes, captured_ms: int = FROM_MS) -> tuple[str, str]:
        """An attachment of these bytes in the outbox: its id and its hash."""
        hashed = sha256(data).hexdigest()
        named = {"sha256": hashed, "size_bytes": len(data), "media_type": "image/jpeg"}
        more = {"slot": "after", "captured_ms": captured_ms}
        about = {"work_order_id": order}
        return self.client.write("attachment.attach", **about, **named, **more), hashed

    async def send(self, attachment: str, data: bytes) -> None:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(data)),
            "Upload-Metadata": f"attachment {b64encode(attachment.encode()).decode()}",
            "Content-Type": "application/offset+octet-stream",
        }
        answer = await self.web.post("/files", content=data, headers=self.headers | headers)
        assert answer.status_code == 201, answer.text

    async def receipts(self, who: str = "boss", from_ms: int = FROM_MS) -> Any:
        headers, _ = await self.sign_in(who)
        path = f"/api/v1/devices/{self.device_id}/receipts"
        span = {"from_ms": from_ms, "until_ms": from_ms + DAY_MS}
        return await self.web.get(path, params=span, headers=headers)

    async def receipt(self, from_ms: int = FROM_MS) -> dict[str, Any]:
        (one,) = (await self.receipts(from_ms=from_ms)).json()["receipts"]
        return one


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    async with AsyncTestClient(create_app(settings), base_url="https://testserver.local") as web:
        office = Office(web, settings)
        office.headers, office.device_id = await office.sign_in("ann")
        yield office


async def test_it_counts_what_is_stored_and_its_code_is_the_phone_s(office: Office) -> None:
    order = office.client.write("work_order.report", **REPORT)
    files = [office.capture(order, data) for data in (b"before", b"after")]
    await office.push()
    waiting = await office.receipt()
    counts = ("last_n", "stored_count", "stored_bytes", "waiting_count", "last_stored_ms")
    assert [waiting[name] for name in counts] == [3, 0, 0, 2, None]
    await office.send(files[0][0], b"before")
    half = await office.receipt()
    assert [half[name] for name in counts[1:4]] == [1, 6, 1]
    assert half["code"] == receipt_code(office.client.replica, 3, files[:1])
    await office.send(files[1][0], b"after")
    whole = await office.receipt()
    assert [whole[name] for name in counts[1:4]] == [2, 11, 0]
    assert whole["last_stored_ms"] > 0
    assert whole["code"] == receipt_code(office.client.replica, 3, files)
    assert len({each["code"] for each in (waiting, half, whole)}) == 3


async def test_a_day_has_only_what_was_captured_in_it(office: Office) -> None:
    order = office.client.write("work_order.report", **REPORT)
    edges = (FROM_MS - 1, FROM_MS, FROM_MS + DAY_MS - 1, FROM_MS + DAY_MS)
    files = [office.capture(order, b"%d" % at_ms, at_ms) for at_ms in edges]
    await office.push()
    for (attachment, _), at_ms in zip(files, edges, strict=True):
        await office.send(attachment, b"%d" % at_ms)
    replica = office.client.replica
    assert (await office.receipt())["code"] == receipt_code(replica, 5, files[1:3])
    next_day = await office.receipt(FROM_MS + DAY_MS)
    assert next_day["code"] == receipt_code(replica, 5, files[3:])


async def test_another_s_files_are_not_in_it(office: Office) -> None:
    order = office.client.write("work_order.report", **REPORT)
    mine = office.capture(order, b"mine")
    await office.push()
    await office.send(mine[0], b"mine")
    expected = await office.receipt()
    office.client = Client(office.client.house, "ann", 2)
    office.headers, _ = await office.sign_in("ann")
    other = office.capture(order, b"other")
    await office.push()
    await office.send(other[0], b"other")
    assert await office.receipt() == expected


async def test_a_device_without_an_entry_has_an_empty_one(office: Office) -> None:
    assert (await office.receipts()).json() == {"receipts": []}
    await office.push()
    empty = await office.receipt()
    assert (empty["last_n"], empty["stored_count"]) == (0, 0)
    assert empty["code"] == receipt_code(office.client.replica, 0, [])


async def test_only_who_keeps_devices_sees_it(office: Office) -> None:
    assert [
        (await office.receipts(who)).status_code for who in ("boss", "west", "chief", "ann")
    ] == [200, 200, 403, 403]
