"""Before and after on the board: one picture over the other, and a line that moves between them."""

from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"
VISIBLE = "(image) => getComputedStyle(image).clipPath"


def test_compare(server: ServerProcess, new_context: NewContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    desk.give(TITLE, "王师傅")
    phone = Phone(new_context(PHONE))
    phone.open(server.origin)
    phone.sign_in("wang")
    phone.open_job(TITLE)
    phone.take_photo("before")
    pictures = desk.inspector.get_by_test_id("pictures")
    expect(pictures).to_contain_text("1 张都在服务器", timeout=20_000)
    expect(desk.inspector.get_by_test_id("compare")).to_have_count(0)
    phone.take_photo("after")
    expect(pictures).to_contain_text("2 张都在服务器", timeout=20_000)

    desk.inspector.get_by_test_id("compare").get_by_role("button").click()
    stage = desk.page.get_by_test_id("compare-dialog")
    line = stage.get_by_role("slider")
    expect(stage).to_have_attribute("data-share", "50")
    over = stage.get_by_role("img", name="修前")
    assert "50%" in over.evaluate(VISIBLE)
    line.press("ArrowLeft")
    expect(stage).to_have_attribute("data-share", "49")
    line.press("End")
    expect(stage).to_have_attribute("data-share", "100")
    assert "50%" not in over.evaluate(VISIBLE)
    box = stage.bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(stage).to_have_attribute("data-share", "25")
    desk.page.keyboard.press("Escape")
    expect(stage).to_have_count(0)
