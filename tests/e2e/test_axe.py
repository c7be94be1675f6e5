"""Nothing in the way of people who see, hear or point otherwise: axe on every screen there is."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.seed import PLACE_CODE
from tests.e2e.server import ROOT, ServerProcess

AXE = (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = (
    "() => axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)"
)
TITLE = "厨房水管漏水"
ROUTE = re.compile(r"\{ name: '(\w+)', path: '([^']+)' \}")
LOOKS = [(locale, theme) for locale in ("zh-CN", "en") for theme in ("day", "night")]
# What a route needs to be open for real; a route that is missing here fails its test.
PHONE_READY = {
    "today": "strip",
    "search": "strip",
    "job": "visit-state",
    "arrive": "arrive-slab",
    "camera": "camera",
    "complete": "complete-slab",
    "sign": "shown",
    "report": "strip",
    "order": "strip",
    "place": "strip",
    "scan": "",
    "outbox": "strip",
    "me": "strip",
    "sign_in": "sign-in",
    "join": "",
}
BOARD_READY = {
    "board": "queue-row",
    "orders": "top-bar",
    "order": "order-page",
    "figures": "top-bar",
    "devices": "top-bar",
    "people": "top-bar",
    "technicians": "top-bar",
}


def routes(face: str) -> dict[str, str]:
    """Name → path of every route in the face's own list."""
    found = dict(ROUTE.findall((ROOT / f"pwa/src/{face}/router.ts").read_text(encoding="utf-8")))
    assert len(found) >= 7
    return found


def dress(page: Page, locale: str, theme: str) -> None:
    """Language and light as the person would have chosen them, from the next load on."""
    page.evaluate(
        """([locale, theme]) => {
          localStorage.setItem('fieldward.locale', JSON.stringify(locale));
          localStorage.setItem('fieldward.theme', JSON.stringify(theme));
        }""",
        [locale, theme],
    )
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    expect(page.locator("html")).to_have_attribute("lang", locale)


def violations(page: Page) -> list[str]:
    """What axe finds on the screen as it stands, one line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
    ]


def visit(page: Page, base: str, path: str, ready: str) -> list[str]:
    page.goto(f"{base}#{path}")
    expect(page.locator("h1").first).to_be_attached()
    if ready:
        expect(page.get_by_test_id(ready).first).to_be_visible(timeout=10_000)
    page.wait_for_timeout(150)  # fades would be measured half way
    return [f"{path} {line}" for line in violations(page)]


@pytest.fixture
def desk(server: ServerProcess, new_context: NewContext) -> Desk:
    """A board whose first order is assigned."""
    desk = Desk(new_context(DESKTOP, bypass_csp=True), server.origin)
    desk.sign_in("min")
    desk.choose_order(TITLE)
    desk.open_assign()
    desk.assign_nearest("王师傅")
    expect(desk.inspector.get_by_test_id("visits")).to_contain_text("王师傅")
    return desk


@pytest.fixture
def technician(new_context: NewContext) -> BrowserContext:
    return new_context(PHONE, bypass_csp=True, reduced_motion="reduce")


def test_every_route_has_a_visit() -> None:
    assert routes("tech").keys() == PHONE_READY.keys()
    assert routes("board").keys() == BOARD_READY.keys()


def test_phone(server: ServerProcess, desk: Desk, technician: BrowserContext) -> None:
    phone = Phone(technician)
    phone.open(server.origin)
    base = f"{server.origin}/"
    found: list[str] = []
    paths = routes("tech")
    for look in LOOKS:  # before anybody is signed in
        dress(phone.page, *look)
        for name in ("sign_in", "join"):
            found += visit(
                phone.page, base, paths.pop(name, routes("tech")[name]), PHONE_READY[name]
            )
    phone.page.goto(f"{base}#{routes('tech')['sign_in']}")
    phone.sign_in("wang")
    job_id = phone.open_job(TITLE)
    order_id = server.rows("SELECT id FROM work_order WHERE title = ?", TITLE)[0]["id"]
    for look in LOOKS:
        dress(phone.page, *look)
        for name, path in paths.items():
            row_id = order_id if name == "order" else job_id
            here = path.replace(":id", row_id).replace(":code", PLACE_CODE)
            found += visit(phone.page, base, here, PHONE_READY[name])
    assert found == []


def test_board(server: ServerProcess, desk: Desk, new_context: NewContext) -> None:
    order = server.rows("SELECT number FROM work_order WHERE title = ?", TITLE)[0]
    base = f"{server.origin}/board"
    outside = new_context(DESKTOP, bypass_csp=True).new_page()
    outside.goto(base)
    office = Desk(new_context(DESKTOP, bypass_csp=True), server.origin)
    found: list[str] = []
    for look in LOOKS:
        dress(outside, *look)
        found += visit(outside, base, "/", "sign-in")
    office.sign_in("admin")
    for look in LOOKS:
        dress(office.page, *look)
        for name, path in routes("board").items():
            here = path.replace(":number", order["number"])
            found += visit(office.page, base, here, BOARD_READY[name])
    assert found == []
