"""Files in S3: a backup holds them all, a restore brings them to where the settings keep them."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from server.app import open_gateway
from server.attachments.blobs import Kept
from server.attachments.bucket import open_blobs
from server.backup import command, layout
from server.settings import Settings
from tests.server.backup.firm import Firm, quiet, restore
from tests.server.gateway.founding import TENANT
from tests.server.s3 import LocalS3


@pytest.fixture
async def firm(settings: Settings, s3: LocalS3) -> Firm:
    """One whose two photos are in a bucket."""
    opened = Firm(msgspec.structs.replace(settings, **s3.new_bucket()))
    await opened.start()
    order_id = await opened.order()
    for number in range(2):
        await opened.photo(order_id, number)
    return opened


async def backed_up(firm: Firm, folder: Path) -> list[str]:
    await firm.stop()
    return await asyncio.to_thread(command.backup, firm.settings, folder, firm.now_ms, quiet)


def photos_of(settings: Settings) -> set[Kept]:
    return set(open_blobs(settings).kept())


async def test_a_backup_fetches_every_file_and_says_so(firm: Firm, tmp_path: Path) -> None:
    said = await backed_up(firm, tmp_path / "backup")
    assert any(f"fetched from the bucket {firm.settings.s3_bucket}" in line for line in said)
    assert layout.damaged(tmp_path / "backup") == []
    names = {path.name for path in (tmp_path / "backup" / "blobs" / TENANT).iterdir()}
    assert names == {each.sha256 for each in photos_of(firm.settings)}
    assert len(names) == 2


async def test_a_restore_brings_back_what_the_bucket_lost(firm: Firm, tmp_path: Path) -> None:
    await backed_up(firm, tmp_path / "backup")
    blobs, before = open_blobs(firm.settings), photos_of(firm.settings)
    lost, damaged = sorted(before, key=lambda each: each.sha256)
    blobs.remove(TENANT, lost.sha256)
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"x" * damaged.size_bytes)
    blobs.replace(TENANT, damaged.sha256, wrong)
    await asyncio.to_thread(restore, firm.settings, tmp_path / "backup", firm.now_ms, replace=True)
    assert photos_of(firm.settings) == before
    assert all(blobs.is_whole(TENANT, each.sha256) for each in before)


async def test_a_backup_of_a_bucket_restores_into_a_folder(
    firm: Firm, tmp_path: Path, s3: LocalS3
) -> None:
    await backed_up(firm, tmp_path / "backup")
    other = Settings(data_dir=tmp_path / "other")
    await asyncio.to_thread(restore, other, tmp_path / "backup", firm.now_ms)
    assert photos_of(other) == photos_of(firm.settings)


async def test_the_doctor_looks_into_the_bucket(firm: Firm) -> None:
    await firm.stop()

    def photos(*, is_deep: bool) -> tuple[str, str]:
        found = command.doctor(firm.settings, open_gateway, firm.now_ms, is_deep=is_deep)
        (photos,) = (each for each in found if each.what == "photos")
        return photos.state, photos.said

    state, said = await asyncio.to_thread(photos, is_deep=True)
    assert (state, f"the bucket {firm.settings.s3_bucket}" in said) == ("ok", True)
    blobs = open_blobs(firm.settings)
    blobs.remove(TENANT, next(blobs.kept()).sha256)
    state, said = await asyncio.to_thread(photos, is_deep=False)
    assert (state, said[:6]) == ("error", "1 of 2")
