"""Identity made where a row is born.

A row born in an outbox entry has a UUIDv8 computed from (replica, n, ordinal) on both sides, so
it is never sent and a replay cannot make a second row. TypeScript twin: `pwa/src/sync/ids.ts`;
shared cases: `tests/contract/cases/ids.json`.
"""

from hashlib import blake2s

UUID_TEXT_LENGTH = 36
_VARIANTS = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}


def _as_uuid(digest: bytes, version: int) -> str:
    octets = bytearray(digest[:16])
    octets[6] = (octets[6] & 0x0F) | (version << 4)
    octets[8] = (octets[8] & 0x3F) | 0x80
    return uuid_of(octets)


def uuid_of(octets: bytes | bytearray) -> str:
    """16 bytes in the usual writing, lower case."""
    text = octets.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def born_id(writer: str, key: str, ordinal: int) -> str:
    """UUIDv8 of the ordinal-th row born in a mutation.

    `writer` is the replica (or the keyed writer), `key` the entry number n in decimal (or the
    writer's own key).
    """
    if ordinal < 0:
        raise ValueError("an ordinal counts from 0")
    text = blake2s(f"fieldward/id\n{writer}\n{key}\n{ordinal}".encode()).hexdigest()
    # As `_as_uuid` with version 8, in digits: an answer tries more than a hundred of these.
    variant = _VARIANTS[text[16]]
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def uuid7(now_ms: int, random: bytes) -> str:
    """UUIDv7 (RFC 9562 §5.7) from a time in ms and 10 random bytes."""
    if len(random) != 10:
        raise ValueError("uuid7 takes 10 random bytes")
    return _as_uuid(now_ms.to_bytes(6) + random, 7)
