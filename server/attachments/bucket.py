"""Stored files in a bucket of S3 or a store that speaks like it: `<prefix>/<tenant>/<sha256>`."""

from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from server.attachments.blobs import Blobs, BlobStore, make_durable
from server.settings import Settings

if TYPE_CHECKING:  # of these there is nothing at run time
    from obstore.store import ClientConfig, S3Config


class Bucket(BlobStore):
    """S3 answers a write when it is durable, and reads back what was written last."""

    def __init__(self, store: S3Store, where: str) -> None:
        self.where = where
        self._store = store

    def put(self, tenant_id: str, sha256: str, file: Path) -> None:
        try:
            obstore.put(self._store, f"{tenant_id}/{sha256}", file, mode="create")
        except AlreadyExistsError:
            if self.size_bytes(tenant_id, sha256) != file.stat().st_size:
                self.replace(tenant_id, sha256, file)

    def replace(self, tenant_id: str, sha256: str, file: Path) -> None:
        obstore.put(self._store, f"{tenant_id}/{sha256}", file)

    def copy_to(self, tenant_id: str, sha256: str, target: Path) -> bool:
        try:
            found = obstore.get(self._store, f"{tenant_id}/{sha256}")
        except FileNotFoundError:
            return False
        with target.open("wb") as out:
            for chunk in found:
                out.write(chunk)
        make_durable(target)
        return True


def open_blobs(settings: Settings) -> BlobStore:
    """The bucket of the settings, or the data folder's `blobs`."""
    if not settings.s3_bucket:
        return Blobs(settings.data_dir / "blobs")
    config: S3Config = {"region": settings.s3_region, "checksum_algorithm": "SHA256"}
    options: ClientConfig = {}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
        options["allow_http"] = settings.s3_endpoint.startswith("http:")
    if settings.s3_access_key:
        config["access_key_id"] = settings.s3_access_key
        config["secret_access_key"] = settings.s3_secret_key
    prefix = settings.s3_prefix or None
    store = S3Store(settings.s3_bucket, prefix=prefix, config=config, client_options=options)
    return Bucket(store, f"the bucket {settings.s3_bucket}")
