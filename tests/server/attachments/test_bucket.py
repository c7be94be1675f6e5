"""Files in S3: the same behaviour as in a folder, and whole uploads into it."""

import os
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from server.attachments.blobs import CHUNK_BYTES, Blobs, BlobStore, Kept
from server.attachments.bucket import open_blobs
from server.attachments.sweeping import Swept, sweep
from server.settings import Settings
from tests.server.attachments.app import Desk
from tests.server.attachments.phone import Phone, upload
from tests.server.attachments.test_sweeping import DATA, SHA, put_orphan
from tests.server.harness_people import TENANT_ID
from tests.server.s3 import LocalS3

FILE = b"x" * (CHUNK_BYTES * 3 + 7)
NAME = "ab" * 32


@pytest.fixture
def bucket_settings(s3: LocalS3, tmp_path: Path) -> Settings:
    return msgspec.structs.replace(Settings(data_dir=tmp_path), **s3.new_bucket())


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "folder":
        return Blobs(tmp_path / "blobs")
    return open_blobs(request.getfixturevalue("bucket_settings"))


async def test_both_keep_files_alike(blobs: BlobStore, tmp_path: Path) -> None:
    file, copy = tmp_path / "file", tmp_path / "copy"
    file.write_bytes(FILE)
    name = sha256(FILE).hexdigest()
    for _ in range(2):
        blobs.put("t", name, file)
    assert list(blobs.kept()) == list(blobs.kept("t")) == [Kept("t", name, len(FILE))]
    assert list(blobs.kept("other")) == []
    assert blobs.size_bytes("t", name) == len(FILE)
    assert (blobs.size_bytes("other", name), blobs.is_whole("other", name)) == (None, False)
    assert blobs.read("t", name) == FILE
    assert b"".join([chunk async for chunk in blobs.chunks("t", name)]) == FILE
    assert blobs.is_whole("t", name)
    assert blobs.copy_to("t", name, copy)
    assert copy.read_bytes() == FILE
    assert not blobs.copy_to("t", "ab" * 32, tmp_path / "none")
    blobs.remove("t", name)
    blobs.remove("t", name)
    assert list(blobs.kept()) == []
    with pytest.raises(FileNotFoundError):
        blobs.read("t", name)
    with pytest.raises(FileNotFoundError):
        await anext(blobs.chunks("t", name))


async def test_both_replace_half_a_file_and_on_demand_a_damaged_one(
    blobs: BlobStore, tmp_path: Path
) -> None:
    half, whole, damaged = (tmp_path / name for name in ("half", "whole", "damaged"))
    half.write_bytes(b"wh")
    whole.write_bytes(b"whole")
    damaged.write_bytes(b"whale")
    blobs.put("t", NAME, half)
    blobs.put("t", NAME, whole)
    assert blobs.read("t", NAME) == b"whole"
    blobs.replace("t", NAME, damaged)
    blobs.put("t", NAME, whole)  # its size tells nothing
    assert blobs.read("t", NAME) == b"whale"
    blobs.replace("t", NAME, whole)
    assert blobs.read("t", NAME) == b"whole"


async def test_a_large_file_goes_up_in_several_parts(
    bucket_settings: Settings, tmp_path: Path
) -> None:
    blobs, file = open_blobs(bucket_settings), tmp_path / "file"
    file.write_bytes(os.urandom(12_000_000))
    for _ in range(2):
        blobs.put("t", NAME, file)
    assert blobs.read("t", NAME) == file.read_bytes()


async def test_uploads_into_a_bucket(desk: Desk, bucket_settings: Settings) -> None:
    desk.lane.blobs = open_blobs(bucket_settings)
    attachment = desk.attach(DATA)
    async with AsyncTestClient(desk.app()) as client:
        phone = Phone(client, desk.user)
        await upload(phone, attachment, DATA)
        assert desk.state(attachment) == "stored"
        assert not (desk.folder / "blobs" / TENANT_ID).exists()
        assert (await phone.get(f"/files/{attachment}/original")).content == DATA
        assert (await phone.get(f"/files/{attachment}/picture")).is_success
        again = desk.attach(DATA, slot="before")
        assert (await phone.create(again, len(DATA))).headers["Upload-Offset"] == str(len(DATA))
    assert await sweep(desk.lane) == Swept()
    assert desk.lane.blobs.read(TENANT_ID, SHA) == DATA


async def test_a_bucket_that_is_away_keeps_the_bytes_for_later(
    desk: Desk, phone: Phone, bucket_settings: Settings
) -> None:
    attachment = desk.attach(DATA)
    away = msgspec.structs.replace(bucket_settings, s3_bucket="not-there")
    desk.lane.blobs = open_blobs(away)
    await phone.create(attachment, len(DATA))
    answer = await phone.send(attachment, 0, DATA)
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert desk.state(attachment) == "waiting"
    desk.lane.blobs = open_blobs(bucket_settings)
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(len(DATA))
    assert desk.state(attachment) == "stored"


async def test_orphans_of_a_bucket_are_swept(desk: Desk, bucket_settings: Settings) -> None:
    desk.lane.blobs = open_blobs(bucket_settings)
    put_orphan(desk)
    await sweep(desk.lane)
    desk.now_ms += 31 * 86_400_000
    assert await sweep(desk.lane) == Swept(blobs=1)
    assert list(desk.lane.blobs.kept()) == []
