"""A phone without room: what does not fit is said at once, words still do, and nothing is lost."""

from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, NewProfile
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note'"
STORED = "SELECT id FROM attachment WHERE state = 'stored'"
ROOM_BYTES = 170_000  # for words, not for a picture


def test_a_full_phone_says_so_and_keeps_what_fits(
    server: ServerProcess, new_profile: NewProfile
) -> None:
    phone = Phone(new_profile("wang", PHONE))
    assign(phone.page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)
    phone.context.close()
    here = {"origin": server.origin}
    job = f"{server.origin}/#/job/{visit_id}"

    # A browser counts what is used, and asks how much there may be, when a store is opened anew.
    phone = Phone(new_profile("wang", PHONE, offline=True))
    phone.open(server.origin)
    expect(phone.strip).to_be_visible(timeout=15_000)
    cdp = phone.context.new_cdp_session(phone.page)
    used = cdp.send("Storage.getUsageAndQuota", here)["usage"]
    phone.context.close()

    phone = Phone(new_profile("wang", PHONE, offline=True))
    page = phone.page
    cdp = phone.context.new_cdp_session(page)
    cdp.send("Storage.overrideQuotaForOrigin", here | {"quotaSize": used + ROOM_BYTES})
    page.goto(job)
    page.get_by_test_id("job-photo").locator("a, button").click()
    page.get_by_test_id("shutter").get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("手机满了", timeout=15_000)
    expect(page.get_by_test_id("saved-count")).to_have_attribute("data-n", "0")
    page.goto(job)
    phone.note("照片存不下，字还在")

    cdp.send("Storage.overrideQuotaForOrigin", here)
    phone.context.set_offline(False)
    server.wait_for_rows(1, NOTES)
    page.get_by_test_id("job-photo").locator("a, button").click()
    page.get_by_test_id("shutter").get_by_role("button").click()
    expect(page.get_by_test_id("saved-count")).to_have_attribute("data-n", "1", timeout=15_000)
    page.get_by_test_id("camera-back").get_by_role("button").click()
    server.wait_for_rows(1, STORED)
