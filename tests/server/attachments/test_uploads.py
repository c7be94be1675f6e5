"""tus 1.0.0 request by request: core, creation with and without a body, checksum, expiration,
termination."""

from base64 import b64encode
from email.utils import parsedate_to_datetime
from hashlib import sha1, sha256, sha512

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from server.attachments.rules import UPLOAD_KEPT_MS
from server.attachments.staging import record_of
from tests.server.attachments.app import Desk, as_metadata
from tests.server.attachments.phone import Phone, upload
from tests.server.attachments.test_pictures import picture
from tests.server.harness_people import TENANT_ID

DATA = picture(size=(800, 400))
SIZE = len(DATA)
PART = 1_000


def sum_of(data: bytes, algorithm: str = "sha1") -> str:
    hashed = {"sha1": sha1, "sha256": sha256, "sha512": sha512}[algorithm](data)
    return f"{algorithm} {b64encode(hashed.digest()).decode()}"


async def test_options(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.options("/files")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    extensions = "creation,creation-with-upload,checksum,expiration,termination"
    assert answer.headers["Tus-Extension"] == extensions
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 64 * 1024 * 1024


async def test_an_upload_in_parts(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    answer = await phone.create(attachment, SIZE)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/files/{attachment}")
    assert answer.headers["Upload-Offset"] == "0"
    answer = await phone.send(attachment, 0, DATA[:PART])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(PART))
    answer = await phone.look(attachment)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, str(PART))
    assert answer.headers["Upload-Length"] == str(SIZE)
    assert answer.headers["Upload-Metadata"] == as_metadata(attachment)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await phone.create(attachment, SIZE)).headers["Upload-Offset"] == str(PART)
    assert desk.state(attachment) == "waiting"
    answer = await phone.send(attachment, PART, DATA[PART:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(SIZE))
    assert "Upload-Expires" not in answer.headers
    assert desk.state(attachment) == "stored"
    for again in (
        await phone.create(attachment, SIZE),
        await phone.look(attachment),
        await phone.send(attachment, PART, DATA[PART:]),
    ):
        assert again.headers["Upload-Offset"] == str(SIZE)
    assert len(desk.gateway.keys) == 1
    assert list(desk.lane.staging.uploads()) == []


async def test_a_wrong_offset_tells_the_right_one(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:PART])
    for offset in (0, PART + 1):
        answer = await phone.send(attachment, offset, DATA[offset:])
        assert answer.status_code == 409
        assert answer.json()["code"] == "offset_mismatch"
        assert answer.json()["detail"] == {"offset": PART}


async def test_the_creation_may_bring_the_first_bytes_or_all(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    answer = await phone.create(attachment, SIZE, DATA[:PART])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(PART))
    again = await phone.create(attachment, SIZE, DATA[: PART + 5])
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(PART))
    await phone.send(attachment, PART, DATA[PART:])
    assert desk.lane.blobs.read(TENANT_ID, sha256(DATA).hexdigest()) == DATA
    other = desk.attach(DATA[:-1])
    answer = await phone.create(other, SIZE - 1, DATA[:-1], Upload_Checksum=sum_of(DATA[:-1]))
    assert answer.headers["Upload-Offset"] == str(SIZE - 1)
    assert desk.state(other) == "stored"
    damaged = desk.attach(DATA[1:])
    answer = await phone.create(damaged, SIZE - 1, DATA[1:], Upload_Checksum=sum_of(DATA))
    assert answer.status_code == 460
    assert (await phone.look(damaged)).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_damaged_part_is_taken_back(desk: Desk, phone: Phone, algorithm: str) -> None:
    attachment = desk.attach(DATA)
    right = sum_of(DATA[:PART], algorithm)
    await phone.create(attachment, SIZE, DATA[:PART], Upload_Checksum=right)
    wrong = {"Upload_Checksum": sum_of(DATA[PART:], algorithm)}
    answer = await phone.send(attachment, PART, b"x" * (SIZE - PART), **wrong)
    assert (answer.status_code, answer.json()["detail"]) == (460, {"offset": PART})
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(PART)
    answer = await phone.send(attachment, PART, DATA[PART:], **wrong)
    assert (answer.status_code, desk.state(attachment)) == (204, "stored")


async def test_checksums_nobody_can_compute(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE)
    for said in (sum_of(DATA, "sha512"), "sha1", "sha1 %%%", "sha1 AAAA", ""):
        answer = await phone.send(attachment, 0, DATA, Upload_Checksum=said)
        assert (answer.status_code, answer.json()["code"]) == (400, "broken_envelope")
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "0"


async def test_an_upload_that_is_left_expires(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    created = await phone.create(attachment, SIZE)
    sent = await phone.send(attachment, 0, DATA[:PART])
    looked = await phone.look(attachment)
    for answer in (created, sent, looked):
        expires_s = parsedate_to_datetime(answer.headers["Upload-Expires"]).timestamp()
        assert expires_s * 1_000 == pytest.approx(desk.now_ms + UPLOAD_KEPT_MS, abs=60_000)
    desk.now_ms += UPLOAD_KEPT_MS + 60_000
    for answer in (
        await phone.look(attachment),
        await phone.send(attachment, PART, DATA[PART:]),
        await phone.end(attachment),
    ):
        assert (answer.status_code, answer.headers["Tus-Resumable"]) == (410, "1.0.0")
    answer = await phone.create(attachment, SIZE)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    desk.now_ms -= UPLOAD_KEPT_MS + 60_000  # its files are new, and the disk's clock is not ours
    assert (await phone.send(attachment, 0, DATA)).status_code == 204
    assert desk.state(attachment) == "stored"


async def test_an_upload_can_be_ended_and_begun_anew(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:PART])
    answer = await phone.end(attachment)
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (204, "1.0.0")
    assert list(desk.lane.staging.uploads()) == []
    for answer in (
        await phone.look(attachment),
        await phone.send(attachment, PART, DATA[PART:]),
        await phone.end(attachment),
    ):
        assert answer.status_code == 404
    await upload(phone, attachment, DATA)
    assert desk.state(attachment) == "stored"
    answer = await phone.end(attachment)
    assert (answer.status_code, answer.json()["code"]) == (403, "already_stored")
    assert (await phone.look(attachment)).status_code == 200


async def test_methods_by_header(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE)

    async def post(method: str, data: bytes = b"", **more: str) -> int:
        headers = phone.headers | {"X-HTTP-Method-Override": method} | more
        path = f"/files/{attachment}"
        return (await phone.client.post(path, headers=headers, content=data)).status_code

    part = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert await post("PATCH", DATA[:PART], **part) == 204
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(PART)
    assert await post("HEAD") == 200
    assert await post("DELETE") == 204
    assert await post("HEAD") == 404
    assert await post("PUT") == 400


async def test_a_damaged_file_is_sent_again(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE)
    answer = await phone.send(attachment, 0, b"x" * SIZE)
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "0"
    await upload(phone, attachment, DATA)
    assert desk.state(attachment) == "stored"


async def test_damage_found_by_looking_reads_as_zero(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE)
    desk.lane.staging.path(TENANT_ID, attachment).write_bytes(b"y" * SIZE)
    assert (await phone.look(attachment)).headers["Upload-Offset"] == "0"
    assert desk.state(attachment) == "waiting"


async def test_looking_finishes_what_a_crash_left(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE)
    desk.gateway.is_down = True
    answer = await phone.send(attachment, 0, DATA)
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (500, "1.0.0")
    desk.gateway.is_down = False
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(SIZE)
    assert desk.state(attachment) == "stored"


async def test_an_empty_part_finishes_too(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    desk.gateway.is_down = True
    await phone.create(attachment, SIZE, DATA)
    desk.gateway.is_down = False
    assert (await phone.send(attachment, SIZE, b"")).status_code == 204
    assert desk.state(attachment) == "stored"


async def test_bytes_without_a_record_are_gone_on_with(desk: Desk, phone: Phone) -> None:
    """A power cut may take the record, and servers before this one wrote none."""
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:PART])
    record = record_of(desk.lane.staging.path(TENANT_ID, attachment))
    for left in (b"", b'{"replica":', None):
        if left is None:
            record.unlink()
        else:
            record.write_bytes(left)
        assert (await phone.look(attachment)).status_code == 404
        answer = await phone.create(attachment, SIZE)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(PART))


async def test_envelopes_that_are_refused(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    huge = await phone.create(attachment, 64 * 1024 * 1024 + 1)
    other_size = await phone.create(attachment, 5)
    await phone.create(attachment, SIZE)
    too_much = await phone.send(attachment, 1, DATA)
    wrong_type = await phone.send(attachment, 0, DATA, Content_Type="image/jpeg")
    no_offset = await phone.send(attachment, 0, DATA, Upload_Offset="-1")
    answers = (too_much, wrong_type, no_offset, huge, other_size)
    assert [each.status_code for each in answers] == [413, 415, 400, 413, 400]
    assert all(each.headers["Tus-Resumable"] == "1.0.0" for each in answers)
    named = b64encode(attachment.encode()).decode()
    twice, other_hash = f"attachment {named},attachment {named}", f"attachment {named},sha256 eA=="
    for broken in ("attachment %%%", ", ,", twice, other_hash, "a" * 5_000):
        headers = {"Upload-Length": str(SIZE), "Upload-Metadata": broken}
        answer = await phone.client.post("/files", headers=phone.headers | headers)
        assert (broken, answer.status_code) == (broken, 400)
    old = await phone.client.head(f"/files/{attachment}", headers={"X-User": desk.user})
    assert (old.status_code, old.headers["Tus-Version"]) == (412, "1.0.0")
