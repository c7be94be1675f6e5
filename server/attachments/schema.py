"""Attachments: the row first, the bytes after. The row is the grant to upload them."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Code, Fix, Id, InstantMs, LatE7, LonE7, MaybeName, Metres, Sha256
from sync.fields import Authority, Immutable, Lww, Row
from sync.kinds import kind

ATTACHMENT_BYTES_MAX = 64 * 1024 * 1024
Size = Annotated[int, msgspec.Meta(ge=1, le=ATTACHMENT_BYTES_MAX)]
Pixels = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Slot(StrEnum):
    """What the picture shows."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    SIGNATURE = "signature"
    REPORT = "report"
    DOCUMENT = "document"


class BlobState(StrEnum):
    """`stored` only after the server verified the whole file's hash and wrote it durably."""

    WAITING = "waiting"
    STORED = "stored"


class Attachment(Row, frozen=True):
    work_order_id: Immutable[Id]
    appointment_id: Immutable[Id | None]
    author_id: Immutable[Id]
    slot: Immutable[Slot]
    sha256: Immutable[Sha256]
    size_bytes: Immutable[Size]
    media_type: Immutable[Code]
    width_px: Immutable[Pixels]
    height_px: Immutable[Pixels]
    broken_reason: Immutable[MaybeName]  # why it is kept as a file, "" for a good picture
    caption: Lww[MaybeName]
    captured_ms: Immutable[InstantMs]  # by the device's clock: a claim
    lon_e7: Immutable[LonE7 | None]
    lat_e7: Immutable[LatE7 | None]
    accuracy_m: Immutable[Metres | None]
    is_late: Immutable[bool]
    state: Authority[BlobState]
    stored_ms: Authority[InstantMs | None]


ATTACHMENT = kind("attachment", Attachment)
KINDS = (ATTACHMENT,)


class Reason(StrEnum):
    """Why attachment mutations are refused."""

    MEDIA_TYPE = "media_type"


class Attach(Args, kw_only=True, frozen=True):
    """Born: 0 = attachment, 1 = fact."""

    mutation: ClassVar[str] = "attachment.attach"
    work_order_id: Id
    appointment_id: Id | None = None
    slot: Slot
    sha256: Sha256
    size_bytes: Size
    media_type: Code
    width_px: Pixels = 0
    height_px: Pixels = 0
    broken_reason: MaybeName = ""
    caption: MaybeName = ""
    captured_ms: InstantMs
    fix: Fix | None = None


class StoreBlob(Args, kw_only=True, frozen=True):
    """The bytes are durably stored. Keyed `blob:<attachment>:<sha256>` by the upload route."""

    mutation: ClassVar[str] = "attachment.store"
    attachment_id: Id
    sha256: Sha256


ARGS = (Attach, StoreBlob)
