"""The checking page as the server shows it and as a verb writes it."""

import base64
from hashlib import sha256
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.evidence.exporting import CannotExport
from server.evidence.page import VERIFIER, write_page
from server.settings import Settings

SCRIPT = "document.title = 'checked'"
PAGE = f"<!doctype html><html><body><script>{SCRIPT}</script></body></html>\n"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html>")
    (folder / VERIFIER).write_text(PAGE)
    return folder


async def test_the_page_is_shown_to_everybody_and_may_run(settings: Settings, built: Path) -> None:
    shown = Settings(
        data_dir=settings.data_dir, database_url=settings.database_url, static_dir=str(built)
    )
    async with AsyncTestClient(create_app(shown)) as web:
        answer = await web.get("/verify")
    assert (answer.status_code, answer.text) == (200, PAGE)
    digest = base64.b64encode(sha256(SCRIPT.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_the_same_page_is_written_out(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "check.html"
    assert write_page(Settings(data_dir=tmp_path, static_dir=str(built)), file) == file
    assert file.read_text() == PAGE


def test_without_a_build_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="make build"):
        write_page(Settings(static_dir=str(tmp_path / "none")), tmp_path / "check.html")
