"""The digest of a scope: a sum over its rows that client and server each compute.

Σ blake2s-64(scope ‖ handle ‖ canonical row) mod 2^64. TypeScript twin: `pwa/src/sync/digest.ts`.
"""

from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

from sync.canonical import canonical

MODULUS = 2**64


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
