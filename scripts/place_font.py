"""Copies the font of papers from its npm package to beside the code that prints with it."""

import shutil
import sys
from pathlib import Path

from server.papers.fonts import FOLDER, FONT_PACKAGE, PLACED

PACKAGE = Path(__file__).resolve().parents[1] / "pwa" / "node_modules" / FONT_PACKAGE


def place(package: Path, folder: Path) -> None:
    """Raises FileNotFoundError, naming the file, when the package is not there or another one."""
    missing = [name for name in PLACED if not (package / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{package / missing[0]} is not there: run `make install`")
    folder.mkdir(parents=True, exist_ok=True)
    for name, placed in PLACED.items():
        shutil.copyfile(package / name, folder / placed)


def main() -> int:
    try:
        place(PACKAGE, FOLDER)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
