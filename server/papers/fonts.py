"""Where the font of papers is: Noto Sans SC, under the SIL Open Font License 1.1.

It is too large for the repository. The build takes it from the package FONT_PACKAGE and puts it
into the wheel (`scripts/wheel_with_app.py`); a checkout uses the package where npm unpacked it.
"""

from pathlib import Path

FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_FILE = "400Regular/NotoSansSC_400Regular.ttf"
LICENCE_FILE = "LICENSE_FONT"
HERE = Path(__file__).resolve().parent
IN_WHEEL = HERE / "fonts"
IN_CHECKOUT = HERE.parents[1] / "pwa" / "node_modules" / FONT_PACKAGE


class NoFont(Exception):
    """Papers cannot be printed: said to the administrator as it is."""


def font_folder(folders: tuple[Path, ...] = (IN_WHEEL, IN_CHECKOUT)) -> Path:
    """The folder that holds the font and nothing else but its kin. Raises NoFont."""
    for folder in folders:
        for path in (folder / Path(FONT_FILE).name, folder / FONT_FILE):
            if path.is_file():
                return path.parent
    raise NoFont(
        f"The font of papers lacks: there is no {Path(FONT_FILE).name} in "
        f"{' or '.join(str(folder) for folder in folders)}. Run `make install`, or install a "
        "wheel, which carries it."
    )
