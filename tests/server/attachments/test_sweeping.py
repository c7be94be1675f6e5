"""What is swept, when, and what never is."""

import asyncio
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from server.attachments import sweeping
from server.attachments.pictures import Size
from server.attachments.rules import ORPHAN_KEPT_MS, UPLOAD_KEPT_MS
from server.attachments.sweeping import Swept, keep_swept, read_orphans, sweep
from tests.server.attachments.app import Desk
from tests.server.attachments.phone import Phone, upload
from tests.server.attachments.test_pictures import picture
from tests.server.harness_people import TENANT_ID, UNKNOWN

DATA = picture(size=(80, 40))
SHA = sha256(DATA).hexdigest()
MINUTE_MS = 60_000


def put_orphan(desk: Desk, tenant_id: str = TENANT_ID) -> str:
    file = desk.folder / "loose"
    file.write_bytes(DATA)
    desk.lane.blobs.put(tenant_id, SHA, file)
    return SHA


async def test_an_upload_goes_a_week_after_its_last_byte(desk: Desk, phone: Phone) -> None:
    old, young = desk.attach(DATA), desk.attach(DATA, slot="before")
    for each in (old, young):
        await phone.create(each, len(DATA), DATA[:10])
    path = desk.lane.staging.path(TENANT_ID, old)
    a_week_ago_s = (desk.now_ms - UPLOAD_KEPT_MS - MINUTE_MS) / 1_000
    for name in (path, path.with_name(f"{path.name}.json")):
        os.utime(name, (a_week_ago_s, a_week_ago_s))
    assert await sweep(desk.lane) == Swept(uploads=1)
    assert list(desk.lane.staging.uploads()) == [desk.lane.staging.path(TENANT_ID, young)]
    assert (await phone.look(young)).headers["Upload-Offset"] == "10"
    assert (await phone.look(old)).status_code == 404
    await upload(phone, old, DATA)
    assert desk.state(old) == "stored"


async def test_the_last_byte_counts_and_not_the_first(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, len(DATA), DATA[:10])
    path = desk.lane.staging.path(TENANT_ID, attachment)
    os.utime(path.with_name(f"{path.name}.json"), (1.0, 1.0))
    assert await sweep(desk.lane) == Swept()


async def test_what_a_crash_left_behind_a_receipt_goes_at_once(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await upload(phone, attachment, DATA)
    desk.lane.staging.path(TENANT_ID, attachment).write_bytes(DATA)
    assert await sweep(desk.lane) == Swept(uploads=1)
    assert desk.lane.blobs.read(TENANT_ID, SHA) == DATA


async def test_uploads_of_nobody_go_when_they_are_old(desk: Desk) -> None:
    path = desk.lane.staging.path(TENANT_ID, UNKNOWN)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"whose")
    assert await sweep(desk.lane) == Swept()
    desk.now_ms += UPLOAD_KEPT_MS + MINUTE_MS
    assert await sweep(desk.lane) == Swept(uploads=1)
    assert not path.exists()


async def test_a_file_without_a_row_is_kept_for_a_month(desk: Desk) -> None:
    put_orphan(desk)
    assert await sweep(desk.lane) == Swept()
    assert read_orphans(desk.folder / "uploads") == {f"{TENANT_ID}/{SHA}": desk.now_ms}
    desk.now_ms += ORPHAN_KEPT_MS - 1
    assert await sweep(desk.lane) == Swept()
    desk.now_ms += 1
    assert await sweep(desk.lane) == Swept(blobs=1)
    assert desk.lane.blobs.size_bytes(TENANT_ID, SHA) is None
    await sweep(desk.lane)
    assert read_orphans(desk.folder / "uploads") == {}


async def test_a_row_that_comes_back_keeps_its_file(desk: Desk) -> None:
    put_orphan(desk)
    await sweep(desk.lane)
    desk.now_ms += ORPHAN_KEPT_MS
    desk.attach(DATA)  # not stored: its phone is about to send it again
    assert await sweep(desk.lane) == Swept()
    assert desk.lane.blobs.read(TENANT_ID, SHA) == DATA


async def test_a_row_that_comes_back_in_between_keeps_its_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_orphan(desk)
    await sweep(desk.lane)
    desk.now_ms += ORPHAN_KEPT_MS
    first_seen = sweeping._first_seen

    def and_then(*args: object) -> dict[str, int]:
        desk.attach(DATA)
        return first_seen(*args)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(sweeping, "_first_seen", and_then)
    assert await sweep(desk.lane) == Swept()
    assert desk.lane.blobs.read(TENANT_ID, SHA) == DATA


async def test_files_of_a_firm_that_is_not_here_are_left_alone(desk: Desk) -> None:
    put_orphan(desk, UNKNOWN)
    await sweep(desk.lane)
    desk.now_ms += 2 * ORPHAN_KEPT_MS
    assert await sweep(desk.lane) == Swept()
    assert desk.lane.blobs.read(UNKNOWN, SHA) == DATA


async def test_pictures_go_with_their_file(desk: Desk, phone: Phone) -> None:
    await upload(phone, desk.attach(DATA), DATA)
    await desk.lane.picture(TENANT_ID, SHA, Size.THUMB)
    folder = desk.folder / "derived" / TENANT_ID
    (folder / f"{'ab' * 32}-thumb.jpg").write_bytes(b"of a file that is gone")
    (folder / f"{SHA}-large.1a2b").write_bytes(b"half")
    assert await sweep(desk.lane) == Swept(pictures=2)
    assert [each.name for each in folder.iterdir()] == [f"{SHA}-thumb.jpg"]


async def test_it_goes_on_after_a_failure(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = 0

    async def failing(_: object) -> Swept:
        nonlocal runs
        runs += 1
        raise OSError("the disk is away")

    monkeypatch.setattr(sweeping, "sweep", failing)
    task = asyncio.create_task(keep_swept(desk.lane, 0.0, 0.0))
    while runs < 3:
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_the_application_sweeps_while_it_serves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping.keep_swept, "__defaults__", (0.0, 3_600.0))
    path = desk.lane.staging.path(TENANT_ID, UNKNOWN)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"whose")
    desk.now_ms += UPLOAD_KEPT_MS + MINUTE_MS
    async with sweeping.sweeping(desk.app()):
        while path.exists():
            await asyncio.sleep(0.001)


def test_a_broken_list_begins_again(tmp_path: Path) -> None:
    (tmp_path / "orphans.json").write_bytes(b'{"half')
    assert read_orphans(tmp_path) == {}
