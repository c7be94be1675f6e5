"""A new version arrives while somebody writes: nothing reloads by itself, no word is lost."""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ROOT, ServerProcess
from tests.nursery.nursery import Nursery

MARK = '<meta name="fieldward-test" content="next">'
WORDS = "三楼消防箱后面有水迹，明天带内窥镜"
LOOK = "navigator.serviceWorker.getRegistration().then((found) => found.update())"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A copy of the built app that the test may change."""
    return Path(shutil.copytree(ROOT / "pwa" / "dist", tmp_path / "build"))


@pytest.fixture
def server(nursery: Nursery, seeded: Path, tmp_path: Path, build: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(nursery, Path(shutil.copytree(seeded, tmp_path / "data")), build)
    process.start()
    yield process
    process.kill()


def release(build: Path, server: ServerProcess) -> None:
    """The next version: another first page, and so another list of files in the worker."""
    page = build / "index.html"
    page.write_text(page.read_text().replace("</head>", f"{MARK}</head>"))
    worker = build / "sw.js"
    text, count = re.subn(
        r'(url:"index\.html",revision:")[0-9a-f]+(",integrity:"sha256-)[^"]+',
        rf"\1next\g<2>{b64encode(sha256(page.read_bytes()).digest()).decode()}",
        worker.read_text(),
    )
    assert count == 1, "the worker's list of files looks otherwise than this test thinks"
    worker.write_text(text)
    for packed in (page, worker):
        packed.with_name(packed.name + ".br").unlink(missing_ok=True)
    server.kill()
    server.start()


def version(page: Page) -> str:
    return "next" if page.locator('meta[name="fieldward-test"]').count() else "first"


def test_an_update_waits_for_a_tap_and_keeps_what_was_typed(
    server: ServerProcess, build: Path, new_context: NewContext
) -> None:
    context = new_context(PHONE)
    phone = Phone(context)
    assign(phone.page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.begin_note(WORDS)

    release(build, server)
    other = context.new_page()  # a second tab, on the page where a version is taken
    other.goto(f"{server.origin}/#/me")
    other.evaluate(LOOK)
    card = other.get_by_test_id("update")
    expect(card).to_be_visible(timeout=15_000)
    box = phone.page.get_by_test_id("note-text").get_by_role("textbox")
    expect(box).to_have_value(WORDS)
    assert (version(phone.page), version(other)) == ("first", "first")

    card.get_by_role("button").click()
    expect(other.locator('meta[name="fieldward-test"]')).to_have_count(1, timeout=60_000)
    phone.page.goto(f"{server.origin}/#/job/{visit_id}")
    phone.page.reload()
    expect(phone.page.get_by_test_id("visit-state")).to_be_visible(timeout=15_000)
    assert version(phone.page) == "next"
    phone.page.get_by_test_id("job-note").get_by_role("button").click()
    expect(box).to_have_value(WORDS)
    phone.page.get_by_test_id("note-send").get_by_role("button").click()
    server.wait_for_rows(1, "SELECT id FROM fact WHERE text = ?", WORDS)
