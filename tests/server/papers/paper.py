"""Papers to look at: pictures of known size, and the text of a PDF as a reader selects it."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import msgspec
from PIL import Image, ImageDraw
from pypdf import PdfReader

from server.attachments.pictures import BrokenPicture
from server.papers import printing
from server.papers.documents import Document
from server.papers.looks import BUILT_IN, Look
from server.papers.values import BREAK

ORIGIN = "https://service.example.org"
SIGNED_SHA256 = hashlib.sha256(b"signature").hexdigest()


def jpeg(seed: int, width_px: int = 1_200, height_px: int = 900) -> bytes:
    """A picture of some hundred ellipses, other ones for each seed."""
    image = Image.new("RGB", (width_px, height_px), (150, 160, seed % 200))
    pen = ImageDraw.Draw(image)
    for at in range(200):
        x, y = (at * 37 + seed * 11) % width_px, (at * 53) % height_px
        colour = (at * 5 % 200, at * 7 % 200, at * 11 % 200)
        pen.ellipse((x, y, x + 90, y + 60), fill=colour)
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def strokes() -> bytes:
    """A signature as the lane re-encodes it."""
    image = Image.new("RGB", (900, 400), "white")
    points = [(60 + at * 40, 200 + (at * 67 % 241) - 120) for at in range(20)]
    ImageDraw.Draw(image).line(points, fill=(16, 32, 43), width=9, joint="curve")
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def picture(sha256: str) -> bytes:
    """What the lane would give for a sample's photo or signature."""
    return strokes() if sha256 == SIGNED_SHA256 else jpeg(int(sha256, 16))


def no_picture(sha256: str) -> bytes:
    raise BrokenPicture(sha256)


def signed(document: Document) -> Document:
    """The sample with a drawn signature instead of the typed name."""
    first, *others = document.signatures
    drawn = msgspec.structs.replace(first, sha256=SIGNED_SHA256, is_stored=True)
    return msgspec.structs.replace(document, signatures=(drawn, *others))


def pdf(
    document: Document,
    language: str = "zh-CN",
    look: Look = BUILT_IN,
    pictures: Callable[[str], bytes] = picture,
) -> bytes:
    return printing.pdf(document, look, language, pictures, ORIGIN)


def page_texts(data: bytes) -> list[str]:
    """The text of each page without white space and marks of possible breaks."""
    pages = PdfReader(BytesIO(data)).pages
    return ["".join(page.extract_text().replace(BREAK, "").split()) for page in pages]


def text_of(data: bytes) -> str:
    return "".join(page_texts(data))


def picture_sizes(data: bytes) -> list[int]:
    """Bytes of each embedded JPEG, as they lie in the file."""
    found: list[int] = []
    for page in PdfReader(BytesIO(data)).pages:
        resources: Any = page["/Resources"]
        for name in resources.get("/XObject", ()):
            stream = resources["/XObject"][name]
            if stream.get("/Filter") == "/DCTDecode":
                found.append(len(stream._data))
    return found
