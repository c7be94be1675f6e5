"""Draws the certificate of the documents anew, one page for each language, in docs/papers."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from server.attachments.pictures import BrokenPicture
from server.papers import printing, samples
from server.papers.looks import BUILT_IN
from server.papers.schema import Form
from server.papers.words import LANGUAGES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "papers"
PPI = 75
SHADES = 24  # ink, petrol and their edges


def no_picture(sha256: str) -> bytes:
    raise BrokenPicture(sha256)


def draw(language: str) -> bytes:
    """The first page as a small PNG."""
    sample = samples.sample(Form.CERTIFICATE)
    page = printing.pages(sample, BUILT_IN, language, no_picture, PPI)[0]
    out = BytesIO()
    Image.open(BytesIO(page)).convert("RGB").quantize(SHADES).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        path = FOLDER / f"certificate-{language}.png"
        path.write_bytes(draw(language))
        print(f"wrote docs/papers/{path.name}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
