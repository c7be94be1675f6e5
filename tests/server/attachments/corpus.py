"""Files as nobody should send them, made anew in each run and the same in each: `corpus()`.

Genuine pictures that were cut or bent, files that are two things at once, bombs, and everything
that some program would run, under types that are true or not.
"""

import gzip
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from server.attachments.pictures import PIXELS_MAX

SCRIPT = "<script>document.title='ran'</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'
FLIPS = 20  # of each kind of picture
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}


class Hostile(NamedTuple):
    name: str
    media_type: str
    data: bytes


def corpus() -> list[Hostile]:
    found = [*_cut(), *_bent(), *_two_things(), *_bombs(), *_programs(), *_mislabelled()]
    assert len({each.name for each in found}) == len(found)
    return found


def genuine(kind: str, side: int = 96) -> bytes:
    """A photo with all that cameras write: EXIF, a comment, and noise that compresses badly."""
    image = Image.frombytes("RGB", (side, side), random.Random(7).randbytes(3 * side * side))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, SCRIPT
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    more = {} if kind == "GIF" else {"exif": exif.tobytes()}
    image.save(out, kind, **more)
    return out.getvalue()


def _cut() -> Iterator[Hostile]:
    """Ended at each marker of a JPEG, each chunk of a PNG, and here and there elsewhere."""
    jpeg = genuine("JPEG")
    for number, at in enumerate(_markers(jpeg)):
        yield Hostile(f"jpeg cut before marker {number}", "image/jpeg", jpeg[: at or 1])
        yield Hostile(f"jpeg cut inside marker {number}", "image/jpeg", jpeg[: at + 3])
    png = genuine("PNG")
    for number, at in enumerate(_chunks(png)):
        yield Hostile(f"png cut before chunk {number}", "image/png", png[:at])
        yield Hostile(f"png cut inside chunk {number}", "image/png", png[: at + 6])
    for kind in ("WEBP", "GIF"):
        data = genuine(kind)
        for part in range(1, 9):
            yield Hostile(f"{kind} cut at {part}/9", KINDS[kind], data[: len(data) * part // 9])


def _bent() -> Iterator[Hostile]:
    """One bit is another one."""
    rng = random.Random(11)
    for kind, media_type in KINDS.items():
        for number in range(FLIPS):
            data = bytearray(genuine(kind))
            # The first half of them in the head, where sizes and tables are.
            at = rng.randrange(200 if number < FLIPS // 2 else len(data))
            data[at] ^= 1 << rng.randrange(8)
            yield Hostile(f"{kind} bent {number}", media_type, bytes(data))


def _two_things() -> Iterator[Hostile]:
    jpeg, png, gif = genuine("JPEG"), genuine("PNG"), genuine("GIF")
    yield Hostile("jpeg and zip", "image/jpeg", jpeg + _zip(b"x"))
    yield Hostile("jpeg and html", "image/jpeg", jpeg + SCRIPT.encode())
    yield Hostile("jpeg as html", "text/html", jpeg + SCRIPT.encode())
    yield Hostile("png and jar", "image/png", png + _zip(b"PK"))
    yield Hostile("gif and script", "image/gif", b"GIF89a/*" + gif[8:] + b"*/=1;alert(1)")
    yield Hostile("pdf and jpeg", "application/pdf", b"%PDF-1.7\n" + jpeg)
    yield Hostile("jpeg twice", "image/jpeg", jpeg + jpeg)
    yield Hostile("png with a script as text", "image/png", _with_text(png, SCRIPT.encode()))
    comment = struct.pack(">BBH", 0xFF, 0xFE, 2 + len(SCRIPT)) + SCRIPT.encode()
    yield Hostile("jpeg with a script as comment", "image/jpeg", jpeg[:2] + comment + jpeg[2:])


def _bombs() -> Iterator[Hostile]:
    for side in (int(PIXELS_MAX**0.5) + 1, 30_000, 65_535, 2**31 - 1):
        yield Hostile(f"png says {side}", "image/png", _png_head(side, side))
    yield Hostile("png unpacks to 51 MP", "image/png", _flat_png(int(PIXELS_MAX**0.5) + 60))
    yield Hostile("png unpacks to 36 MP", "image/png", _flat_png(6_000))
    yield Hostile("png of one line", "image/png", _flat_png(1, 400_000))
    yield Hostile("bmp says much", "image/bmp", _bmp(60_000, 60_000))
    yield Hostile("bmp says less than nothing", "image/bmp", _bmp(-5, 2**31 - 1))
    yield Hostile("gif says 65535", "image/gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0" * 800)
    jpeg = genuine("JPEG")
    frame = jpeg.index(b"\xff\xc0")
    big = jpeg[: frame + 5] + b"\xff\xff\xff\xff" + jpeg[frame + 9 :]
    yield Hostile("jpeg says 65535", "image/jpeg", big)
    yield Hostile("zip of zeros", "application/zip", _zip(bytes(20_000_000)))
    yield Hostile("gzip of zeros", "application/gzip", gzip.compress(bytes(20_000_000)))
    yield Hostile("png whose text unpacks", "image/png", _zipped_text(genuine("PNG")))


def _programs() -> Iterator[Hostile]:
    """What some program would run or fetch, under its own type."""
    entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    texts = {
        "image/svg+xml": SVG,
        "image/svg+xml;charset=utf-8": SVG,
        "application/xml": entity,
        "application/xhtml+xml": SVG,
        "text/html": SCRIPT,
        "text/javascript": "alert(1)",
        "application/x-sh": "#!/bin/sh\nrm -rf /\n",
        "message/rfc822": "MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT,
        "application/postscript": "%!PS-Adobe-3.0 EPSF-3.0\n(x) run\n",
        "image/x-eps": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "application/pdf": "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        "text/csv": '=HYPERLINK("http://example.org")',
        "application/vnd.ms-htmlhelp": "ITSF",
        "application/x-msdownload": "MZ",
        "application/x-elf": "\x7fELF",
        "application/x-shockwave-flash": "FWS",
        "application/java-archive": "PK",
        "video/mp4": "\0\0\0\x18ftypisom" + SCRIPT,
        "audio/webm": "\x1aE\xdf\xa3" + SCRIPT,
        "application/octet-stream": SCRIPT,
    }
    for media_type, text in texts.items():
        yield Hostile(f"text of {media_type}", media_type, text.encode("latin-1"))
    for kind in ("TIFF", "ICO", "PPM"):
        out = BytesIO()
        Image.new("RGB", (32, 32)).save(out, kind)
        yield Hostile(f"{kind}, which we do not decode", f"image/x-{kind.lower()}", out.getvalue())


def _mislabelled() -> Iterator[Hostile]:
    """Each under the type of each other; text under the type of a picture."""
    data = {kind: genuine(kind, 24) for kind in KINDS}
    data |= {"html": SCRIPT.encode(), "svg": SVG.encode(), "a byte": b"\0"}
    types = [*KINDS.values(), "image/heic", "video/mp4", "text/html", "image/svg+xml"]
    for kind, found in data.items():
        for media_type in types:
            if KINDS.get(kind) != media_type:
                yield Hostile(f"{kind} as {media_type}", media_type, found)


def _markers(jpeg: bytes) -> list[int]:
    """Where each segment begins, up to the scan."""
    found, at = [0], 2
    while jpeg[at + 1] != 0xDA:
        found.append(at)
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return [*found, at, len(jpeg) - 2]


def _chunks(png: bytes) -> list[int]:
    found, at = [], 8
    while at < len(png):
        found.append(at)
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _with_text(png: bytes, text: bytes) -> bytes:
    return png[:33] + _chunk(b"tEXt", b"Comment\0" + text) + png[33:]


def _zipped_text(png: bytes) -> bytes:
    zeros = zlib.compress(bytes(20_000_000))
    return png[:33] + _chunk(b"zTXt", b"Comment\0\0" + zeros) + png[33:]


def _png_head(width: int, height: int) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"\0")) + _chunk(b"IEND", b"")
    )


def _flat_png(width: int, height: int = 0) -> bytes:
    out = BytesIO()
    Image.new("L", (width, height or width)).save(out, "PNG")
    return out.getvalue()


def _bmp(width: int, height: int) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 1, 1, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54) + head + b"\0" * 64


def _zip(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("../../etc/passwd", (2026, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
