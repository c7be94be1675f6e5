"""Stored files, by tenant and SHA-256: written once, whole, verified and durable.

obstore speaks to folders and to S3 alike; what is particular to a folder (fsync) is here too.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore

CHUNK_BYTES = 256 * 1024


class Blobs:
    """The folder of stored files: `<root>/<tenant>/<sha256>`. Names have been checked before."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._store = LocalStore(root)

    def put(self, tenant_id: str, sha256: str, file: Path) -> None:
        """Copy a verified file in, and return when a power cut cannot take it. Blocks."""
        key = f"{tenant_id}/{sha256}"
        try:
            obstore.put(self._store, key, file, mode="create")
        except AlreadyExistsError:
            if self.size_bytes(tenant_id, sha256) != file.stat().st_size:
                obstore.put(self._store, key, file, mode="overwrite")
        path = self._root / tenant_id / sha256
        for each in (path, path.parent, self._root):
            _sync(each)

    def size_bytes(self, tenant_id: str, sha256: str) -> int | None:
        """None: not here. Blocks."""
        try:
            return obstore.head(self._store, f"{tenant_id}/{sha256}")["size"]
        except FileNotFoundError:
            return None

    def read(self, tenant_id: str, sha256: str) -> bytes:
        """The whole file. Blocks. Raises FileNotFoundError."""
        return obstore.get(self._store, f"{tenant_id}/{sha256}").bytes().to_bytes()

    async def chunks(self, tenant_id: str, sha256: str) -> AsyncIterator[bytes]:
        """The file in parts. Raises FileNotFoundError."""
        found = await obstore.get_async(self._store, f"{tenant_id}/{sha256}")
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)


def _sync(path: Path) -> None:
    """Folders too: a file whose name is lost is lost."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
