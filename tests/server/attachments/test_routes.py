"""Files over HTTP: tus, pictures, downloads, and who gets what."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.server.attachments.app import Desk, as_metadata
from tests.server.attachments.test_pictures import picture
from tests.server.harness_people import TENANT_ID, UNKNOWN, Firm

DATA = picture(size=(800, 400))
PART = 1_000


class Phone:
    """Speaks tus for one user."""

    def __init__(self, client: AsyncTestClient[Litestar], user_id: str) -> None:
        self.client = client
        self.headers = {"X-User": user_id, "Tus-Resumable": "1.0.0"}

    async def create(self, attachment: str, size_bytes: int) -> Any:
        more = {"Upload-Length": str(size_bytes), "Upload-Metadata": as_metadata(attachment)}
        return await self.client.post("/files", headers=self.headers | more)

    async def look(self, attachment: str) -> Any:
        return await self.client.head(f"/files/{attachment}", headers=self.headers)

    async def send(self, attachment: str, offset: int, data: bytes, **more: str) -> Any:
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        headers = self.headers | kind | more
        return await self.client.patch(f"/files/{attachment}", headers=headers, content=data)

    async def get(self, path: str, **more: str) -> Any:
        return await self.client.get(path, headers={"X-User": self.headers["X-User"]} | more)


@pytest.fixture
def desk(firm: Firm, tmp_path: Path) -> Desk:
    return Desk(firm, tmp_path)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(desk.app()) as client:
        yield client


@pytest.fixture
def phone(desk: Desk, client: AsyncTestClient[Litestar]) -> Phone:
    return Phone(client, desk.user)


async def upload(phone: Phone, attachment: str, data: bytes) -> None:
    assert (await phone.create(attachment, len(data))).status_code == 201
    assert (await phone.send(attachment, 0, data)).status_code == 204


async def test_options(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.options("/files")
    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == "creation"
    assert int(answer.headers["Tus-Max-Size"]) == 64 * 1024 * 1024


async def test_an_upload_in_parts(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    answer = await phone.create(attachment, len(DATA))
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/files/{attachment}")
    assert answer.headers["Upload-Offset"] == "0"
    answer = await phone.send(attachment, 0, DATA[:PART])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(PART))
    answer = await phone.look(attachment)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, str(PART))
    assert answer.headers["Upload-Length"] == str(len(DATA))
    assert (await phone.create(attachment, len(DATA))).headers["Upload-Offset"] == str(PART)
    assert desk.state(attachment) == "waiting"
    answer = await phone.send(attachment, PART, DATA[PART:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(DATA)))
    assert desk.state(attachment) == "stored"
    for again in (
        await phone.create(attachment, len(DATA)),
        await phone.look(attachment),
        await phone.send(attachment, PART, DATA[PART:]),
    ):
        assert again.headers["Upload-Offset"] == str(len(DATA))
    assert len(desk.gateway.keys) == 1


async def test_a_wrong_offset_tells_the_right_one(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.send(attachment, 0, DATA[:PART])
    for offset in (0, PART + 1):
        answer = await phone.send(attachment, offset, DATA[offset:])
        assert answer.status_code == 409
        assert answer.json()["code"] == "offset_mismatch"
        assert answer.json()["detail"] == {"offset": PART}


async def test_a_damaged_file_is_sent_again(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    answer = await phone.send(attachment, 0, b"x" * len(DATA))
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "0"
    await upload(phone, attachment, DATA)
    assert desk.state(attachment) == "stored"


async def test_damage_found_by_looking_reads_as_zero(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    staged = desk.lane.staging.path(TENANT_ID, attachment)
    staged.parent.mkdir(parents=True)
    staged.write_bytes(b"y" * len(DATA))
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "0"
    assert desk.state(attachment) == "waiting"


async def test_looking_finishes_what_a_crash_left(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    desk.gateway.is_down = True
    assert (await phone.send(attachment, 0, DATA)).status_code == 500
    desk.gateway.is_down = False
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(len(DATA))
    assert desk.state(attachment) == "stored"


async def test_an_empty_part_finishes_too(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    desk.gateway.is_down = True
    await phone.send(attachment, 0, DATA)
    desk.gateway.is_down = False
    assert (await phone.send(attachment, len(DATA), b"")).status_code == 204
    assert desk.state(attachment) == "stored"


async def test_envelopes_that_are_refused(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    too_much = await phone.send(attachment, 1, DATA)
    wrong_type = await phone.send(attachment, 0, DATA, **{"Content-Type": "image/jpeg"})
    no_offset = await phone.send(attachment, 0, DATA, **{"Upload-Offset": "-1"})
    huge = await phone.create(attachment, 64 * 1024 * 1024 + 1)
    other_size = await phone.create(attachment, 5)
    answers = (too_much, wrong_type, no_offset, huge, other_size)
    assert [each.status_code for each in answers] == [413, 415, 400, 413, 400]
    broken = {"Upload-Length": "5", "Upload-Metadata": "attachment %%%"}
    answer = await phone.client.post("/files", headers=phone.headers | broken)
    assert answer.status_code == 400
    old = await phone.client.head(f"/files/{attachment}", headers={"X-User": desk.user})
    assert (old.status_code, old.headers["Tus-Version"]) == (412, "1.0.0")


async def test_a_full_disk(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    desk.free_bytes = 0
    answer = await phone.send(attachment, 0, DATA)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


async def test_only_the_author_uploads(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    for user in (desk.stranger, desk.firm.admin):
        other = Phone(phone.client, user)
        assert (await other.create(attachment, len(DATA))).status_code == 404
        assert (await other.look(attachment)).status_code == 404
        assert (await other.send(attachment, 0, DATA)).status_code == 404
    for unknown in (UNKNOWN, "not-an-id", "%2e%2e%2fpasswd"):
        assert (await phone.look(unknown)).status_code == 404
    assert (await phone.create("", 5)).status_code == 404


async def test_the_grant_outlives_reassignment(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.send(attachment, 0, DATA[:PART])
    second = desk.firm.person("second", ["technician"])
    other = desk.firm.done("technician.add", desk.firm.admin, user_id=second, name="S")
    visit = desk.firm.rows("appointment")[0].id
    moved = {"appointment_id": visit, "technician_id": other}
    desk.firm.done("appointment.reassign", desk.firm.admin, **moved)
    assert not desk.firm.sees(desk.user, attachment)
    assert (await phone.send(attachment, PART, DATA[PART:])).status_code == 204
    assert desk.state(attachment) == "stored"
    assert (await Phone(phone.client, second).get(f"/files/{attachment}/picture")).is_success


async def test_known_bytes_are_not_sent_twice_by_who_may_know_them(
    desk: Desk, phone: Phone
) -> None:
    await upload(phone, desk.attach(DATA), DATA)
    again = desk.attach(DATA, slot="before")
    answer = await phone.create(again, len(DATA))
    assert answer.headers["Upload-Offset"] == str(len(DATA))
    assert desk.state(again) == "stored"
    technician = desk.firm.done("technician.add", desk.firm.admin, user_id=desk.stranger, name="S")
    elsewhere = desk.new_order(technician)
    own = desk.attach(DATA, author=desk.stranger, work_order_id=elsewhere)
    answer = await Phone(phone.client, desk.stranger).create(own, len(DATA))
    assert answer.headers["Upload-Offset"] == "0"
    assert desk.state(own) == "waiting"


async def test_pictures_are_re_encoded(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    path = f"/files/{attachment}/picture"
    waiting = await phone.get(path)
    assert (waiting.status_code, waiting.json()["detail"]) == (404, {"state": "waiting"})
    await upload(phone, attachment, DATA)
    thumb, large = await phone.get(f"{path}?size=thumb"), await phone.get(path)
    for answer in (thumb, large):
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.content[:2] == b"\xff\xd8"
        assert answer.content != DATA
    assert len(thumb.content) < len(large.content)
    assert (await phone.get(f"{path}?size=thumb")).content == thumb.content
    known = await phone.get(path, **{"If-None-Match": large.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert (await phone.get(f"{path}?size=huge")).status_code == 400
    assert (await Phone(phone.client, desk.firm.admin).get(path)).status_code == 200
    assert (await Phone(phone.client, desk.stranger).get(path)).status_code == 404


async def test_what_is_no_picture_can_be_kept_but_not_shown(desk: Desk, phone: Phone) -> None:
    page = b"<script>alert(1)</script>"
    for media_type, served in (
        ("image/jpeg", "image/jpeg"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/plain", "application/octet-stream"),
    ):
        attachment = desk.attach(page, media_type=media_type)
        if desk.state(attachment) == "waiting":
            await upload_or_known(phone, attachment, page)
        shown = await phone.get(f"/files/{attachment}/picture")
        assert (shown.status_code, shown.json()["code"]) == (415, "bad_content")
        kept = await phone.get(f"/files/{attachment}/original")
        assert kept.content == page
        assert kept.headers["Content-Type"].split(";")[0] == served
        assert kept.headers["Content-Length"] == str(len(page))
        assert kept.headers["Content-Disposition"].startswith(f'attachment; filename="{attachment}')
        assert kept.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in kept.headers["Content-Security-Policy"]
        stranger = Phone(phone.client, desk.stranger)
        assert (await stranger.get(f"/files/{attachment}/original")).status_code == 404


async def upload_or_known(phone: Phone, attachment: str, data: bytes) -> None:
    answer = await phone.create(attachment, len(data))
    if answer.headers["Upload-Offset"] == "0":
        await phone.send(attachment, 0, data)


async def test_a_lost_file_is_said_to_be_the_servers_fault(
    desk: Desk, phone: Phone, tmp_path: Path
) -> None:
    attachment = desk.attach(DATA)
    await upload(phone, attachment, DATA)
    (tmp_path / "blobs" / TENANT_ID / sha256(DATA).hexdigest()).unlink()
    for path in ("picture", "original"):
        answer = await phone.get(f"/files/{attachment}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
