"""From a document to a PDF: typst draws the sheet in a folder that holds nothing else.

    document ─┬─▶ sheet.json ─┐
    template ─┘               ├─▶ look.typ ─▶ typst ─▶ PDF
    pictures, QR ─────────────┘

Blocks, up to a second for a long paper: called in a thread, never on the event loop. The source is
ours and fixed and its input bounded, so it ends; LENGTH_MAX and PHOTOS_MAX are those bounds.
"""

import shutil
import threading
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import msgspec
import segno
import typst

from server.attachments.pictures import BrokenPicture
from server.papers import rules, sheets
from server.papers.documents import Document, canonical_bytes, fingerprint
from server.papers.fonts import font_folder
from server.papers.looks import Look
from server.papers.pictures import Picture, drawable, logo_png

LOOK = Path(__file__).with_name("look.typ")
LENGTH_MAX = 2_000_000  # bytes of a document's canonical JSON
PHOTOS_MAX = 200
VERIFY_PATH = "/verify"
# One at a time: typst uses a core and some 80 MB, and everything else here needs one too.
_ONE_AT_A_TIME = threading.Lock()


class CannotPrint(Exception):
    """There is no paper; `reason` is a code of `rules.missing_of`, or too_long, logo, drawing."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@cache
def _fonts() -> typst.Fonts:
    """Read once; those of the machine stay out, so that a paper is the same everywhere."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())]
    )


def pdf(document: Document, look: Look, language: str, picture: Picture, origin: str) -> bytes:
    """The document as PDF. `origin`: address of the server, for the QR. Raises CannotPrint, NoFont.

    The same arguments give the same bytes.
    """
    return _drawn(document, look, language, picture, origin, "pdf")[0]


def pages(document: Document, look: Look, language: str, picture: Picture, ppi: int) -> list[bytes]:
    """The same as a PNG for each page."""
    return _drawn(document, look, language, picture, "https://example.org", "png", ppi)


def address(origin: str, document: Document) -> str:
    """What the QR says. The part after # never reaches a server."""
    number = "".join(letter for letter in document.head.number if letter.isascii())
    return f"{origin}{VERIFY_PATH}#order={number}&sha256={fingerprint(document)}"


def _drawn(
    document: Document,
    look: Look,
    language: str,
    picture: Picture,
    origin: str,
    kind: Literal["pdf", "png"],
    ppi: int | None = None,
) -> list[bytes]:
    reason = rules.missing_of(document)
    if reason:
        raise CannotPrint(reason)
    if len(canonical_bytes(document)) > LENGTH_MAX or len(document.photos) > PHOTOS_MAX:
        raise CannotPrint("too_long")
    fonts = _fonts()
    with TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        _lay_out(root, document, look, language, picture, origin)
        with _ONE_AT_A_TIME:
            try:
                made = typst.compile(
                    str(root / LOOK.name),
                    root=str(root),
                    font_paths=fonts,
                    ignore_system_fonts=True,
                    format=kind,
                    ppi=ppi,
                    timestamp=document.head.dated_ms // 1000,
                    package_path=folder,
                    package_cache_path=folder,
                    pdf_tags=False,  # they would weigh a third of all that is not a photo
                )
            except typst.TypstError as error:
                raise CannotPrint("drawing", error.message) from error
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def _lay_out(
    root: Path, document: Document, look: Look, language: str, picture: Picture, origin: str
) -> None:
    """Everything that look.typ reads, as files."""
    pictures = drawable(document, picture)
    for name, data in pictures.values():
        (root / name).write_bytes(data)
    logo = ""
    if look.logo:
        logo = "logo.png"
        try:
            (root / logo).write_bytes(logo_png(look.logo))
        except BrokenPicture as error:
            raise CannotPrint("logo", str(error)) from error
    files = {sha256: name for sha256, (name, _) in pictures.items()}
    made = sheets.sheet(document, look, language, files, logo)
    (root / "sheet.json").write_bytes(msgspec.json.encode(made))
    code = segno.make_qr(address(origin, document), error="m")
    code.save(str(root / "qr.svg"), border=1, xmldecl=False)
    shutil.copyfile(LOOK, root / LOOK.name)
