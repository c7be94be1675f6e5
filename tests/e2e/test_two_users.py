"""Two people on one phone: what one left waits sealed for him, the other sees a count."""

from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.seed import PASSWORD
from tests.e2e.server import ServerProcess
from tests.e2e.vault import texts_of

OTHER = "阳台门关不严"
NOTES = "SELECT f.text, f.author_name FROM fact f WHERE f.verb = 'work_order.note'"
HIS, HERS = "王师傅没发出去的一句", "赵师傅自己的一句"


def user_id(server: ServerProcess, login: str) -> str:
    (line,) = server.rows('SELECT id FROM "user" WHERE login = ?', login)
    return str(line["id"])


class Sent:
    """Whose token a page's sync requests carried."""

    def __init__(self, page: Page) -> None:
        self.bearers: set[str] = set()
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.url.endswith("/sync"):
            self.bearers.add(request.headers["authorization"])


def leave(phone: Phone) -> None:
    page = phone.page
    page.goto(f"{page.url.split('#')[0]}#/me")
    page.get_by_test_id("sign-out").get_by_role("button").click()
    page.get_by_test_id("sign-out-confirm").get_by_role("button").click()
    expect(page.get_by_test_id("sign-in")).to_be_visible(timeout=15_000)


def try_to_enter(phone: Phone, login: str) -> None:
    page = phone.page
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.get_by_test_id("sign-in-submit").get_by_role("button").click()


def expect_unseen(page: Page) -> None:
    """Nothing of Wang's on the screen."""
    shown = page.content()
    assert [word for word in (HIS, TITLE) if word in shown] == []


def expect_no_way_in(phone: Phone, second: Page, address: str) -> None:
    """Without signal nobody gets in, not even by his name, and no address shows his work."""
    page = phone.page
    expect(page.get_by_test_id("sealed-work")).to_contain_text("2 项", timeout=15_000)
    try_to_enter(phone, "wang")
    expect(page.get_by_test_id("sign-in")).to_contain_text("第一次登录要有信号")
    page.goto(address)
    page.reload()
    for tab in (page, second):
        expect(tab.get_by_test_id("sign-in")).to_be_visible(timeout=15_000)
        expect_unseen(tab)


def expect_apart(phone: Phone, server: ServerProcess, visit_id: str) -> None:
    """Zhao, signed in: no screen and no store of his has a word of Wang's; he sees a count."""
    page = phone.page
    for address in ("today", "outbox", "search", f"job/{visit_id}"):
        page.goto(f"{server.origin}/#/{address}")
        expect(page.locator("h1").first).to_be_attached()
        expect_unseen(page)
    expect(page.get_by_text("这一单不在这部手机上")).to_be_visible(timeout=15_000)
    page.goto(f"{server.origin}/#/me")
    expect(page.get_by_test_id("sealed-work")).to_contain_text("2 项", timeout=15_000)
    hers = texts_of(page, user_id(server, "zhao"))
    assert HERS in hers
    assert [word for word in (HIS, TITLE, visit_id) if word in hers] == []
    assert HIS in texts_of(page, user_id(server, "wang")), "his work is no longer there"


def test_each_has_a_vault_of_his_own(server: ServerProcess, new_context: NewContext) -> None:
    context = new_context(PHONE)
    phone = Phone(context)
    page = phone.page
    assign(page, server)
    assign(page, server, OTHER, "赵师傅")
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    address = f"{server.origin}/#/job/{visit_id}"
    second = context.new_page()  # a tab that is left open at his job
    second.goto(address)
    expect(second.get_by_test_id("visit-state")).to_be_visible(timeout=15_000)
    context.set_offline(True)
    phone.take_step("accept")
    phone.note(HIS)
    leave(phone)
    expect_no_way_in(phone, second, address)

    context.set_offline(False)
    sent = [Sent(page), Sent(second)]
    phone.open(server.origin)
    phone.sign_in("zhao")
    phone.open_job(OTHER)
    phone.note(HERS)
    (row,) = server.wait_for_rows(1, NOTES)
    assert row == {"text": HERS, "author_name": "赵师傅"}
    expect_apart(phone, server, visit_id)
    assert len({bearer for each in sent for bearer in each.bearers}) == 1, (
        "another's token was used"
    )

    leave(phone)
    phone.sign_in("wang")
    rows = server.wait_for_rows(2, NOTES)
    assert {row["text"]: row["author_name"] for row in rows} == {HIS: "王师傅", HERS: "赵师傅"}
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    phone.open_job(TITLE)
    expect(page.get_by_text(HIS).first).to_be_visible()
    names = [row["name"] for row in server.rows("SELECT name FROM ledger")]
    assert (names.count("appointment.accept"), names.count("work_order.note")) == (1, 2)
