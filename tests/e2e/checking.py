"""The checking page in a browser, and the files that a firm gives out."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.e2e.axe import AXE
from tests.e2e.server import ROOT, ServerProcess

RUN_AXE = """() => axe.run(document).then(({ violations }) => violations.flatMap(
  ({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 160)}`)))"""
TARGETS = """(least) => [...document.querySelectorAll('button, summary, label.drop, input')]
  .filter((each) => each.checkVisibility() && !each.closest('.drop input'))
  .map((each) => (each.type === 'file' ? each.closest('label') : each).getBoundingClientRect())
  .filter(({ width, height }) => Math.min(width, height) < least).length"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


def terminal(server: ServerProcess, *words: str) -> str:
    """What `fieldward …` prints, run beside the server."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, server.cli; sys.exit(server.cli.main())", *words],
        cwd=ROOT,
        env={**os.environ, "FIELDWARD_DATA_DIR": str(server.data_dir), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def package(server: ServerProcess, number: str, folder: Path) -> dict[str, bytes]:
    """Name → bytes of the order's evidence package."""
    file = folder / "order.zip"
    terminal(server, "export", "order", number, "--out", str(file))
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Checker:
    """The page `/verify`, at rest or with a file that was chosen."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        expect(page.locator("#file")).to_be_attached()

    def choose(self, data: bytes, key: str = "") -> None:
        page = self.page
        if key:
            page.locator("details").evaluate("(node) => { node.open = true; }")
            page.locator("#key").fill(key)
        file: Any = {"name": "file.json", "mimeType": "application/json", "buffer": data}
        page.locator("#file").set_input_files(file)

    def says(self, tone: str, words: str) -> None:
        """The verdict, which has the focus so that it is read out."""
        expect(self.page.locator("#result")).to_have_attribute("data-tone", tone)
        expect(self.page.locator("#verdict")).to_have_text(words)
        expect(self.page.locator("#verdict")).to_be_focused()

    def faults(self) -> list[str]:
        """What axe and a ruler find on the page as it stands, in both languages and lights."""
        page, found = self.page, list[str]()
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE)
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            for _ in range(2):
                language = page.evaluate("() => document.documentElement.lang")
                found += [f"{light} {language} {each}" for each in page.evaluate(RUN_AXE)]
                if page.evaluate(TARGETS, 44):
                    found.append(f"{language}: a small target")
                if page.evaluate(WIDER) > 0:
                    found.append(f"{language}: wider than the screen")
                page.locator("#language").click()
        return found
