"""The lane of files: bytes come in beside the sync, their receipt goes through the one door.

1. A creation binds the upload to its replica, hash and length.
2. Bytes are appended to the staged file and hashed as they are written; a cut keeps what arrived.
3. The whole file's hash is compared with the announced one; a wrong one starts again from 0.
4. The file is stored under its hash, durably.
5. `attachment.store` is submitted under a key of its own; the row's `stored` is the receipt.
6. Only then the staged file goes. A crash between two steps repeats from step 3.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from litestar.exceptions import InternalServerException
from sqlalchemy import Connection

from server.attachments import rules
from server.attachments.allowance import Allowance, Limits, limits_of
from server.attachments.blobs import Blobs, BlobStore
from server.attachments.bucket import open_blobs
from server.attachments.decoding import Decoder
from server.attachments.pictures import Derived, Size
from server.attachments.schema import Attachment, StoreBlob
from server.attachments.staging import NoRoom, Staging, StaleTurn, Turn, Upload
from server.attachments.tus import ALGORITHMS, Checksum, Hash
from server.gateway.gateway import now_ms
from server.problems import ProblemError
from server.settings import Settings
from sync.outcomes import Outcome
from sync.protocol import Result

T = TypeVar("T")
BUFFER_BYTES = 1024 * 1024
HEAVY_AT_ONCE = 2  # hashing and rendering, beside everything else that needs a core
GATES = 64
NO_LIMITS = Limits()


class Gateway(Protocol):
    """What the lane needs of `server.gateway.gateway.Gateway`."""

    async def read(self, run: Callable[[Connection], T]) -> T: ...

    async def glance(self, run: Callable[[Connection], T]) -> T: ...

    async def submit_system(
        self, tenant_id: str, name: str, args: dict[str, Any], key: str
    ) -> Result: ...


class Lane:
    """Files of all tenants below one data folder. Composed once in `server/app.py`.

    `clock` is the disk's own: it is compared with the times of files.
    """

    def __init__(
        self,
        data_dir: Path,
        gateway: Gateway,
        staging: Staging | None = None,
        blobs: BlobStore | None = None,
        limits: Limits = NO_LIMITS,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self.gateway = gateway
        self.staging = staging or Staging(data_dir / "uploads")
        self.blobs = blobs or Blobs(data_dir / "blobs")
        self.derived = Derived(data_dir / "derived")
        self.decoder = Decoder()
        self.allowance = Allowance(self.staging.root, limits)
        self.clock = clock
        self._heavy = asyncio.Semaphore(HEAVY_AT_ONCE)
        self._gates = tuple(asyncio.Lock() for _ in range(GATES))

    def gate(self, sha256: str) -> asyncio.Lock:
        """Held while a file moves in or is swept out, so that neither happens inside the other."""
        return self._gates[hash(sha256) % GATES]

    async def create(self, tenant_id: str, row: Attachment, replica: str, metadata: str) -> int:
        """Begin the upload of a row, or find it; returns how much is here.

        Raises ProblemError: upload_bound, disk_full.
        """
        path = self.staging.path(tenant_id, row.id)
        wanted = Upload(replica, row.sha256, row.size_bytes, metadata)

        def begin() -> tuple[Upload, int]:
            bound = self.staging.bound(path)
            is_another = bound is not None and not _is_for(bound, row)
            if is_another or self._has_expired(path):
                self.staging.forget(path)
            offset_bytes = self.staging.offset_bytes(path)
            if not self.staging.has_room(row.size_bytes - offset_bytes):
                raise ProblemError("disk_full")
            return self.staging.bind(path, wanted), offset_bytes

        bound, offset_bytes = await asyncio.to_thread(begin)
        if bound.replica != replica:
            raise ProblemError("upload_bound")
        return offset_bytes

    async def find(self, tenant_id: str, row: Attachment) -> Upload:
        """The upload that was created for a row. Raises ProblemError: not_found, upload_expired."""
        path = self.staging.path(tenant_id, row.id)

        def look() -> Upload:
            bound = self.staging.bound(path)
            if bound is None or not _is_for(bound, row):
                raise ProblemError("not_found")
            if self._has_expired(path):
                raise ProblemError("upload_expired")
            return bound

        return await asyncio.to_thread(look)

    async def expires_ms(self, tenant_id: str, row: Attachment) -> int:
        """When what is here will be forgotten, if no more comes."""
        path = self.staging.path(tenant_id, row.id)
        return rules.expires_ms(await asyncio.to_thread(self.staging.touched_ms, path))

    async def terminate(self, tenant_id: str, row: Attachment) -> None:
        """Forget what is here. The row stays the grant: another upload may begin."""
        await asyncio.to_thread(self.staging.forget, self.staging.path(tenant_id, row.id))

    async def offset_bytes(self, tenant_id: str, row: Attachment) -> int:
        """How much of the file is here."""
        path = self.staging.path(tenant_id, row.id)
        return await asyncio.to_thread(self.staging.offset_bytes, path)

    async def receive(
        self,
        tenant_id: str,
        row: Attachment,
        offset_bytes: int,
        stream: AsyncIterator[bytes],
        checksum: Checksum | None = None,
    ) -> int:
        """Append a request's body; returns the offset up to which bytes are safe.

        The checksum judges a body that arrived wholly; of one that was cut every byte is kept.
        Raises ProblemError: offset_mismatch, checksum_mismatch, too_large, disk_full.
        """
        path = self.staging.path(tenant_id, row.id)
        part = ALGORITHMS[checksum.algorithm]() if checksum else None
        try:
            turn = await asyncio.to_thread(self.staging.begin, path, offset_bytes, row.size_bytes)
            reached, is_whole = await self._append_all(turn, offset_bytes, stream, part)
            if is_whole and checksum and part and part.digest() != checksum.digest:
                await asyncio.to_thread(self.staging.take_back, turn, offset_bytes)
                raise ProblemError("checksum_mismatch", {"offset": offset_bytes})
            if reached > offset_bytes:
                await asyncio.to_thread(self.staging.make_durable, path)
        except (StaleTurn, FileNotFoundError) as error:
            now_at = await asyncio.to_thread(self.staging.offset_bytes, path)
            raise ProblemError("offset_mismatch", {"offset": now_at}) from error
        except NoRoom as error:
            raise ProblemError("disk_full") from error
        return reached

    async def _append_all(
        self, turn: Turn, offset_bytes: int, stream: AsyncIterator[bytes], part: Hash | None
    ) -> tuple[int, bool]:
        """The offset reached, and whether the body came to its own end."""
        chunks: list[bytes] = []
        held_bytes, is_whole = 0, True

        def write(at: int) -> int:
            data = b"".join(chunks)
            chunks.clear()
            if part is not None:
                part.update(data)
            return self.staging.append(turn, at, data) if data else at

        try:
            async for chunk in stream:
                chunks.append(chunk)
                held_bytes += len(chunk)
                if offset_bytes + held_bytes > turn.size_bytes:
                    raise ProblemError("too_large", {"size_bytes": turn.size_bytes})
                if held_bytes >= BUFFER_BYTES:
                    offset_bytes = await asyncio.to_thread(write, offset_bytes)
                    held_bytes = 0
        except InternalServerException:  # the phone is gone: nobody reads the answer
            is_whole = False
        return await asyncio.to_thread(write, offset_bytes), is_whole

    async def finish(self, tenant_id: str, row: Attachment) -> None:
        """Verify and store a file that is wholly here; safe to repeat.

        Raises ProblemError checksum_mismatch, after which the file starts again from 0.
        """
        path = self.staging.path(tenant_id, row.id)
        async with self._heavy, self.gate(row.sha256):
            try:
                is_right = await asyncio.to_thread(self._store_verified, tenant_id, row, path)
            except FileNotFoundError:
                if await asyncio.to_thread(path.exists):
                    raise  # not the staged file: the bucket
                return  # another request of the same phone has just finished it
        if not is_right:
            raise ProblemError("checksum_mismatch", {"offset": 0})
        await self.confirm(tenant_id, row)
        await asyncio.to_thread(self.staging.forget, path)

    async def confirm(self, tenant_id: str, row: Attachment) -> None:
        """The receipt: the row becomes `stored` for everybody who sees it."""
        args = {"attachment_id": row.id, "sha256": row.sha256}
        key = f"blob:{row.id}:{row.sha256}"
        result = await self.gateway.submit_system(tenant_id, StoreBlob.mutation, args, key)
        if result.outcome != Outcome.ACCEPTED.value:
            raise ProblemError("server_error", {"reason": result.reason})

    async def picture(self, tenant_id: str, sha256: str, size: Size) -> bytes:
        """The rendered JPEG. Raises BrokenPicture, FileNotFoundError."""
        kept = await asyncio.to_thread(self.derived.find, tenant_id, sha256, size)
        if kept is not None:
            return kept
        async with self._heavy:
            return await asyncio.to_thread(self._render, tenant_id, sha256, size)

    def _has_expired(self, path: Path) -> bool:
        touched_ms = self.staging.touched_ms(path)
        return touched_ms > 0 and rules.expires_ms(touched_ms) <= self.clock()

    def _store_verified(self, tenant_id: str, row: Attachment, path: Path) -> bool:
        if self.staging.sha256_of(path) != row.sha256:
            self.staging.discard(path)
            return False
        self.blobs.put(tenant_id, row.sha256, path)
        return True

    def _render(self, tenant_id: str, sha256: str, size: Size) -> bytes:
        jpeg = self.decoder.render(sha256, self.blobs.read(tenant_id, sha256), size)
        if self.staging.has_room(len(jpeg)):
            self.derived.keep(tenant_id, sha256, size, jpeg)
        return jpeg


def open_lane(settings: Settings, gateway: Gateway) -> Lane:
    """The lane as the settings want it."""
    blobs, limits = open_blobs(settings), limits_of(settings)
    return Lane(settings.data_dir, gateway, blobs=blobs, limits=limits)


def _is_for(upload: Upload, row: Attachment) -> bool:
    """After a restore a row of this id may speak of other bytes."""
    return (upload.sha256, upload.size_bytes) == (row.sha256, row.size_bytes)
