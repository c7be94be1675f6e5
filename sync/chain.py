"""The tenant's tamper-evident chain.

Each event carries a salted hash of its payload; the chain links these hashes in seq order. It
covers hashes only, so a payload (with its salt) can be erased and the chain still verifies.
"""

from hashlib import sha256

from sync.canonical import canonical

GENESIS = "0" * 64


def payload_hash(salt: str, payload: object) -> str:
    """Hex SHA-256 of salt ‖ canonical payload. The salt is 32 hex digits from the caller."""
    return text_hash(salt, canonical(payload))


def text_hash(salt: str, text: bytes) -> str:
    """The same of a payload that is canonical bytes already."""
    return sha256(salt.encode() + b"\n" + text).hexdigest()


def link(previous: str, seq: int, hashed_payload: str) -> str:
    """The chain hash of event `seq`, over the previous link."""
    return sha256(f"{previous}\n{seq}\n{hashed_payload}".encode()).hexdigest()
