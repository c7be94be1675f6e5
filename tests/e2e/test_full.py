"""A phone without room: what does not fit is said at once, words still do, and nothing is lost."""

import random
import struct
import zlib

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import PHONE, NewProfile
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note'"
STORED = "SELECT id FROM attachment WHERE state = 'stored'"
ROOM_BYTES = 1_500_000  # for words, not for the picture
SIDE_PX = 1_200  # of noise, which nothing makes smaller: 4.3 MB


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
    choose_picture(page)
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


def choose_picture(page: Page) -> None:
    """A large picture from the album."""
    picture: FilePayload = {"name": "noise.png", "mimeType": "image/png", "buffer": noise()}
    page.get_by_test_id("photo-file").set_input_files(picture)


def noise() -> bytes:
    """A PNG of random points, each row without a filter."""
    drawn = random.Random(1)
    rows = b"".join(b"\0" + drawn.randbytes(3 * SIDE_PX) for _ in range(SIDE_PX))
    head = struct.pack(">IIBBBBB", SIDE_PX, SIDE_PX, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, body) for name, body in parts)


def _part(name: bytes, body: bytes) -> bytes:
    checked = name + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))
