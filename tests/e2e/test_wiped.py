"""A browser that threw away everything: said to be a loss, never taken for a first start."""

from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, NewProfile
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess
from tests.e2e.test_journal import DROP

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note' ORDER BY at_ms"
STORED, LOST, AFTER = "发出去了的", "没发就被清掉的", "清掉以后写的"
DROP_FILES = """async () => {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}"""


def test_a_store_that_is_gone_is_told(server: ServerProcess, new_profile: NewProfile) -> None:
    """Both copies of what was unsent: nothing can give it back, so the person must hear of it."""
    phone = Phone(new_profile("wang", PHONE))
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.note(STORED)
    server.wait_for_rows(1, NOTES)
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    phone.context.set_offline(True)
    phone.note(LOST)
    # From a page without the app: nobody holds the stores, as when the phone's system clears them.
    page.goto(f"{server.origin}/icons/mark.svg")
    page.evaluate(DROP)
    page.evaluate(DROP_FILES)
    phone.context.close()

    phone = Phone(new_profile("wang", PHONE))
    page = phone.page
    phone.open(server.origin)
    seen = page.get_by_test_id("lost-seen")
    expect(seen).to_be_visible(timeout=15_000)
    expect(page.get_by_role("main")).to_contain_text("浏览器清掉了存在这里的资料")
    seen.get_by_role("button").click()
    expect(phone.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
    page.goto(f"{server.origin}/#/job/{visit_id}")
    expect(page.get_by_text(STORED).first).to_be_visible(timeout=15_000)
    phone.note(AFTER)
    assert [row["text"] for row in server.wait_for_rows(2, NOTES)] == [STORED, AFTER]
    page.reload()
    expect(page.get_by_test_id("visit-state")).to_be_visible(timeout=15_000)
    expect(seen).to_have_count(0)
