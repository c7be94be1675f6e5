"""A session that ends while its phone has no signal: told at the first contact, nothing is lost."""

from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess
from tests.e2e.test_again import let_session_age

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note' ORDER BY at_ms"
BEFORE, AFTER = "还登录着的时候写的", "登录过期以后写的"


def test_a_session_that_ends_while_offline(server: ServerProcess, new_context: NewContext) -> None:
    phone = Phone(new_context(PHONE))
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.context.set_offline(True)
    phone.note(BEFORE)
    let_session_age(server)
    phone.take_step("accept")
    expect(phone.strip).to_have_attribute("data-phase", "offline", timeout=15_000)

    phone.context.set_offline(False)
    expect(phone.strip).to_have_attribute("data-phase", "signed_out", timeout=20_000)
    expect(phone.strip).to_contain_text("登录过期")
    page.reload()  # opened anew he is still the one who works here, and goes on
    phone.expect_step("depart")
    phone.note(AFTER)
    assert phone.unsettled() == 3
    assert server.rows(NOTES) == []

    phone.context.set_offline(True)  # signing in needs a signal, and says so
    page.goto(f"{server.origin}/#/sign-in")
    expect(page.get_by_role("main")).to_contain_text("3 项")
    page.locator("#login").fill("wang")
    page.locator("#password").fill("fieldward")
    page.get_by_test_id("sign-in-submit").get_by_role("button").click()
    expect(page.get_by_test_id("sign-in")).to_contain_text("要有信号")
    phone.context.set_offline(False)
    phone.sign_in("wang")
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    texts = [row["text"] for row in server.wait_for_rows(2, NOTES)]
    assert texts == [BEFORE, AFTER]
    accepted = "SELECT name FROM ledger WHERE name = 'appointment.accept'"
    assert len(server.rows(accepted)) == 1
    page.goto(f"{server.origin}/#/job/{visit_id}")
    phone.expect_step("depart")
