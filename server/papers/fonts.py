"""The font of papers: Noto Sans SC, under the SIL Open Font License 1.1, licence beside it.

It is too large for the repository. `scripts/place_font.py` takes it from the npm package
FONT_PACKAGE at build time, and the wheel carries it. All its letters are kept, since nobody knows
which ones the next customer's name needs; a PDF holds only those that it shows.
"""

from pathlib import Path

FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_FILE = "NotoSansSC_400Regular.ttf"
# Path in the package → name beside the code.
PLACED = {f"400Regular/{FONT_FILE}": FONT_FILE, "LICENSE_FONT": "OFL.txt"}
FOLDER = Path(__file__).resolve().parent / "fonts"


class NoFont(Exception):
    """Papers cannot be printed: said to the administrator as it is."""


def font_folder(folder: Path = FOLDER) -> Path:
    """The folder with the font, which holds no other. Raises NoFont."""
    if not (folder / FONT_FILE).is_file():
        raise NoFont(
            f"The font of papers lacks: there is no {FONT_FILE} in {folder}. Run `make build` in "
            "a checkout, or install a wheel, which carries it."
        )
    return folder
