"""Pictures as they go onto paper. Hostile files end at `server/attachments/pictures.py`."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from server.attachments.pictures import BrokenPicture, Size, render
from server.papers.documents import Document

# Of a signature: 90 mm at 300 dots an inch are 1,063 dots; half of them print well.
INK_SIDE_PX = 480
INK_SHADES = 4
# sha256 → the re-encoded JPEG. Raises FileNotFoundError, BrokenPicture.
Picture = Callable[[str], bytes]


class Drawable(dict[str, tuple[str, bytes]]):
    """SHA-256 → (file name, bytes) of what can be drawn on the sheet."""


def drawable(document: Document, picture: Picture) -> Drawable:
    """The photos and the signatures of a document; what is not here or broken is left out."""
    found = Drawable()
    for number, (sha256, is_ink) in enumerate(wanted(document).items()):
        try:
            jpeg = picture(sha256)
            name = f"picture{number}.{'png' if is_ink else 'jpg'}"
            found[sha256] = (name, ink(jpeg) if is_ink else jpeg)
        except (BrokenPicture, FileNotFoundError):
            continue
    return found


def wanted(document: Document) -> dict[str, bool]:
    """SHA-256 of each picture whose bytes the server has → whether it is a signature."""
    found = {photo.sha256: False for photo in document.photos if photo.is_stored}
    for signature in document.signatures:
        if signature.sha256 is not None and signature.is_stored:
            found[signature.sha256] = True
    return found


def from_original(read: Picture) -> Picture:
    """The large picture made of what `read` gives for a hash: for whoever keeps none."""
    return lambda sha256: render(read(sha256), Size.LARGE)


def ink(jpeg: bytes) -> bytes:
    """Strokes on white as a small PNG of four greys."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
        grey = image.convert("L")
        grey.thumbnail((INK_SIDE_PX, INK_SIDE_PX), Image.Resampling.LANCZOS)
        out = BytesIO()
        grey.quantize(INK_SHADES).save(out, "PNG", optimize=True)
        return out.getvalue()


def logo_png(data: bytes) -> bytes:
    """A firm's logo, re-encoded. Raises BrokenPicture."""
    with Image.open(BytesIO(render(data, Size.THUMB)), formats=("JPEG",)) as image:
        out = BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()
