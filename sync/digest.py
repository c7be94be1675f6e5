"""The digest of a scope: a sum over its rows that client and server each compute.

Σ blake2s-64(scope ‖ handle ‖ canonical row) mod 2^64. TypeScript twin: `pwa/src/sync/digest.ts`.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from hashlib import blake2s
from typing import Any

from sync.canonical import canonical

MODULUS = 2**64
PARTS = 128  # into which a replica's rows are dealt by their handles when the digests differ
PART_BYTES = 4


def row_digest(scope: int, handle: int, kind: int, row_id: str, values: Sequence[Any]) -> int:
    """64-bit digest of one row: `values` are its visible fields in contract order, without id."""
    body = canonical([scope, handle, kind, row_id, *values])
    return int.from_bytes(blake2s(body, digest_size=8).digest())


def add(total: int, digest: int) -> int:
    return (total + digest) % MODULUS


def subtract(total: int, digest: int) -> int:
    return (total - digest) % MODULUS


def to_hex(total: int) -> str:
    """16 hexadecimal digits."""
    return f"{total:016x}"


def to_signed(total: int) -> int:
    """As a signed 64-bit integer, which both databases can store."""
    return total - MODULUS if total >= MODULUS // 2 else total


def from_signed(stored: int) -> int:
    return stored % MODULUS


def part_of(handle: int) -> int:
    return handle % PARTS


def part_sums(rows: Iterable[tuple[int, int]]) -> list[int]:
    """The low 32 bits of the sum of each part. `rows` are (handle, digest)."""
    totals = [0] * PARTS
    for handle, digest in rows:
        totals[part_of(handle)] += digest
    return [total % 2 ** (8 * PART_BYTES) for total in totals]


def parts_text(sums: Sequence[int]) -> str:
    """As they travel: 4 bytes each, in base64."""
    return b64encode(b"".join(each.to_bytes(PART_BYTES) for each in sums)).decode()


def parts_of_text(text: str) -> list[int]:
    """The reverse. Raises ValueError."""
    octets = b64decode(text, validate=True)
    if len(octets) != PARTS * PART_BYTES:
        raise ValueError(f"there are {PARTS} sums of {PART_BYTES} bytes")
    starts = range(0, len(octets), PART_BYTES)
    return [int.from_bytes(octets[start : start + PART_BYTES]) for start in starts]
