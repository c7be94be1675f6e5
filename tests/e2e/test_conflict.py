"""Two people change one field without seeing each other: a card, settled on each side."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import Judge
from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.office import TITLE, ask, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

BY_OFFICE, BY_DESK = "水管爆了", "厨房漏水很急"


def card_of(page: Page) -> Locator:
    return page.get_by_test_id("conflict")


def tap(found: Locator, way: str) -> None:
    found.get_by_test_id(way).get_by_role("button").click()


def only(server: ServerProcess, query: str, *values: object) -> Any:
    (line,) = server.wait_for_rows(1, query, *values)
    return next(iter(line.values()))


def clean(face: str, page: Page, name: str) -> None:
    judge = Judge(face)
    judge.look(page, name)
    assert judge.found == []


def test_on_the_phone(server: ServerProcess, new_context: NewContext) -> None:
    """The technician answers in the cellar what the office has answered otherwise meanwhile."""
    phone = Phone(new_context(PHONE))
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.context.set_offline(True)
    page.goto(f"{server.origin}/#/job/{visit_id}/checklist")
    phone.check("joints", "pass")
    order_id = only(server, "SELECT id FROM work_order WHERE title = ?", TITLE)
    version = only(server, "SELECT checklist_version_id FROM work_order WHERE id = ?", order_id)
    answer = {"work_order_id": order_id, "checklist_version_id": version, "item": "joints"}
    ask(page, server, "checklist.answer", answer | {"value": "fail"})
    phone.context.set_offline(False)

    page.goto(f"{server.origin}/#/outbox")
    card = page.get_by_test_id("own-conflicts").locator("[data-open=true]")
    expect(card.get_by_test_id("side-stored")).to_contain_text("不合格", timeout=15_000)
    expect(card.get_by_test_id("side-stored")).to_contain_text("敏姐")
    expect(card.get_by_test_id("side-arriving")).to_contain_text("我写的")
    clean("phone", page, "outbox card")
    page.goto(f"{server.origin}/#/job/{visit_id}")
    tap(card_of(page), "choose-arriving")
    said = card_of(page).get_by_test_id("conflict-said")
    expect(said).to_contain_text("王师傅 选的")
    server.wait_for_rows(1, "SELECT 1 FROM checklist_answer WHERE value = 'pass'")
    clean("phone", page, "job card")

    tap(card_of(page), "conflict-change")
    tap(card_of(page), "choose-stored")
    server.wait_for_rows(1, "SELECT 1 FROM checklist_answer WHERE value = 'fail'")
    (chosen,) = server.wait_for_rows(1, "SELECT * FROM conflict WHERE choice = 'stored'")
    assert chosen["decided_by_name"] == "王师傅"


def test_on_the_board(server: ServerProcess, new_context: NewContext) -> None:
    """A dispatcher whose line was cut, and another by the API, say what is broken."""
    desk = Desk(new_context(DESKTOP), server.origin)
    page = desk.page
    desk.sign_in("lin")
    desk.choose_order(TITLE)
    desk.context.set_offline(True)
    order_id = only(server, "SELECT id FROM work_order WHERE title = ?", TITLE)
    words = {"work_order_id": order_id, "title": BY_OFFICE, "description": ""}
    ask(page, server, "work_order.edit", words)
    desk.inspector.get_by_test_id("edit").get_by_role("button").click()
    page.get_by_test_id("edit-dialog").get_by_role("textbox").first.fill(BY_DESK)
    page.get_by_test_id("edit-dialog").locator("button[type=submit]").click()
    expect(page.get_by_test_id("order-title")).to_have_text(BY_DESK)
    desk.context.set_offline(False)

    card = desk.inspector.get_by_test_id("conflict")
    expect(card.get_by_test_id("side-stored")).to_contain_text(BY_OFFICE, timeout=15_000)
    expect(card.get_by_test_id("side-arriving")).to_contain_text(BY_DESK)
    expect(page.get_by_test_id("order-title")).to_have_text(BY_OFFICE)
    clean("board", page, "inspector card")
    page.get_by_test_id("top-bar").get_by_role("link", name="两边都改了 1").click()
    tap(page.get_by_test_id("conflicts-page").get_by_test_id("conflict"), "choose-arriving")
    server.wait_for_rows(1, "SELECT 1 FROM work_order WHERE title = ?", BY_DESK)
    expect(page.get_by_test_id("conflict-said")).to_contain_text("林", timeout=10_000)
    clean("board", page, "conflicts chosen")
