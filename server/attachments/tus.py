"""The words of tus 1.0 (core and creation): headers in, headers out."""

import binascii
from base64 import b64decode
from collections.abc import Mapping

from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.problems import ProblemError

VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"
ABOUT = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation",
    "Tus-Max-Size": str(ATTACHMENT_BYTES_MAX),
}
DIGITS_MAX = 15


def progress(offset_bytes: int, size_bytes: int) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(offset_bytes),
        "Upload-Length": str(size_bytes),
        "Cache-Control": "no-store",
    }


def number(headers: Mapping[str, str], name: str) -> int:
    """A count of bytes. Raises ProblemError broken_envelope."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX):
        raise ProblemError("broken_envelope", {"header": name})
    return int(text)


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and base64. Raises ProblemError broken_envelope."""
    found: dict[str, str] = {}
    for pair in headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ProblemError("broken_envelope", {"header": "Upload-Metadata"}) from error
    return found
