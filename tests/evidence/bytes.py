"""Single-byte changes of a file: another byte, one bit, one taken out, one put in."""

import random
from collections.abc import Iterator


def changes(text: bytes, place: int, rng: random.Random) -> Iterator[bytes]:
    """Each of them at one place."""
    head, byte, tail = text[:place], text[place], text[place + 1 :]
    yield head + bytes([byte ^ (1 << rng.randrange(8))]) + tail
    yield head + bytes([(byte + rng.randrange(1, 256)) % 256]) + tail
    yield head + tail
    yield head + bytes([rng.randrange(256)]) + bytes([byte]) + tail
