"""The day's end: not green while anything is only on the phone; then one code on both sides."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"
STORED = "SELECT id FROM attachment WHERE state = 'stored'"


def show(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def test_receipt(server: ServerProcess, new_context: NewContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    desk.give(TITLE, "王师傅")

    phone = Phone(new_context(PHONE))
    page = phone.page
    phone.open(server.origin)
    phone.sign_in("wang")
    job = phone.open_job(TITLE)
    show(page, f"/job/{job}/camera?slot=before")
    expect(page.get_by_test_id("camera")).to_have_attribute("data-lens", "open", timeout=10_000)
    phone.context.set_offline(True)
    for number in ("1", "2"):
        page.get_by_test_id("shutter").get_by_role("button").click()
        saved = page.get_by_test_id("saved-count")
        expect(saved).to_have_attribute("data-n", number, timeout=15_000)
    page.get_by_test_id("camera-back").get_by_role("button").click()
    expect(page.get_by_test_id("visit-state")).to_be_visible()

    show(page, "/outbox")
    expect(page.get_by_test_id("upload-total").get_by_role("progressbar")).to_have_attribute(
        "aria-valuenow", "0"
    )
    page.get_by_test_id("open-receipt").get_by_role("link").click()
    receipt = page.get_by_test_id("receipt")
    expect(receipt).to_have_attribute("data-safe", "false")
    expect(receipt).to_have_attribute("data-code", "")
    phone.context.set_offline(False)
    expect(receipt).to_have_attribute("data-safe", "true", timeout=30_000)
    assert len(server.rows(STORED)) == 2
    code = receipt.get_attribute("data-code") or ""
    expect(receipt).to_contain_text(code)

    office = Desk(new_context(DESKTOP), server.origin)
    office.sign_in("admin")
    show(office.page, "/administration")
    row = office.page.get_by_role("row").filter(has_text="王师傅")
    row.get_by_test_id("device-receipt").get_by_role("button").click()
    shown = office.page.get_by_test_id("receipt-dialog").get_by_test_id("receipt")
    expect(shown).to_have_attribute("data-code", code)
    expect(shown).to_contain_text(code)

    show(page, f"/job/{job}")
    phone.note("再看一眼")
    show(page, "/receipt")
    expect(receipt).to_have_attribute("data-safe", "true", timeout=15_000)
    assert receipt.get_attribute("data-code") != code
