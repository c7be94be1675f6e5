"""Quotas: a device's day, a firm's files, the room on the disk."""

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from server.attachments import rules
from server.attachments.allowance import MB, Allowance, Limits, limits_of
from server.attachments.rules import DAY_MS
from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.settings import Settings
from tests.server.attachments.app import Desk
from tests.server.attachments.phone import Phone
from tests.server.harness_people import TENANT_ID

DATA = bytes(range(250)) * 4  # 1,000 bytes
SIZE = len(DATA)


async def sent(desk: Desk, data: bytes, *, parts: int = 2) -> list[int]:
    """Statuses of an upload in parts; another process each time."""
    attachment = desk.attach(data)
    statuses: list[int] = []
    step = len(data) // parts
    for at in range(0, len(data), step):
        desk.lane = desk.new_lane()
        async with AsyncTestClient(desk.app()) as client:
            phone = Phone(client, desk.user)
            statuses.append((await phone.create(attachment, len(data))).status_code)
            answer = await phone.send(attachment, at, data[at : at + step])
            statuses.append(answer.status_code)
            if answer.status_code == 429:
                assert answer.json()["code"] == "upload_day_full"
                wait_s = int(answer.headers["Retry-After"])
                assert 0 < wait_s * 1_000 <= DAY_MS + 1_000
                assert (desk.now_ms + wait_s * 1_000) // DAY_MS > desk.now_ms // DAY_MS
    return statuses


async def test_a_device_has_its_day(desk: Desk) -> None:
    desk.limits = Limits(day_bytes=2 * SIZE)
    assert await sent(desk, DATA) == [201, 204, 201, 204]
    assert await sent(desk, DATA[1:] + b"!", parts=1) == [201, 204]
    assert await sent(desk, DATA[2:] + b"!!", parts=1) == [201, 429]
    desk.now_ms += DAY_MS
    assert await sent(desk, DATA[3:] + b"!!!", parts=1) == [201, 204]


async def test_what_arrived_for_nothing_counts_too(desk: Desk) -> None:
    desk.limits = Limits(day_bytes=2 * SIZE)
    desk.lane = desk.new_lane()
    attachment = desk.attach(DATA)
    async with AsyncTestClient(desk.app()) as client:
        phone = Phone(client, desk.user)
        await phone.create(attachment, SIZE)
        assert (await phone.send(attachment, 0, b"x" * SIZE)).status_code == 460
        assert (await phone.send(attachment, 0, b"x" * SIZE)).status_code == 460
        assert (await phone.send(attachment, 0, DATA)).status_code == 429
        assert desk.lane.allowance.sent_bytes(desk.firm.actor(desk.user), desk.now_ms) == 2 * SIZE


async def test_one_device_does_not_use_up_another_ones(desk: Desk) -> None:
    allowance = Allowance(desk.folder, Limits(day_bytes=10))
    actor = desk.firm.actor(desk.user)
    one = msgspec.structs.replace(actor, device_id="one")
    allowance.count(one, 10, desk.now_ms)
    allowance.judge_day(actor, 10, desk.now_ms)
    assert allowance.sent_bytes(one, desk.now_ms) == 10
    (desk.folder / TENANT_ID / "sent" / "one").write_text("torn")
    assert allowance.sent_bytes(one, desk.now_ms) == 0


async def test_a_firm_keeps_so_much(desk: Desk) -> None:
    desk.limits = Limits(firm_bytes=2 * SIZE)
    for data in (DATA, DATA, DATA[1:] + b"!"):  # equal files count once
        assert await sent(desk, data, parts=1) in ([201, 204], [201, 204])
    attachment = desk.attach(b"one more")
    desk.lane = desk.new_lane()
    async with AsyncTestClient(desk.app()) as client:
        phone = Phone(client, desk.user)
        answer = await phone.create(attachment, 8)
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
        again = desk.attach(DATA, slot="before")  # what is known costs nothing
        assert (await phone.create(again, SIZE)).headers["Upload-Offset"] == str(SIZE)


async def test_uploads_begun_before_it_was_full_are_judged_at_their_first_byte(desk: Desk) -> None:
    desk.limits = Limits(firm_bytes=SIZE)
    desk.lane = desk.new_lane()
    first, second = desk.attach(DATA), desk.attach(DATA[::-1])
    async with AsyncTestClient(desk.app()) as client:
        phone = Phone(client, desk.user)
        for each in (first, second):
            assert (await phone.create(each, SIZE)).status_code == 201
        assert (await phone.send(first, 0, DATA)).status_code == 204
        assert (await phone.send(second, 0, DATA[::-1])).status_code == 507


async def test_a_full_disk_takes_no_file_and_goes_on_where_it_stopped(
    desk: Desk, phone: Phone
) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:100])
    desk.free_bytes = 0
    for answer in (
        await phone.create(attachment, SIZE),
        await phone.send(attachment, 100, DATA[100:]),
    ):
        assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "100"
    desk.attach(DATA, slot="before")  # text goes on
    desk.free_bytes = 2**40
    assert (await phone.send(attachment, 100, DATA[100:])).status_code == 204
    assert desk.state(attachment) == "stored"


def test_no_file_is_too_large_for_a_day() -> None:
    assert limits_of(Settings()) == Limits(2_000 * MB, 0)
    assert limits_of(Settings(upload_day_mb=1)).day_bytes == ATTACHMENT_BYTES_MAX
    assert limits_of(Settings(upload_day_mb=0, files_max_mb=3)) == Limits(0, 3 * MB)


@pytest.mark.parametrize(
    ("used", "more", "is_beyond"), [(0, 10, False), (1, 10, True), (10, 0, True), (9, 1, False)]
)
def test_what_fits(used: int, more: int, is_beyond: bool) -> None:
    assert rules.is_beyond(used, more, 10) is is_beyond


def test_the_rest_of_a_day() -> None:
    assert rules.rest_of_day_s(DAY_MS) == 86_400
    assert rules.rest_of_day_s(2 * DAY_MS - 1) == 1
