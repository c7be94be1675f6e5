"""The technician's phone under axe and ruler: every route and sheet, every state, every look."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.axe import Judge, listed
from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess
from tests.e2e.sheets import OUTSIDE, READY, SHEET, Sheets, finish, full_store, outside, walk

TITLE, OTHER = "厨房水管漏水", "阳台门关不严"


@pytest.fixture
def technician(new_context: NewContext) -> BrowserContext:
    return new_context(PHONE, bypass_csp=True, reduced_motion="reduce")


def assign(desk: Desk, title: str, *, later_h: int = 0) -> None:
    """Give it to Wang, later than what he has already."""
    desk.choose_order(title)
    desk.open_assign()
    start = desk.page.get_by_test_id("assign-start").locator("input[type=datetime-local]")
    at = datetime.fromisoformat(start.input_value()) + timedelta(hours=later_h)
    start.fill(at.isoformat(timespec="minutes"))
    give(desk, "王师傅")


def give(desk: Desk, name: str) -> None:
    """Choose somebody from the list, whoever is nearest."""
    desk.page.get_by_test_id("candidate").filter(has_text=name).click(timeout=10_000)
    desk.page.get_by_test_id("commit").get_by_role("button").click()
    expect(desk.inspector.get_by_test_id("visits")).to_contain_text(name)


def refuse(sheets: Sheets, desk: Desk) -> None:
    """A step taken without a network, on a job that went to somebody else meanwhile."""
    phone, page = sheets.phone, sheets.page
    sheets.go("today")
    phone.open_job(OTHER)
    sheets.phone.context.set_offline(True)
    sheets.judge.look(page, "job offline")
    sheets.more("decline")
    sheet = page.get_by_test_id("reason-decline")
    sheet.get_by_role("textbox").fill("今天到不了")
    page.get_by_test_id("reason-send").get_by_role("button").click()
    expect(page.locator(SHEET)).to_have_count(0)
    for name in ("today", "outbox"):
        sheets.go(name)
        sheets.judge.look(page, f"{name} waiting")
    desk.page.get_by_test_id("queue-tabs").locator("label").last.click()
    desk.choose_order(OTHER)
    desk.inspector.get_by_test_id("reassign").get_by_role("button").click()
    give(desk, "赵师傅")
    sheets.phone.context.set_offline(False)
    expect(page.get_by_test_id("refused")).to_be_visible(timeout=15_000)
    sheets.judge.look(page, "outbox refused")
    sheets.sheet("edit", "[data-testid=edit-resend] button")
    sheets.sheet("hand_over", "[data-testid=hand-over] button")
    sheets.go("today")
    sheets.judge.look(page, "today refused")


def without_rights(sheets: Sheets) -> None:
    """Neither camera nor position is allowed."""
    sheets.phone.context.clear_permissions()
    for name in ("camera", "scan", "arrive"):
        sheets.go(name)
        sheets.judge.look(sheets.page, f"{name} not allowed")


def offline(sheets: Sheets) -> None:
    sheets.phone.context.set_offline(True)
    sheets.go("outbox")
    sheets.page.get_by_test_id("retry").get_by_role("button").click()
    expect(sheets.phone.strip).to_have_attribute("data-phase", "offline", timeout=15_000)
    sheets.routes(" offline", list(READY))
    sheets.phone.context.set_offline(False)


def server_in_trouble(sheets: Sheets) -> None:
    """It answers 500 to everything; screens that were not open yet cannot be loaded either."""

    def fail(route: Route) -> None:
        route.fulfill(status=500, json={"code": "internal", "detail": {}})

    sheets.phone.context.route("**/*", fail)
    sheets.go("outbox")
    sheets.page.get_by_test_id("retry").get_by_role("button").click()
    expect(sheets.phone.strip).to_have_attribute("data-phase", "offline", timeout=15_000)
    sheets.routes(" error", ["today", "job", "arrive", "camera", "outbox", "me"])
    sheets.phone.context.unroute("**/*", fail)


def test_every_route_and_sheet_has_a_visit() -> None:
    assert listed("tech", "path").keys() == {*READY, *OUTSIDE}
    assert len(listed("tech", "file")) >= 13


def test_phone(server: ServerProcess, new_context: NewContext, technician: BrowserContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    assign(desk, TITLE)
    assign(desk, OTHER, later_h=2)
    judge = Judge("phone")
    phone = Phone(technician)
    phone.open(server.origin)
    outside(judge, phone.page)
    phone.page.reload()
    phone.sign_in("wang")
    job_id = phone.open_job(TITLE)
    order_id = server.rows("SELECT id FROM work_order WHERE title = ?", TITLE)[0]["id"]
    asset_id = server.rows("SELECT id FROM asset")[0]["id"]
    sheets = Sheets(judge, phone, job_id, order_id, asset_id)
    sheets.routes("", [*READY])
    walk(sheets)
    full_store(sheets)
    refuse(sheets, desk)
    offline(sheets)
    finish(sheets)
    without_rights(sheets)
    server_in_trouble(sheets)
    assert judge.found == []
    lacking = {*listed("tech", "path"), *listed("tech", "file")} - judge.seen
    assert lacking == set(), "these were never open"
