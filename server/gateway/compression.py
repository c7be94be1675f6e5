"""Compressed answers: made in the same hop as the page, never on the event loop."""

import gzip
from typing import cast

import brotli  # pyright: ignore[reportMissingTypeStubs]

BROTLI_QUALITY = 5
COMPRESS_FROM_BYTES = 200


def compress(body: bytes, accepts: str) -> tuple[bytes, str]:
    """The body and its content encoding: brotli where the client takes it, else gzip."""
    if len(body) < COMPRESS_FROM_BYTES:
        return body, ""
    if "br" in accepts:
        packed = brotli.compress(body, quality=BROTLI_QUALITY)  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        return cast(bytes, packed), "br"
    if "gzip" in accepts:
        return gzip.compress(body, 6, mtime=0), "gzip"
    return body, ""
