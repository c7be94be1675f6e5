"""What was refused: mended in the tray and sent anew, or handed to the office and taken there."""

from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

MENDED, HANDED = "厨房水管漏水", "阳台门关不严"


def give(desk: Desk, title: str, name: str, *, later_h: int = 0) -> None:
    """The job goes to this one, whoever has it now."""
    page = desk.page
    page.get_by_test_id("queue-tabs").locator("label").last.click()
    desk.choose_order(title)
    opener = desk.inspector.get_by_test_id("reassign")
    if opener.count():
        opener.get_by_role("button").click()
    else:
        page.get_by_test_id("assign").get_by_role("button").click()
    if later_h:
        start = page.get_by_test_id("assign-start").locator("input[type=datetime-local]")
        at = datetime.fromisoformat(start.input_value()) + timedelta(hours=later_h)
        start.fill(at.isoformat(timespec="minutes"))
    page.get_by_test_id("candidate").filter(has_text=name).click(timeout=10_000)
    page.get_by_test_id("commit").get_by_role("button").click()
    expect(desk.inspector.get_by_test_id("visits")).to_contain_text(name)


def decline(phone: Phone, title: str, reason: str) -> None:
    page = phone.page
    page.goto(f"{page.url.split('#')[0]}#/today")
    phone.open_job(title)
    page.get_by_test_id("job-more").get_by_role("button").click()
    page.get_by_test_id("more-decline").get_by_role("button").click()
    page.get_by_test_id("reason-decline").get_by_role("textbox").fill(reason)
    page.get_by_test_id("reason-send").get_by_role("button").click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def group(page: Page, title: str) -> Locator:
    return page.get_by_test_id("tray-group").filter(has_text=title)


def reasons(server: ServerProcess, title: str) -> list[str]:
    found = server.rows(
        "SELECT f.text FROM fact f JOIN work_order w ON w.id = f.work_order_id"
        " WHERE w.title = ? AND f.verb = 'appointment.decline'",
        title,
    )
    return [each["text"] for each in found]


def test_tray(server: ServerProcess, new_context: NewContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    give(desk, MENDED, "王师傅")
    give(desk, HANDED, "王师傅", later_h=3)
    phone = Phone(new_context(PHONE))
    phone.open(server.origin)
    phone.sign_in("wang")
    phone.open_job(MENDED)  # a screen that was open once needs no network
    phone.context.set_offline(True)
    for title in (MENDED, HANDED):
        decline(phone, title, "今天到不了")
    for title in (MENDED, HANDED):
        give(desk, title, "赵师傅")
    phone.context.set_offline(False)

    page = phone.page
    page.goto(f"{page.url.split('#')[0]}#/outbox")
    expect(page.get_by_test_id("refused")).to_have_count(2, timeout=15_000)
    for title in (MENDED, HANDED):
        give(desk, title, "王师傅")
    expect(group(page, MENDED)).to_be_visible(timeout=10_000)

    group(page, MENDED).get_by_test_id("edit-resend").get_by_role("button").click()
    page.get_by_test_id("edit-form").get_by_role("textbox").fill("车坏了，今天到不了")
    page.get_by_test_id("edit-send").get_by_role("button").click()
    expect(group(page, MENDED)).to_have_count(0)

    card = page.get_by_test_id("refused")
    card.get_by_test_id("hand-over").get_by_role("button").click()
    page.get_by_test_id("hand-over-form").get_by_role("textbox").fill("麻烦帮我退掉")
    page.get_by_test_id("hand-over-send").get_by_role("button").click()
    expect(card).to_have_attribute("data-standing", "handed")
    expect(card).to_contain_text("麻烦帮我退掉")

    desk.page.goto(f"{server.origin}/board#/administration/held")
    held = desk.page.get_by_test_id("held-entry")
    expect(held).to_contain_text("麻烦帮我退掉", timeout=10_000)
    held.get_by_test_id("take").get_by_role("button").click()
    expect(held).to_have_count(0, timeout=10_000)
    expect(card).to_have_attribute("data-standing", "taken", timeout=10_000)
    card.get_by_test_id("dismiss").get_by_role("button").click()
    expect(card).to_have_count(0)
    assert reasons(server, MENDED) == ["车坏了，今天到不了"]
    assert reasons(server, HANDED) == ["今天到不了"]
