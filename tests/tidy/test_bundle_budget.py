"""What a phone downloads stays small: the technician's first load, and no map in it."""

import re
from pathlib import Path

import pytest

from scripts.bundle_size import BUDGET_BYTES, DIST, NotBuilt, first_load, packed_bytes

MAP = re.compile(r"maplibre|pmtiles|uplot|echarts", re.IGNORECASE)
# Raw bytes: every screen of the whole job from check-in to the certificate, and the decoder that
# scans without signal. Packed it is less than a third of that.
PRECACHE_BYTES_MAX = 1_100_000
PRECACHED = re.compile(r"""\burl:\s*"([^"]+)\"""")


def test_the_first_load_keeps_its_budget() -> None:
    sizes = {path: packed_bytes(DIST / path) for path in first_load(DIST)}
    assert sum(sizes.values()) <= BUDGET_BYTES, sizes
    assert any(path.endswith(".js") for path in sizes)
    assert any(path.endswith(".css") for path in sizes)


def test_no_map_reaches_the_phone() -> None:
    kept = set(first_load(DIST)) | set(precached(DIST))
    assert [path for path in kept if MAP.search(path)] == []
    code = [path for path in kept if path.endswith(".js")]
    assert [path for path in code if "maplibregl" in (DIST / path).read_text("utf-8")] == []


def test_the_service_worker_keeps_the_technician_and_nobody_else() -> None:
    kept = set(precached(DIST))
    assert set(first_load(DIST)) <= kept
    assert {"index.html", "manifest.webmanifest"} <= kept
    assert not {"board.html", "portal.html"} & kept
    assert sum((DIST / path).stat().st_size for path in kept) <= PRECACHE_BYTES_MAX


def test_every_text_has_its_packed_twin() -> None:
    lacking = [
        path.relative_to(DIST).as_posix()
        for path in DIST.rglob("*")
        if path.suffix in {".js", ".css", ".html"}
        and path.stat().st_size >= 200
        and not path.with_name(f"{path.name}.br").is_file()
    ]
    assert lacking == []


def precached(dist: Path) -> list[str]:
    """What the service worker fetches at its installation."""
    return PRECACHED.findall((dist / "sw.js").read_text(encoding="utf-8"))


def test_a_missing_build_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="make build"):
        first_load(tmp_path)


def test_fonts_and_preloads_are_counted(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text(
        '<script type="module" src="/assets/index-A.js"></script>'
        '<link rel="modulepreload" href="/assets/shared-B.js">'
        '<link rel="stylesheet" href="/assets/index-C.css">'
    )
    (assets / "index-A.js").write_text('import("./workbox-window-D.js");import("./lazy-E.js")')
    (assets / "shared-B.js").write_text("export {}")
    (assets / "index-C.css").write_text("@font-face{src:url(/assets/face-F.woff2)}")
    (assets / "workbox-window-D.js").write_text("export {}")
    (assets / "lazy-E.js").write_text("export {}")
    (assets / "face-F.woff2").write_bytes(b"0" * 77)
    assert first_load(tmp_path) == [
        "assets/face-F.woff2",
        "assets/index-A.js",
        "assets/index-C.css",
        "assets/shared-B.js",
        "assets/workbox-window-D.js",
    ]
    assert packed_bytes(assets / "face-F.woff2") == 77
