"""Which files are taken, how many of them, and for how long: values in, a verdict out."""

import re

from server.attachments.schema import Attachment, Reason
from sync.outcomes import ProtocolReason, Rejected

DAY_MS = 86_400_000
UPLOAD_KEPT_MS = 7 * DAY_MS  # a week without signal, and the phone goes on where it stopped
ORPHAN_KEPT_MS = 30 * DAY_MS  # phones keep an acknowledged entry no longer
# What people photograph, record, sign and scan. No type is ever shown as it came, see `routes.py`.
TAKEN = re.compile(
    r"(?:image|audio|video)/[a-z0-9][a-z0-9.+-]*"
    r"|application/(?:pdf|json|octet-stream)"
    r"|text/plain"
)


def check_media_type(media_type: str) -> Rejected | None:
    if TAKEN.fullmatch(media_type):
        return None
    return Rejected(Reason.MEDIA_TYPE, {"media_type": media_type})


def may_store(attachment: Attachment, sha256: str) -> Rejected | None:
    """A receipt is for the very bytes that were announced."""
    if attachment.sha256 == sha256:
        return None
    return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "another sha256"})


def expires_ms(touched_ms: int) -> int:
    """When an unfinished upload is forgotten that last grew, or was created, at `touched_ms`."""
    return touched_ms + UPLOAD_KEPT_MS


def is_beyond(used_bytes: int, more_bytes: int, limit_bytes: int) -> bool:
    """Whether so much more would not fit. Nothing more fits into what is full already."""
    return used_bytes >= limit_bytes or used_bytes + more_bytes > limit_bytes


def day_of(moment_ms: int) -> int:
    """The number of the UTC day."""
    return moment_ms // DAY_MS


def rest_of_day_s(moment_ms: int) -> int:
    """Until the next UTC day, at least a second."""
    return (DAY_MS - moment_ms % DAY_MS + 999) // 1_000


def is_abandoned(first_seen_ms: int, now_ms: int) -> bool:
    """Whether a stored file has been without a row for so long that none comes back."""
    return now_ms - first_seen_ms >= ORPHAN_KEPT_MS
