"""What a phone downloads before the technician sees his day: bytes of JS, CSS and fonts, brotli.

Prints one line for each file and the sum. `tests/tidy/test_bundle_budget.py` gates it.
"""

import re
import sys
from pathlib import Path

import brotli  # pyright: ignore[reportMissingTypeStubs]

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "pwa" / "dist"
BUDGET_BYTES = 90_000
# Lazy chunks that the entry asks for at every start, so they are part of the first load.
ASKED_AT_START = re.compile(r"assets/workbox-window[^/]*\.js$")
LINKED = re.compile(r"""(?:src|href)="/(assets/[^"]+\.(?:m?js|css))\"""")
FONT = re.compile(r"/?(assets/[\w.-]+\.(?:woff2?|ttf|otf))")
NAMED = re.compile(r"[\w.-]+\.(?:m?js|css)")


class NotBuilt(FileNotFoundError):
    """There is no build to measure."""


def first_load(dist: Path, page: str = "index.html") -> list[str]:
    """Files, relative to `dist`, that the page loads before it shows anything. Raises NotBuilt."""
    if not (dist / page).is_file():
        raise NotBuilt(f"{dist / page} is not there: run `make build` first")
    linked = LINKED.findall((dist / page).read_text(encoding="utf-8"))
    texts = [(dist / path).read_text(encoding="utf-8") for path in linked]
    fonts = [font for text in texts for font in FONT.findall(text)]
    named = {f"assets/{name}" for text in texts for name in NAMED.findall(text)}
    asked = [path for path in named if ASKED_AT_START.search(path) and (dist / path).is_file()]
    return sorted({*linked, *fonts, *asked})


def packed_bytes(path: Path) -> int:
    """Size as it travels: brotli 11, but fonts, which are packed already."""
    raw = path.read_bytes()
    if path.suffix in {".woff", ".woff2"}:
        return len(raw)
    return len(brotli.compress(raw, quality=11))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def main() -> int:
    """Print the table; 1 when the budget is broken or nothing was built."""
    try:
        sizes = {path: packed_bytes(DIST / path) for path in first_load(DIST)}
    except NotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"{size:>9,}  {path}")
    total = sum(sizes.values())
    print(f"{total:>9,}  of {BUDGET_BYTES:,} B (brotli, technician's first load)")
    return 0 if total <= BUDGET_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
