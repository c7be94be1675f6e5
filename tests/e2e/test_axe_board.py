"""The board under axe: every page, dialog and pane, every state, both languages and lights."""

from playwright.sync_api import expect

from tests.e2e.axe import Judge, listed
from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.dialogs import READY, Dialogs, fail
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

# Pages that ask the server for more than rows: the others stand on the replica, as ever.
ASKING = ("board", "order", "devices", "people", "papers")
FORMS = (
    "people",
    "technicians",
    "customers",
    "projects",
    "assets",
    "territories",
    "skills",
    "checklists",
)
TITLE, OTHER = "厨房水管漏水", "阳台门关不严"


def sign_in(judge: Judge, desk: Desk) -> None:
    """Before anybody is signed in: the form, and refused."""
    page = desk.page
    page.goto(f"{desk.origin}/board")
    form = page.get_by_test_id("sign-in")
    expect(form).to_be_visible()
    judge.look(page, "sign_in")
    form.locator("input[name=login]").fill("min")
    form.locator("input[name=password]").fill("wrong")
    form.locator("button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    judge.look(page, "sign_in refused")


def work(server: ServerProcess, new_context: NewContext) -> None:
    """The technician's day, so that there is something to look at."""
    phone = Phone(new_context(PHONE))
    phone.open(server.origin)
    phone.sign_in("wang")
    phone.open_job(TITLE)
    for step in ("accept", "depart", "arrive"):
        phone.take_step(step)
    phone.arrive()
    phone.take_photo("before")
    phone.take_step("start")
    phone.take_step("checklist")
    phone.check("joints", "pass")
    phone.write_answer("moisture", "8.2", "8.2")
    phone.leave_checklist()
    phone.take_step("photo")
    phone.take_photos(1)
    phone.take_step("complete")
    phone.complete("换了阀芯，试水半小时不漏")
    phone.take_step("sign")
    phone.sign("陈阿姨")
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)


def clash(dialogs: Dialogs, other: Desk) -> None:
    """Two dispatchers give the same order away; the one whose line was cut is told."""
    page = dialogs.page
    dialogs.go("board", "")
    for desk in (dialogs.desk, other):
        desk.choose_order(OTHER)
        desk.open_assign()
    dialogs.desk.context.set_offline(True)
    other.page.get_by_test_id("commit").get_by_role("button").click()
    expect(other.inspector.get_by_test_id("visits")).to_be_visible()
    page.get_by_test_id("candidate").nth(1).click()
    page.get_by_test_id("commit").get_by_role("button").click()
    expect(dialogs.desk.inspector.get_by_test_id("visits")).to_be_visible()
    dialogs.desk.context.set_offline(False)
    expect(page.get_by_test_id("refusals")).to_be_visible(timeout=10_000)
    dialogs.judge.look(page, "refusals")
    page.get_by_test_id("refusal-dismiss").get_by_role("button").click()


def offline(dialogs: Dialogs, number: str) -> None:
    dialogs.desk.context.set_offline(True)
    dialogs.routes(" offline", number, names=ASKING)
    dialogs.desk.context.set_offline(False)


def administration(dialogs: Dialogs) -> None:
    """The forms, and what an administrator is asked: who may join, what is let in."""
    page = dialogs.page
    dialogs.go("devices", "")
    dialogs.dialog("device_receipt", "[data-testid=device-receipt] button")
    dialogs.dialog("revoke", "[data-testid=revoke] button")
    dialogs.go("people", "")
    page.get_by_test_id("join").first.get_by_role("button").click()
    expect(page.get_by_test_id("join-code")).to_be_visible()
    dialogs.close("join")
    dialogs.dialog("import", "[data-testid=import] button")
    for name in FORMS:
        dialogs.go(name, "")
        page.get_by_test_id("add").get_by_role("link").click()
        expect(page.get_by_test_id("edit-pane")).to_be_visible()
        dialogs.judge.look(page, f"{name} form", "[data-testid=edit-pane]")
        page.get_by_test_id("save").get_by_role("button").first.click()
        dialogs.judge.look(page, f"{name} form lacking", "[data-testid=edit-pane]")
    for name, opener in (("people", "set-password"), ("assets", "print-label")):
        dialogs.go(name, "")
        page.locator("tbody a").first.click()
        expect(page.get_by_test_id("edit-pane")).to_be_visible()
        dialogs.judge.look(page, f"{name} known", "[data-testid=edit-pane]")
        dialogs.dialog(
            "password" if name == "people" else "label", f"[data-testid={opener}] button"
        )


def server_in_trouble(dialogs: Dialogs, number: str) -> None:
    """It answers 500 to everything that was not loaded yet."""
    page = dialogs.page
    dialogs.desk.context.route("**/api/**", fail)
    dialogs.desk.context.route("**/sync**", fail)
    dialogs.routes(" error", number, names=ASKING)
    dialogs.go("people", "")
    page.get_by_test_id("join").first.get_by_role("button").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    dialogs.close("join failed")
    dialogs.go("board", "")
    page.get_by_test_id("queue-tabs").locator("label").last.click()
    dialogs.desk.choose_order(OTHER)
    page.get_by_test_id("reassign").get_by_role("button").click()
    expect(page.get_by_test_id("assign-pane").locator(".warning")).to_be_visible()
    dialogs.judge.look(page, "assign failed", "[data-testid=assign-pane]")
    page.reload()
    expect(page.get_by_role("button")).to_be_visible()
    dialogs.judge.look(page, "unreachable")


def test_every_page_has_a_visit() -> None:
    assert listed("board", "path").keys() == READY.keys()
    assert len(listed("board", "file")) >= 20


def test_board(server: ServerProcess, new_context: NewContext) -> None:
    judge = Judge("board")
    desk = Desk(new_context(DESKTOP, bypass_csp=True), server.origin)
    sign_in(judge, desk)
    desk.sign_in("min")
    dialogs = Dialogs(judge, desk)
    number = server.rows("SELECT number FROM work_order WHERE title = ?", TITLE)[0]["number"]
    dialogs.over_everything()
    dialogs.panes(OTHER)
    desk.page.reload()
    dialogs.of_new_order(number)
    dialogs.go("devices", "")
    judge.look(desk.page, "devices not allowed")
    dialogs.go("board", "")
    desk.choose_order(TITLE)
    desk.open_assign()
    desk.assign_nearest("王师傅")
    dialogs.of_visited_order(number)
    work(server, new_context)
    dialogs.of_signed_order(number)
    office = Desk(new_context(DESKTOP, bypass_csp=True), server.origin)
    office.sign_in("admin")
    clash(dialogs, office)
    boss = Dialogs(judge, office)
    boss.routes("", number)
    boss.go("order", "BX-0000-000000", "top-bar")
    judge.look(office.page, "order not found")
    administration(boss)
    offline(boss, number)
    server_in_trouble(boss, number)
    assert judge.found == []
    lacking = {*listed("board", "path"), *listed("board", "file")} - judge.seen
    assert lacking == set(), "these were never open"
