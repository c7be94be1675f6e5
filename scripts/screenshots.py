"""Draws every screen of the product into screenshots/, from the demo city in a folder of its own.

`python -m scripts.screenshots` loads the demo (a minute or two), starts the product and visits the
screens that the routers list, on a phone and on a desktop, in both languages. With
FIELDWARD_DATA_DIR the data of an earlier run are used again. `--only today` draws what has that
in its name; `--tour` also writes the few small pictures of docs/screenshots.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from scripts.chromium import FLAGS, system_chromium
from scripts.screens import PORTAL, Shot, Stage
from scripts.screens_board import BOARD
from scripts.screens_phone import PHONE
from server.demo.pictures import scene

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screenshots"
TOUR = ROOT / "docs/screenshots"
# What the tour shows: the picture's name and width, px.
TOUR_WIDTH_PX = {
    "phone-today-zh-CN-day": 540,
    "phone-job-en-day": 540,
    "phone-sign-zh-CN-day": 540,
    "phone-outbox-en-night": 540,
    "board-zh-CN-day": 1120,
    "board-assign-en-day": 1120,
    "board-order-en-night": 1120,
    "portal-zh-CN-day": 540,
}
TOUR_BYTES_MAX = 60_000
START_S = 60
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
        "permissions": ["geolocation", "camera", "notifications"],
        "geolocation": {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12},
    },
    "board": {"viewport": {"width": 1440, "height": 900}},
    "portal": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2},
}
SCREENS: dict[str, tuple[Shot, ...]] = {"phone": PHONE, "board": BOARD, "portal": PORTAL}
LOCALES = ("zh-CN", "en")


def environment(data_dir: Path, port: int) -> dict[str, str]:
    """Ours alone: no other setting of the caller reaches the product."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELDWARD_")}
    static_dir = os.environ.get("FIELDWARD_STATIC_DIR")
    return {
        **kept,
        **({"FIELDWARD_STATIC_DIR": static_dir} if static_dir else {}),
        "FIELDWARD_DATA_DIR": str(data_dir),
        "FIELDWARD_PORT": str(port),
    }


def fieldward(words: list[str], data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """The product's own command line in a process of its own."""
    run = f"import sys; from server.cli import main; sys.exit(main({words!r}))"
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "screenshots.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", run],
            cwd=ROOT,
            env=environment(data_dir, port),
            stdout=None if words[0] == "demo" else log,
            stderr=log,
        )


@contextmanager
def served(city: str) -> Generator[str, None, None]:
    """The demo city behind an address. Raises SystemExit when it does not answer in time."""
    chosen = os.environ.get("FIELDWARD_DATA_DIR")
    port = int(os.environ.get("FIELDWARD_PORT", "8871"))
    with tempfile.TemporaryDirectory() as passing:
        data_dir = Path(chosen or passing)
        for words in (["migrate"], ["demo", "--if-empty", "--city", city]):
            if fieldward(words, data_dir, port).wait() != 0:
                raise SystemExit(
                    f"`fieldward {' '.join(words)}` failed; see {data_dir}/screenshots.log"
                )
        process = fieldward(["serve"], data_dir, port)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def wait_for(url: str) -> None:
    """Until the address answers 200."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} did not answer within {START_S} s.")


def wear(page: Page, theme: str) -> None:
    """The light as another tab would choose it: the page follows without a load."""
    page.evaluate(
        """(theme) => {
          const key = 'fieldward.theme';
          localStorage.setItem(key, JSON.stringify(theme));
          dispatchEvent(new StorageEvent('storage', { key }));
        }""",
        theme,
    )


def draw(browser: Browser, origin: str, face: str, locale: str, only: str) -> list[str]:
    """Every picture of one face in one language. Returns what could not be drawn, and why."""
    failed: list[str] = []
    context = browser.new_context(
        **DEVICES[face], locale=locale, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.add_init_script(f"localStorage.setItem('fieldward.locale', '\"{locale}\"')")
    stage = Stage(context.new_page(), origin, locale)
    for shot in SCREENS[face]:
        if only and only not in shot.name and not shot.is_needed:
            continue
        try:
            shot.open(stage)
            stage.settle()
            for theme in ("day", *(("night",) if shot.is_main else ())):
                wear(stage.page, theme)
                stage.page.wait_for_timeout(400 if theme == "night" else 50)
                name = f"{face}-{shot.name}" if shot.name != face else face
                stage.page.screenshot(path=OUT / f"{name}-{locale}-{theme}.png")
            wear(stage.page, "day")
        except Exception as error:
            failed.append(f"{face} {shot.name} {locale}: {error}")
        stage.leave()
    context.close()
    return failed


def shrink() -> None:
    """The pictures of the tour as WebP, each under its limit."""
    TOUR.mkdir(parents=True, exist_ok=True)
    for name, width_px in TOUR_WIDTH_PX.items():
        with Image.open(OUT / f"{name}.png") as drawn:
            whole = drawn.convert("RGB")
        size = (width_px, round(width_px * whole.height / whole.width))
        small = whole.resize(size, Image.Resampling.LANCZOS)
        for quality in range(90, 20, -5):
            packed = io.BytesIO()
            small.save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= TOUR_BYTES_MAX:
                break
        else:
            raise SystemExit(f"{name} does not become smaller than {TOUR_BYTES_MAX} bytes.")
        (TOUR / f"{name}.webp").write_bytes(packed.getvalue())


def run(playwright: Playwright, chosen: argparse.Namespace) -> None:
    """All of it, with one browser."""
    film = OUT / "camera.mjpeg"  # what the camera sees: a picture of the demo
    OUT.mkdir(exist_ok=True)
    film.write_bytes(scene("doors_windows", is_after=True).body * 2)
    browser = playwright.chromium.launch(
        executable_path=system_chromium(),
        headless=True,
        args=[
            *FLAGS,
            "--allow-file-access-from-files",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    failed: list[str] = []
    with served(chosen.city) as origin:
        for face in [chosen.face] if chosen.face else SCREENS:
            for locale in [chosen.locale] if chosen.locale else LOCALES:
                failed += draw(browser, origin, face, locale, chosen.only)
    if failed:
        raise SystemExit("\n".join(failed))
    if chosen.tour:
        shrink()
    browser.close()


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--city", default="shanghai")
    words.add_argument("--face", choices=SCREENS)
    words.add_argument("--locale", choices=LOCALES)
    words.add_argument("--only", default="", help="part of a picture's name")
    words.add_argument("--tour", action="store_true", help="write docs/screenshots as well")
    with sync_playwright() as playwright:
        run(playwright, words.parse_args())
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
