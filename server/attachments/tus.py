"""The words of tus 1.0.0, headers in, headers out: https://tus.io/protocols/resumable-upload

Core, creation, creation-with-upload, checksum, expiration, termination.
"""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from email.utils import formatdate
from hashlib import sha1, sha256
from typing import Protocol

import msgspec

from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.problems import ProblemError

VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"


class Hash(Protocol):
    """What is needed of an object of `hashlib`."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


# SHA-1 is the one that tus demands: it finds damage on the way, the whole file's SHA-256 decides.
ALGORITHMS: dict[str, Callable[[], Hash]] = {"sha1": sha1, "sha256": sha256}
RESUMABLE = {"Tus-Resumable": VERSION}
ABOUT = RESUMABLE | {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    "Tus-Max-Size": str(ATTACHMENT_BYTES_MAX),
}
DIGITS_MAX = 15
METADATA_LETTERS_MAX = 4_096


class Checksum(msgspec.Struct, frozen=True):
    """What one request's body must hash to."""

    algorithm: str
    digest: bytes


def progress(
    offset_bytes: int, size_bytes: int, expires_ms: int | None = None, metadata: str = ""
) -> dict[str, str]:
    """The state of an upload; a finished one does not expire."""
    headers = RESUMABLE | {
        "Upload-Offset": str(offset_bytes),
        "Upload-Length": str(size_bytes),
        "Cache-Control": "no-store",
    }
    if expires_ms is not None and offset_bytes < size_bytes:
        headers["Upload-Expires"] = formatdate(expires_ms // 1_000, usegmt=True)
    return headers | ({"Upload-Metadata": metadata} if metadata else {})


def number(headers: Mapping[str, str], name: str) -> int:
    """A count of bytes. Raises ProblemError broken_envelope."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX):
        raise ProblemError("broken_envelope", {"header": name})
    return int(text)


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and base64, which may lack. Raises ProblemError
    broken_envelope."""
    text = headers.get("Upload-Metadata", "")
    broken = ProblemError("broken_envelope", {"header": "Upload-Metadata"})
    if len(text) > METADATA_LETTERS_MAX:
        raise broken
    found: dict[str, str] = {}
    for pair in text.split(",") if text else ():
        key, _, value = pair.strip().partition(" ")
        if not key or key in found:
            raise broken
        try:
            found[key] = b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise broken from error
    return found


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """`Upload-Checksum`: an algorithm and base64. Raises ProblemError broken_envelope."""
    text = headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.strip().partition(" ")
    broken = ProblemError(
        "broken_envelope", {"header": "Upload-Checksum", "known": list(ALGORITHMS)}
    )
    if algorithm not in ALGORITHMS:
        raise broken
    try:
        digest = b64decode(value, validate=True)
    except binascii.Error as error:
        raise broken from error
    if len(digest) != len(ALGORITHMS[algorithm]().digest()):
        raise broken
    return Checksum(algorithm, digest)
