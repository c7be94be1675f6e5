"""A job goes to somebody else while its technician works on it without signal: nothing vanishes."""

import re

from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.office import TITLE, ask, assign
from tests.e2e.phone import Phone
from tests.e2e.seed import ASSET_CODE, CUSTOMER, PLACE_CODE
from tests.e2e.server import ServerProcess
from tests.e2e.test_conflict import clean
from tests.e2e.test_tray import give
from tests.e2e.vault import vault

NOTE, SUMMARY = "管子是裂的，不是松了", "换了软管，不漏了"
AFTER = "离开以后才写的一句"
RENAMED = "改过的标题"
# What the row says, and those around it that came with it.
ROW = (TITLE, AFTER, RENAMED, CUSTOMER, ASSET_CODE, PLACE_CODE, "13900000001", "BX-2026-000001")
LATE = (
    "appointment.depart",
    "appointment.arrive",
    "appointment.start",
    "work_order.note",
    "checklist.answer",
    "checklist.answer",
    "attachment.attach",
    "appointment.complete",
)
LATE_FACTS = "SELECT verb, author_name FROM fact WHERE is_late = 1 ORDER BY at_ms"


class Heard:
    """What the server said to a page from now on: every answer that is not a file of the app.

    Bodies are there as long as the page is not loaded anew.
    """

    def __init__(self, page: Page) -> None:
        self._answers: list[Response] = []
        page.on("response", lambda response: self._answers.append(response))

    def all(self) -> str:
        read = [
            each.text()
            for each in self._answers
            if "/assets/" not in each.url and not each.url.endswith("/live")
        ]
        return "\n".join(read)


def work_on(phone: Phone) -> None:
    """The whole job but for the signature."""
    phone.take_step("depart")
    phone.take_step("arrive")
    phone.arrive()
    phone.take_step("start")
    phone.note(NOTE)
    phone.take_step("checklist")
    phone.check("joints", "pass")
    phone.write_answer("moisture", "8", "8")
    phone.leave_checklist()
    phone.take_step("photo")
    phone.take_photos(1)
    phone.take_step("complete")
    phone.complete(SUMMARY)


def expect_told(phone: Phone, visit_id: str) -> None:
    """Where he stands, on the first screen and item by item: it went away, and all of it is in."""
    page = phone.page
    expect(page.get_by_text("这一单转给了别人")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(f"{len(LATE) + 1} 项都已存服务器")).to_be_visible()
    base = page.url.split("#")[0]
    page.goto(f"{base}#/outbox")
    stored = page.get_by_test_id("outbox-stored").get_by_test_id("outbox-item")
    expect(stored.filter(has_text="补交")).to_have_count(len(LATE))
    expect(page.get_by_test_id("refused")).to_have_count(0)
    page.goto(f"{base}#/today")
    expect(page.get_by_test_id("late-notice")).to_contain_text(f"{len(LATE)} 项已存服务器")
    clean("phone", page, "today late")
    page.get_by_test_id("late-read").get_by_role("button").click()
    expect(page.get_by_test_id("late-notice")).to_have_count(0)
    expect(page.get_by_text(TITLE)).to_have_count(0)
    page.goto(f"{base}#/job/{visit_id}")


def expect_shown(desk: Desk) -> None:
    """In the order: that there is late work, whose, when, and each piece of it in the history."""
    told = desk.inspector.get_by_test_id("order-attention")
    expect(told).to_contain_text(f"{len(LATE)} 项补交的记录", timeout=10_000)
    expect(told).to_contain_text("王师傅 · 刚刚 · 出发")
    history = desk.inspector.get_by_test_id("history")
    for words in (NOTE, SUMMARY):
        expect(history).to_contain_text(words)
    each = [verb for verb in LATE if verb != "checklist.answer"]  # those are one line together
    expect(history.get_by_text(re.compile(r"^\s*晚到 "))).to_have_count(len(each))
    expect(history.get_by_test_id("fold")).to_have_attribute("data-items", "2")


def test_late_work_is_kept_told_and_shown(server: ServerProcess, new_context: NewContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    phone, next_phone = Phone(new_context(PHONE)), Phone(new_context(PHONE))
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.take_step("accept")
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    desk.sign_in("min")
    phone.context.set_offline(True)
    work_on(phone)
    give(desk, TITLE, "赵师傅")
    next_phone.open(server.origin)
    next_phone.sign_in("zhao")
    next_phone.open_job(TITLE)
    next_phone.note(AFTER)
    server.wait_for_rows(1, "SELECT id FROM fact WHERE text = ?", AFTER)

    heard = Heard(page)
    phone.context.set_offline(False)
    facts = server.wait_for_rows(len(LATE), LATE_FACTS)
    assert [row["verb"] for row in facts] == list(LATE)
    assert {row["author_name"] for row in facts} == {"王师傅"}
    expect_told(phone, visit_id)
    expect_shown(desk)
    (photo,) = server.wait_for_rows(1, "SELECT sha256 FROM attachment WHERE state = 'stored'")
    assert photo["sha256"] in server.stored_sha256().values()
    # It moved no state: the visit is Zhao's, who has not even accepted it.
    held = server.rows(
        "SELECT t.name, a.state FROM appointment a JOIN technician t ON t.id = a.technician_id"
    )
    assert held == [{"name": "赵师傅", "state": "dispatched"}]

    # Nothing of the row came to the phone after it left, and nothing of it stays there.
    said = {"title": RENAMED, "description": RENAMED}
    order = server.rows("SELECT id FROM work_order WHERE title = ?", TITLE)[0]["id"]
    ask(page, server, "work_order.edit", {"work_order_id": order, **said})
    page.goto(f"{server.origin}/#/outbox")
    page.get_by_test_id("retry").get_by_role("button").click()
    expect(phone.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
    came = heard.all()
    assert came.count('["late"]') == len(LATE)  # it was listened to
    assert [word for word in ROW if word in came] == []
    (wang,) = server.rows('SELECT id FROM "user" WHERE login = ?', "wang")
    stores = vault(page, wang["id"])["stores"]
    rows = stores["members"] + stores["kept"]
    assert [word for word in ROW if word in "\n".join(rows)] == []
    # What was gathered about himself he may always see: where he was, and for which order.
    own = [row["id"] for row in server.rows("SELECT id FROM check_in")]
    assert [text for text in rows if order in text and not any(i in text for i in own)] == []
    expect(next_phone.page.get_by_text(NOTE).first).to_be_visible(timeout=10_000)
