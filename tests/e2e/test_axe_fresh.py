"""A firm on its first day: every screen of both faces without data, under axe and ruler."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import Judge, listed
from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.dialogs import Dialogs
from tests.e2e.phone import Phone
from tests.e2e.seed import PASSWORD, seed_firm
from tests.e2e.server import ServerProcess
from tests.e2e.sheets import READY, Sheets, show
from tests.nursery.nursery import Nursery

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def fresh(nursery: Nursery, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server of a firm that has people and nothing for them to do."""
    seed_firm(tmp_path / "data", is_fresh=True)
    process = ServerProcess(nursery, tmp_path / "data")
    process.start()
    yield process
    process.kill()
    shutil.rmtree(tmp_path / "data")


def test_fresh_firm(fresh: ServerProcess, new_context: NewContext) -> None:
    phone = Phone(new_context(PHONE, bypass_csp=True, reduced_motion="reduce"))
    phone.open(fresh.origin)
    phone.sign_in("wang")
    on_phone = Judge("phone")
    Sheets(on_phone, phone, NOBODY, NOBODY, NOBODY).routes("", [*READY], "strip")
    show(phone.page, "/join", "strip")
    on_phone.look(phone.page, "join")
    show(phone.page, "/sign-in", "strip")
    on_phone.look(phone.page, "sign_in")
    show(phone.page, "/nowhere", "strip")
    on_phone.look(phone.page, "missing")
    assert on_phone.found == []
    assert listed("tech", "path").keys() <= on_phone.seen

    desk = Desk(new_context(DESKTOP, bypass_csp=True), fresh.origin)
    desk.page.goto(f"{fresh.origin}/board")
    desk.page.locator("input[name=login]").fill("admin")
    desk.page.locator("input[name=password]").fill(PASSWORD)
    desk.page.locator("button[type=submit]").click()
    expect(desk.page.get_by_test_id("queue")).to_be_visible(timeout=15_000)
    on_board = Judge("board")
    Dialogs(on_board, desk).routes("", "BX-0000-000000", "top-bar")
    desk.page.evaluate("() => { location.hash = '/nowhere'; }")
    expect(desk.page.get_by_role("link").last).to_be_visible()
    on_board.look(desk.page, "missing")
    assert on_board.found == []
    assert listed("board", "path").keys() <= on_board.seen
