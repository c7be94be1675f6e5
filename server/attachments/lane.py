"""The lane of files: bytes come in beside the sync, their receipt goes through the one door.

1. Bytes are appended to the staged file; a cut keeps what arrived.
2. The whole file's hash is compared with the announced one; a wrong one starts again from 0.
3. The file is stored under its hash, durably.
4. `attachment.store` is submitted under a key of its own; the row's `stored` is the receipt.
5. Only then the staged file goes. A crash between two steps repeats from step 2.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from litestar.exceptions import InternalServerException
from sqlalchemy import Connection

from server.attachments.blobs import Blobs
from server.attachments.pictures import Derived, Size, render
from server.attachments.schema import Attachment, StoreBlob
from server.attachments.staging import NoRoom, Staging, StaleTurn, Turn, sha256_of
from server.problems import ProblemError
from sync.outcomes import Outcome
from sync.protocol import Result

T = TypeVar("T")
BUFFER_BYTES = 1024 * 1024
HEAVY_AT_ONCE = 2  # hashing and rendering, beside everything else that needs a core


class Gateway(Protocol):
    """What the lane needs of `server.gateway.gateway.Gateway`."""

    async def read(self, run: Callable[[Connection], T]) -> T: ...

    async def submit_system(
        self, tenant_id: str, name: str, args: dict[str, Any], key: str
    ) -> Result: ...


class Lane:
    """Files of all tenants below one data folder. Composed once in `server/app.py`."""

    def __init__(self, data_dir: Path, gateway: Gateway, staging: Staging | None = None) -> None:
        self.gateway = gateway
        self.staging = staging or Staging(data_dir / "uploads")
        self.blobs = Blobs(data_dir / "blobs")
        self._derived = Derived(data_dir / "derived")
        self._heavy = asyncio.Semaphore(HEAVY_AT_ONCE)

    async def offset_bytes(self, tenant_id: str, row: Attachment) -> int:
        """How much of the file is here."""
        path = self.staging.path(tenant_id, row.id)
        return await asyncio.to_thread(self.staging.offset_bytes, path)

    async def receive(
        self, tenant_id: str, row: Attachment, offset_bytes: int, stream: AsyncIterator[bytes]
    ) -> int:
        """Append a request's body; returns the offset up to which bytes are safe.

        Raises ProblemError: offset_mismatch, too_large, disk_full.
        """
        path = self.staging.path(tenant_id, row.id)
        try:
            turn = await asyncio.to_thread(self.staging.begin, path, offset_bytes, row.size_bytes)
            reached = await self._append_all(turn, offset_bytes, stream)
            if reached > offset_bytes:
                await asyncio.to_thread(self.staging.make_durable, path)
        except StaleTurn as error:
            now_at = await asyncio.to_thread(self.staging.offset_bytes, path)
            raise ProblemError("offset_mismatch", {"offset": now_at}) from error
        except NoRoom as error:
            raise ProblemError("disk_full") from error
        return reached

    async def _append_all(self, turn: Turn, offset_bytes: int, stream: AsyncIterator[bytes]) -> int:
        buffer = bytearray()

        async def flush(at: int) -> int:
            data = bytes(buffer)
            buffer.clear()
            return await asyncio.to_thread(self.staging.append, turn, at, data) if data else at

        try:
            async for chunk in stream:
                buffer += chunk
                if offset_bytes + len(buffer) > turn.size_bytes:
                    raise ProblemError("too_large", {"size_bytes": turn.size_bytes})
                if len(buffer) >= BUFFER_BYTES:
                    offset_bytes = await flush(offset_bytes)
        except InternalServerException:  # the phone is gone: nobody reads the answer
            pass
        return await flush(offset_bytes)

    async def finish(self, tenant_id: str, row: Attachment) -> None:
        """Verify and store a file that is wholly here; safe to repeat.

        Raises ProblemError checksum_mismatch, after which the file starts again from 0.
        """
        path = self.staging.path(tenant_id, row.id)
        async with self._heavy:
            try:
                is_whole = await asyncio.to_thread(self._store_verified, tenant_id, row, path)
            except FileNotFoundError:
                return  # another request of the same phone has just finished it
        if not is_whole:
            raise ProblemError("checksum_mismatch", {"offset": 0})
        await self.confirm(tenant_id, row)
        await asyncio.to_thread(self.staging.discard, path)

    async def confirm(self, tenant_id: str, row: Attachment) -> None:
        """The receipt: the row becomes `stored` for everybody who sees it."""
        args = {"attachment_id": row.id, "sha256": row.sha256}
        key = f"blob:{row.id}:{row.sha256}"
        result = await self.gateway.submit_system(tenant_id, StoreBlob.mutation, args, key)
        if result.outcome != Outcome.ACCEPTED.value:
            raise ProblemError("server_error", {"reason": result.reason})

    async def picture(self, tenant_id: str, sha256: str, size: Size) -> bytes:
        """The rendered JPEG. Raises BrokenPicture, FileNotFoundError."""
        kept = await asyncio.to_thread(self._derived.find, tenant_id, sha256, size)
        if kept is not None:
            return kept
        async with self._heavy:
            return await asyncio.to_thread(self._render, tenant_id, sha256, size)

    def _store_verified(self, tenant_id: str, row: Attachment, path: Path) -> bool:
        if sha256_of(path) != row.sha256:
            self.staging.discard(path)
            return False
        self.blobs.put(tenant_id, row.sha256, path)
        return True

    def _render(self, tenant_id: str, sha256: str, size: Size) -> bytes:
        jpeg = render(self.blobs.read(tenant_id, sha256), size)
        self._derived.keep(tenant_id, sha256, size, jpeg)
        return jpeg
