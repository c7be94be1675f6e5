"""The demo writes its logins into the technician's page; his service worker must know of it."""

import base64
import hashlib
from pathlib import Path

import pytest

from server.static import Static

PAGE = b"<html><head><title>Fieldward</title></head></html>"
HINT = "<meta name='fieldward-demo' content='[]'>"
LISTED = '[{url:"icons/mark.svg",integrity:"sha256-abc="},{url:"index.html",integrity:"sha256-%s"}]'


def integrity(page: bytes) -> str:
    return base64.b64encode(hashlib.sha256(page).digest()).decode()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "sw.js").write_text(LISTED % integrity(PAGE))
    (tmp_path / "sw.js.br").write_bytes(b"packed, and so without the page's new hash")
    return tmp_path


def test_the_worker_lists_the_page_that_is_delivered(build: Path) -> None:
    static = Static(build, HINT)
    page = static.answer("index.html", "br", "").content
    assert HINT.encode() in page
    worker = static.answer("sw.js", "br", "").content.decode()
    assert worker == LISTED % integrity(page)


def test_without_a_demo_files_are_as_they_were_built(build: Path) -> None:
    static = Static(build)
    assert static.answer("index.html", "", "").content == PAGE
    assert static.answer("sw.js", "", "").content.decode() == LISTED % integrity(PAGE)
