"""The sealed file: how it is opened. `pwa/src/store/rescue.ts` seals it.

    fieldward-rescue 1 ␊
    {"key", "public", "salt", "iv"} ␊      base64url; `public` is the file's own P-256 point
    AES-256-GCM of the frames, with everything before it as additional data

The key is HKDF-SHA-256 of the ECDH secret between the file's key and the server's. A frame is
length and CRC-32, four octets each with the lowest first, and its payload: first the list of what
is inside as JSON, then the bytes of each file in its order.
"""

import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.rescue.keys import RescueKey
from sync.protocol import Uuid

MAGIC = b"fieldward-rescue 1\n"
INFO = b"fieldward rescue 1"
KEY_BYTES = 32
FRAME_HEAD_BYTES = 8


class CannotRescue(Exception):
    """Said to the person at the terminal as it is."""


class Head(msgspec.Struct, frozen=True):
    key: str
    public: str
    salt: str
    iv: str


class SealedEntry(msgspec.Struct, frozen=True):
    """An outbox entry as `pwa/src/sync/records.ts` has it, as far as it is delivered."""

    replica: Uuid
    n: int
    base: tuple[str, int]
    device_ms: int
    mono_ms: int
    zone: str
    app: str
    schema: str
    name: str
    args: Any
    skew_ms: int


class SealedFile(msgspec.Struct, frozen=True):
    attachment_id: Uuid
    size_bytes: int


class Contents(msgspec.Struct, frozen=True):
    """What is inside. `files` in the order of the bytes that follow."""

    tenant_id: Uuid
    user_id: Uuid
    device_id: str
    exported_ms: int
    entries: list[SealedEntry]
    files: list[SealedFile]


def opened(sealed: bytes, key: RescueKey) -> tuple[Contents, list[bytes]]:
    """The list and the bytes of each file. Raises CannotRescue with what to do."""
    if not sealed.startswith(MAGIC):
        raise CannotRescue("This is no file of unsent work. Choose one that a phone exported.")
    end = sealed.find(b"\n", len(MAGIC)) + 1
    try:
        head = msgspec.json.decode(sealed[len(MAGIC) : end], type=Head)
        plain = _decrypted(sealed, end, head, key)
        listed, *files = _frames(plain)
        return msgspec.json.decode(listed, type=Contents), files
    except (msgspec.MsgspecError, ValueError) as error:
        raise CannotRescue(f"The file is damaged: {error}. Export it again.") from error


def _decrypted(sealed: bytes, end: int, head: Head, key: RescueKey) -> bytes:
    if head.key != key.id:
        raise CannotRescue(
            "The file is sealed for another server. Deliver it where the phone signs in,"
            " or put that server's keys/rescue.pem into the data folder."
        )
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _octets(head.public))
    secret = key.private.exchange(ec.ECDH(), point)
    derived = HKDF(SHA256(), KEY_BYTES, _octets(head.salt), INFO).derive(secret)
    try:
        return AESGCM(derived).decrypt(_octets(head.iv), sealed[end:], sealed[:end])
    except InvalidTag as error:
        raise ValueError("it was changed or cut") from error


def _frames(plain: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(plain):
        length = int.from_bytes(plain[at : at + 4], "little")
        payload = plain[at + FRAME_HEAD_BYTES : at + FRAME_HEAD_BYTES + length]
        check = int.from_bytes(plain[at + 4 : at + FRAME_HEAD_BYTES], "little")
        if len(payload) != length or zlib.crc32(payload) != check:
            raise ValueError("a part is cut")
        yield payload
        at += FRAME_HEAD_BYTES + length


def _octets(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
