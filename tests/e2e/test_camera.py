"""The camera of a phone with torch, zoom and little room: before, ghost, after, take again."""

from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess
from tests.server.attachments.turned import ORIENTATIONS, is_upright, turned

TITLE = "厨房水管漏水"
# The fake camera of the browser has neither; what it is asked for is kept for us.
LENS = """() => {
  const track = MediaStreamTrack.prototype;
  const known = track.getCapabilities;
  window.asked = [];
  track.getCapabilities = function () {
    return { ...known.call(this), torch: true, zoom: { min: 1, max: 5, step: 0.5 } };
  };
  track.applyConstraints = async function ({ advanced }) { window.asked.push(advanced[0]); };
  const told = StorageManager.prototype.estimate;
  StorageManager.prototype.estimate = async function () {
    return window.full ? { usage: 9e8, quota: 1e9 } : told.call(this);
  };
}"""

QUARTERS = """async (image) => {
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return [[1, 1], [3, 1], [1, 3], [3, 3]].map(([x, y]) =>
    [...pen.getImageData((x * width) >> 2, (y * height) >> 2, 1, 1).data].slice(0, 3));
}"""


def asked(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("() => window.asked")
    return found


def shoot(page: Page, number: int) -> None:
    page.get_by_test_id("shutter").get_by_role("button").click()
    saved = page.get_by_test_id("saved-count")
    expect(saved).to_have_attribute("data-n", str(number), timeout=15_000)


def test_camera(server: ServerProcess, new_context: NewContext) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    desk.give(TITLE, "王师傅")
    phone = Phone(new_context(PHONE))
    phone.context.add_init_script(f"({LENS})()")
    phone.open(server.origin)
    phone.sign_in("wang")
    job, page = phone.open_job(TITLE), phone.page
    page.evaluate("(path) => { location.hash = path; }", f"/job/{job}/camera?slot=before")
    expect(page.get_by_test_id("camera")).to_have_attribute("data-lens", "open", timeout=10_000)

    expect(page.get_by_test_id("ghost")).to_have_count(0)
    page.get_by_role("button", name="手电").click()
    expect(page.get_by_role("button", name="手电")).to_have_attribute("aria-pressed", "true")
    zoom = page.get_by_role("slider", name="拉近")
    zoom.press("ArrowRight")
    zoom.press("ArrowRight")
    expect(page.get_by_test_id("zoom")).to_have_attribute("data-factor", "2")
    assert asked(page)[-1] == {"torch": True, "zoom": 2}

    expect(page.get_by_test_id("camera-room")).to_have_count(0)
    page.evaluate("() => { window.full = true; }")
    shoot(page, 1)
    expect(page.get_by_test_id("camera-room")).to_contain_text("25")
    for target in (zoom, page.get_by_test_id("shutter").get_by_role("button")):
        expect(target).to_be_in_viewport(ratio=1)

    slots = page.get_by_test_id("camera-slots")
    slots.get_by_role("button").filter(has_text="修后").click()
    shoot(page, 2)
    expect(page.get_by_test_id("ghost")).to_be_visible()
    page.get_by_test_id("retake").get_by_role("button").click()
    expect(page.get_by_test_id("saved-count")).to_have_attribute("data-n", "1")
    page.get_by_test_id("camera-back").get_by_role("button").click()
    expect(page.get_by_test_id("visit-state")).to_be_visible()
    assert server.wait_for_rows(1, "SELECT slot FROM attachment") == [{"slot": "before"}]


def test_every_orientation_is_upright_on_the_phone(
    server: ServerProcess, new_context: NewContext
) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("min")
    desk.give(TITLE, "王师傅")
    phone = Phone(new_context(PHONE))
    phone.open(server.origin)
    phone.sign_in("wang")
    job, page = phone.open_job(TITLE), phone.page
    page.evaluate("(path) => { location.hash = path; }", f"/job/{job}/camera?slot=before")
    thumb = page.get_by_test_id("camera-slots").locator("img")
    for number, orientation in enumerate(ORIENTATIONS, start=1):
        file = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=turned(orientation))
        page.get_by_test_id("photo-file").set_input_files([file])
        saved = page.get_by_test_id("saved-count")
        expect(saved).to_have_attribute("data-n", str(number), timeout=15_000)
        found = [tuple(each) for each in thumb.evaluate(QUARTERS)]
        assert is_upright(found), (orientation, found)
