"""The technician's hands: what a person does on the phone, by the test ids of the app."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import wait_for_service_worker
from tests.e2e.seed import PASSWORD


class Phone:
    """One page of the technician's app."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def open(self, origin: str) -> None:
        self.page.goto(f"{origin}/")

    def sign_in(self, login: str) -> None:
        """Sign in and stay until the first sync is done and the app would start without network."""
        self.page.locator("#login").fill(login)
        self.page.locator("#password").fill(PASSWORD)
        self.page.get_by_test_id("sign-in-submit").get_by_role("button").click()
        expect(self.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
        wait_for_service_worker(self.page)

    @property
    def strip(self) -> Locator:
        return self.page.get_by_test_id("strip")

    def open_job(self, title: str) -> str:
        """Today's row of this title, opened. Returns the appointment's id."""
        link = self.page.locator("a[href*='#/job/']").filter(has_text=title).first
        expect(link).to_be_visible(timeout=10_000)
        found = re.search(r"#/job/([0-9a-f-]{36})", link.get_attribute("href") or "")
        assert found is not None
        self.page.goto(f"{self.page.url.split('#')[0]}#/job/{found[1]}")
        expect(self.page.get_by_test_id("visit-state")).to_be_visible()
        return found[1]

    def take_step(self, step: str) -> None:
        slab = self.page.locator(f'[data-testid="slab"][data-step="{step}"]')
        slab.get_by_role("button").click()

    def expect_step(self, step: str) -> None:
        expect(self.page.get_by_test_id("slab")).to_have_attribute("data-step", step)

    def begin_note(self, text: str) -> None:
        self.page.get_by_test_id("job-note").get_by_role("button").click()
        self.page.get_by_test_id("note-text").get_by_role("textbox").fill(text)

    def note(self, text: str) -> None:
        """A remark on the open job; it is on the phone when this returns."""
        self.begin_note(text)
        self.page.get_by_test_id("note-send").get_by_role("button").click()
        expect(self.page.get_by_test_id("note-text")).to_have_count(0)

    def arrive(self) -> None:
        """Check in where the phone is."""
        slab = self.page.get_by_test_id("arrive-slab")
        expect(slab).to_have_attribute("data-kind", "inside", timeout=15_000)
        slab.get_by_role("button").click()
        self.expect_step("start")

    def item(self, code: str) -> Locator:
        """The row of an item, on the checklist's screen."""
        return self.page.locator(f'[data-testid="item"][data-item="{code}"]')

    def check(self, code: str, answer: str) -> None:
        """One tap on an answer; on the one that stands, it is taken back."""
        row = self.item(code)
        taken_back = row.get_attribute("data-value") == answer
        row.locator(f'[data-answer="{answer}"]').click()
        expect(row).to_have_attribute("data-value", "" if taken_back else answer)

    def write_answer(self, code: str, text: str, value: str) -> None:
        """Typed as people type, it becomes an answer when the field is left."""
        box = self.item(code).get_by_role("textbox")
        box.fill(text)
        box.blur()
        expect(self.item(code)).to_have_attribute("data-value", value)

    def leave_checklist(self) -> None:
        """By the slab, which is the way back once all required items are answered."""
        slab = self.page.locator('[data-testid="checklist-slab"][data-step="back"]')
        slab.get_by_role("button").click()
        expect(self.page.get_by_test_id("visit-state")).to_be_visible()

    def take_photos(self, count: int) -> None:
        """So many pictures with the camera in the page, then back to the job."""
        for number in range(1, count + 1):
            self.page.get_by_test_id("shutter").get_by_role("button").click()
            saved = self.page.get_by_test_id("saved-count")
            expect(saved).to_have_attribute("data-n", str(number), timeout=15_000)
        self.page.get_by_test_id("camera-back").get_by_role("button").click()
        self.expect_step("complete")

    def take_photo(self, slot: str) -> None:
        """One picture for this slot, whatever the visit's next step is, then back to the job."""
        page = self.page
        job = page.url.split("#")[1]
        page.evaluate("(path) => { location.hash = path; }", f"{job}/camera?slot={slot}")
        page.get_by_test_id("shutter").get_by_role("button").click()
        saved = page.get_by_test_id("saved-count")
        expect(saved).to_have_attribute("data-n", "1", timeout=15_000)
        page.get_by_test_id("camera-back").get_by_role("button").click()
        expect(page.get_by_test_id("visit-state")).to_be_visible()

    def complete(self, summary: str) -> None:
        self.page.locator("#summary").fill(summary)
        self.page.get_by_test_id("complete-slab").get_by_role("button").click()
        self.expect_step("sign")

    def sign(self, name: str) -> None:
        """The customer agrees, draws his name and gives the phone back."""
        page = self.page
        expect(page.get_by_test_id("shown")).to_be_visible()
        page.locator("#signer-name").fill(name)
        page.get_by_test_id("consent").locator("label").click()
        self._draw(page.get_by_test_id("signature-pad").locator("canvas"))
        page.get_by_test_id("sign-slab").get_by_role("button").click()
        expect(page.get_by_test_id("customer-copy")).to_be_visible(timeout=10_000)
        page.get_by_test_id("thanks-done").get_by_role("button").click()
        expect(page.get_by_test_id("visit-state")).to_have_attribute("data-state", "completed")

    def _draw(self, canvas: Locator) -> None:
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        x, y = box["x"] + 40, box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        for step in range(1, 13):
            mouse.move(x + 12 * step, y + (25 if step % 2 else -25), steps=3)
        mouse.up()

    def unsettled(self) -> int:
        """Entries in the tray that the server has not acknowledged."""
        self.page.goto(f"{self.page.url.split('#')[0]}#/outbox")
        items = self.page.get_by_test_id("outbox-item")
        expect(items.first).to_be_visible()
        return items.count()
