"""Compressed answers: made where the page is made."""

import gzip
from typing import cast

import brotli  # pyright: ignore[reportMissingTypeStubs]

BROTLI_QUALITY = 5
WINDOW_BITS_MIN, WINDOW_BITS_MAX = 14, 22
COMPRESS_FROM_BYTES = 200


def compress(body: bytes, accepts: str) -> tuple[bytes, str]:
    """The body and its content encoding: brotli where the client takes it, else gzip."""
    if len(body) < COMPRESS_FROM_BYTES:
        return body, ""
    if "br" in accepts:
        # A window wider than the body finds nothing more, and costs half as much again to set up.
        window = min(max(len(body).bit_length(), WINDOW_BITS_MIN), WINDOW_BITS_MAX)
        packed = brotli.compress(body, quality=BROTLI_QUALITY, lgwin=window)  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        return cast(bytes, packed), "br"
    if "gzip" in accepts:
        return gzip.compress(body, 6, mtime=0), "gzip"
    return body, ""
