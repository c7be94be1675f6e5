"""Stored files: written once, read whole or in parts."""

from pathlib import Path

import pytest

from server.attachments.blobs import CHUNK_BYTES, Blobs

SHA = "ab" * 32


@pytest.mark.parametrize("size_bytes", [1, CHUNK_BYTES * 3 + 7, 6 * 1024 * 1024])
async def test_what_was_put_comes_back(tmp_path: Path, size_bytes: int) -> None:
    blobs, file = Blobs(tmp_path / "blobs"), tmp_path / "file"
    file.write_bytes(b"x" * size_bytes)
    blobs.put("t", SHA, file)
    blobs.put("t", SHA, file)
    assert blobs.size_bytes("t", SHA) == size_bytes
    assert blobs.read("t", SHA) == file.read_bytes()
    assert b"".join([chunk async for chunk in blobs.chunks("t", SHA)]) == file.read_bytes()


def test_half_a_file_under_the_name_is_replaced(tmp_path: Path) -> None:
    blobs, file = Blobs(tmp_path / "blobs"), tmp_path / "file"
    file.write_bytes(b"whole")
    (tmp_path / "blobs" / "t").mkdir()
    (tmp_path / "blobs" / "t" / SHA).write_bytes(b"wh")
    blobs.put("t", SHA, file)
    assert blobs.read("t", SHA) == b"whole"


async def test_what_is_not_there(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert blobs.size_bytes("t", SHA) is None
    with pytest.raises(FileNotFoundError):
        blobs.read("t", SHA)
    with pytest.raises(FileNotFoundError):
        await anext(blobs.chunks("t", SHA))


def test_tenants_do_not_share(tmp_path: Path) -> None:
    blobs, file = Blobs(tmp_path / "blobs"), tmp_path / "file"
    file.write_bytes(b"x")
    blobs.put("t", SHA, file)
    assert blobs.size_bytes("other", SHA) is None
