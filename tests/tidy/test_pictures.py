"""The pictures of the documents are few, small, shown somewhere and of the kinds that are named."""

import posixpath
import re
from pathlib import Path

from scripts.screens_board import BOARD
from scripts.screens_phone import PHONE
from scripts.screenshots import TOUR_BYTES_MAX, TOUR_WIDTH_PX
from tests.tidy.repo import ROOT, text, under

FOLDER = "docs/screenshots"
COUNT_MAX = 8
ROUTE = re.compile(r"\{ name: '(\w+)', path: ")
IMAGE = re.compile(r"!\[[^\]]+\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"[^>]*alt=\"[^\"]+\"")


def heavy(root: Path, names: list[str]) -> list[str]:
    """Pictures above the limit."""
    sizes = {name: (root / name).stat().st_size for name in names}
    return [f"{name}: {size} bytes" for name, size in sizes.items() if size > TOUR_BYTES_MAX]


def shown(doc: str, markdown: str) -> set[str]:
    """Pictures, with words for whoever does not see them, that the document shows."""
    found = [one or other for one, other in IMAGE.findall(markdown)]
    return {posixpath.normpath(posixpath.join(posixpath.dirname(doc), each)) for each in found}


def pictures() -> list[str]:
    return under(FOLDER, suffixes=(".webp", ".png", ".jpg", ".gif", ".svg"))


def test_pictures_are_few_and_small() -> None:
    assert 1 <= len(pictures()) <= COUNT_MAX
    assert heavy(ROOT, pictures()) == []
    assert TOUR_BYTES_MAX <= 60_000


def test_every_picture_is_drawn_by_the_script_and_shown() -> None:
    assert set(pictures()) == {f"{FOLDER}/{name}.webp" for name in TOUR_WIDTH_PX}
    docs = ["README.md", *under("docs", suffixes=(".md",))]
    assert set(pictures()) - {each for doc in docs for each in shown(doc, text(doc))} == set()


def test_every_route_is_drawn() -> None:
    for face, shots in (("tech", PHONE), ("board", BOARD)):
        routes = ROUTE.findall(text(f"pwa/src/{face}/router.ts"))
        assert len(routes) >= 7
        drawn = {shot.name for shot in shots}
        assert {name.replace("_", "-") for name in routes} - drawn == set(), face


def test_a_heavy_picture_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"0" * (TOUR_BYTES_MAX + 1))
    (tmp_path / "b.webp").write_bytes(b"0" * TOUR_BYTES_MAX)
    assert heavy(tmp_path, ["a.webp", "b.webp"]) == [f"a.webp: {TOUR_BYTES_MAX + 1} bytes"]
    assert shown("docs/a.md", "![words](screenshots/b.webp)") == {"docs/screenshots/b.webp"}
    assert shown("docs/a.md", "![](screenshots/b.webp)") == set()
