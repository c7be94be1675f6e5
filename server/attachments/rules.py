"""Which files are taken: values in, a refusal out."""

import re

from server.attachments.schema import Attachment, Reason
from sync.outcomes import ProtocolReason, Rejected

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
