"""Pictures as they are shown: small, upright, re-encoded, without anything but their pixels.

Uploaded bytes never reach a page: what a browser gets was written by our own encoder.
"""

import logging
import os
import secrets
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

log = logging.getLogger("fieldward.pictures")

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")  # no decoder that starts other programs
PIXELS_MAX = 50_000_000  # as on the phone: pwa/src/device/photo.ts
ENDING = ".jpg"
PAPER = (255, 255, 255)


class Size(StrEnum):
    THUMB = "thumb"
    LARGE = "large"


SIDE_PX = {Size.THUMB: 320, Size.LARGE: 1_600}
QUALITY = {Size.THUMB: 72, Size.LARGE: 82}


class BrokenPicture(Exception):
    """The file cannot be shown as a picture; it can still be downloaded."""


def render(data: bytes, size: Size) -> bytes:
    """A JPEG of the picture, no side longer than the size's. Raises BrokenPicture."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise BrokenPicture("too many pixels")
            image.draft("RGB", (2 * SIDE_PX[size], 2 * SIDE_PX[size]))
            upright = _upright(image)
            upright.thumbnail((SIDE_PX[size], SIDE_PX[size]), Image.Resampling.LANCZOS)
            return _encode(upright, QUALITY[size])
    except BrokenPicture:
        raise
    # Decoders raise nearly anything on hostile bytes; all of it means the same to us.
    except Exception as error:
        raise BrokenPicture(str(error)) from error


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # EXIF that nobody can read turns no picture
        log.info("unreadable EXIF: shown as stored", exc_info=True)
        return image.copy()


def _encode(image: Image.Image, quality: int) -> bytes:
    """On paper, since JPEG knows no transparency; a new picture carries no metadata over."""
    clean = Image.new("RGB", image.size, PAPER)
    if image.has_transparency_data:
        opaque = image.convert("RGBA")
        clean.paste(opaque, mask=opaque.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    out = BytesIO()
    clean.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


class Derived:
    """Rendered pictures kept beside the blobs: `<root>/<tenant>/<sha256>-<size>.jpg`.

    The folder may be emptied at any time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, tenant_id: str, sha256: str, size: Size) -> bytes | None:
        """Blocks."""
        try:
            return self._path(tenant_id, sha256, size).read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, tenant_id: str, sha256: str, size: Size, jpeg: bytes) -> None:
        """Blocks. A full disk is no reason to show nothing."""
        path = self._path(tenant_id, sha256, size)
        part = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(jpeg)
            os.replace(part, path)
        except OSError:
            log.warning("a picture could not be kept", exc_info=True)
            with suppress(OSError):
                part.unlink()

    def sweep(self, firms: set[str], kept: set[tuple[str, str]]) -> int:
        """Remove what was made from a file that these firms keep no more, and what a crash left
        unfinished. Returns how many. Blocks."""
        gone = 0
        for path in self._root.glob("*/*"):
            sha256 = path.name.partition("-")[0]
            is_finished = path.suffix == ENDING
            if path.parent.name in firms and not (
                is_finished and (path.parent.name, sha256) in kept
            ):
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _path(self, tenant_id: str, sha256: str, size: Size) -> Path:
        return self._root / tenant_id / f"{sha256}-{size.value}{ENDING}"
