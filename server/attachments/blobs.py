"""Stored files, by tenant and SHA-256: written once, whole, verified and durable.

obstore speaks to folders and to S3 alike. What both do alike is `BlobStore`; what is particular to
a folder (links, fsync) is `Blobs`, and to S3 `server/attachments/bucket.py`.
"""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256 as new_sha256
from pathlib import Path

import msgspec
import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore

CHUNK_BYTES = 256 * 1024


class Kept(msgspec.Struct, frozen=True):
    """One stored file."""

    tenant_id: str
    sha256: str
    size_bytes: int


class BlobStore(ABC):
    """Names have been checked before. All but `chunks` block and are called in a thread."""

    where: str  # for sentences
    _store: ObjectStore

    @abstractmethod
    def put(self, tenant_id: str, sha256: str, file: Path) -> None:
        """Bring a verified file in, to which nobody writes any more; return when a power cut
        cannot take it. Raises FileNotFoundError."""

    @abstractmethod
    def replace(self, tenant_id: str, sha256: str, file: Path) -> None:
        """As `put`, whatever lies under this name: damage cannot be told by its size."""

    @abstractmethod
    def copy_to(self, tenant_id: str, sha256: str, target: Path) -> bool:
        """A durable copy, by a link where that is possible. False: not here."""

    def size_bytes(self, tenant_id: str, sha256: str) -> int | None:
        """None: not here."""
        try:
            return obstore.head(self._store, f"{tenant_id}/{sha256}")["size"]
        except FileNotFoundError:
            return None

    def is_whole(self, tenant_id: str, sha256: str) -> bool:
        """Here, and what its name says. Reads all of it."""
        total = new_sha256()
        try:
            for chunk in obstore.get(self._store, f"{tenant_id}/{sha256}"):
                total.update(chunk)
        except FileNotFoundError:
            return False
        return total.hexdigest() == sha256

    def read(self, tenant_id: str, sha256: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        return obstore.get(self._store, f"{tenant_id}/{sha256}").bytes().to_bytes()

    async def chunks(self, tenant_id: str, sha256: str) -> AsyncIterator[bytes]:
        """The file in parts. Raises FileNotFoundError."""
        found = await obstore.get_async(self._store, f"{tenant_id}/{sha256}")
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)

    def kept(self, tenant_id: str = "") -> Iterator[Kept]:
        """All files that are here, or all of one firm, in no order."""
        pages = obstore.list(  # pyright: ignore[reportUnknownMemberType]
            self._store, prefix=tenant_id or None
        )
        for page in pages:
            for each in page:
                owner, _, name = each["path"].rpartition("/")
                yield Kept(owner, name, each["size"])

    def remove(self, tenant_id: str, sha256: str) -> None:
        """Nothing where it is not here."""
        try:
            obstore.delete(self._store, f"{tenant_id}/{sha256}")
        except FileNotFoundError:
            return


class Blobs(BlobStore):
    """A folder: `<root>/<tenant>/<sha256>`."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.where = f"the folder {root}"
        self._root = root
        self._store = LocalStore(root)
        # One level up, where the staged files of the same data folder are: moving is linking.
        self._around = LocalStore(root.parent)

    def put(self, tenant_id: str, sha256: str, file: Path) -> None:
        try:
            self._bring(tenant_id, sha256, file, is_new=True)
        except AlreadyExistsError:
            if self.size_bytes(tenant_id, sha256) != file.stat().st_size:
                self._bring(tenant_id, sha256, file, is_new=False)
        self._make_durable(tenant_id, sha256)

    def replace(self, tenant_id: str, sha256: str, file: Path) -> None:
        target = self._root / tenant_id / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        link_or_copy(file, target)
        self._make_durable(tenant_id, sha256)

    def copy_to(self, tenant_id: str, sha256: str, target: Path) -> bool:
        return link_or_copy(self._root / tenant_id / sha256, target)

    def _bring(self, tenant_id: str, sha256: str, file: Path, *, is_new: bool) -> None:
        """One name more for a file of the data folder; other files, and disks without links, are
        copied. Raises AlreadyExistsError, FileNotFoundError."""
        key = f"{tenant_id}/{sha256}"
        if file.is_relative_to(self._root.parent):
            source = file.relative_to(self._root.parent).as_posix()
            try:
                obstore.copy(self._around, source, f"{self._root.name}/{key}", overwrite=not is_new)
                return
            except AlreadyExistsError:
                raise
            except (BaseError, OSError):
                if not file.exists():
                    raise
        obstore.put(self._store, key, file, mode="create" if is_new else "overwrite")

    def _make_durable(self, tenant_id: str, sha256: str) -> None:
        path = self._root / tenant_id / sha256
        for each in (path, path.parent, self._root):
            make_durable(each)


def link_or_copy(source: Path, target: Path) -> bool:
    """The same file under another name, or a durable copy on another disk. False: no source."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(source, target)
        make_durable(target)
    return True


def make_durable(path: Path) -> None:
    """A file's bytes, or a folder's names: a file whose name is lost is lost."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
