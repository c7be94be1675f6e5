"""What a phone does is on the board without a hand at the board, and the other way."""

from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"
LIVE_MS = 10_000  # sooner than anything but the live stream would bring it


def test_live(server: ServerProcess, new_context: NewContext) -> None:
    phone = Phone(new_context(PHONE))
    phone.open(server.origin)
    phone.sign_in("wang")
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    desk.choose_order(TITLE)
    desk.open_assign()
    desk.assign_nearest("王师傅")
    # The other way as well: what the board assigns comes to a phone that lies on the table.
    expect(phone.page.get_by_text(TITLE).first).to_be_visible(timeout=LIVE_MS)

    phone.open_job(TITLE)
    visits = desk.inspector.get_by_test_id("visits")
    expect(visits).to_contain_text("已派人")
    phone.take_step("accept")
    expect(visits).to_contain_text("已接单", timeout=LIVE_MS)
    phone.take_step("depart")
    expect(visits).to_contain_text("在路上", timeout=LIVE_MS)
