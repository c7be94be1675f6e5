"""The phone's screens and sheets, each opened as a person opens it, and judged in every look."""

from playwright.sync_api import Page, expect

from tests.e2e.axe import Judge, listed
from tests.e2e.phone import Phone
from tests.e2e.seed import PLACE_CODE

SHEET = "dialog[open]"
# What a route needs to be open for real; a route that is missing here fails the test.
READY = {
    "today": "strip",
    "search": "strip",
    "job": "visit-state",
    "arrive": "arrive-slab",
    "camera": "camera",
    "complete": "complete-slab",
    "certificate": "certificate",
    "sign": "shown",
    "report": "strip",
    "order": "strip",
    "place": "strip",
    "scan": "scan-view",
    "outbox": "strip",
    "receipt": "receipt",
    "me": "strip",
    "location": "location-page",
    "checklist": "items",
    "asset": "asset-facts",
}
OUTSIDE = {"sign_in": "sign-in", "join": "join"}
# On these a reason is asked for, in the state of the visit that allows it.
FULL = """() => {
  const full = () => { throw new DOMException('', 'QuotaExceededError'); };
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
}"""


class Sheets:
    """One signed-in phone and its judge."""

    def __init__(
        self, judge: Judge, phone: Phone, job_id: str, order_id: str, asset_id: str
    ) -> None:
        self.judge = judge
        self.phone = phone
        self.page: Page = phone.page
        self.job_id = job_id
        self.ids = {"order": order_id, "asset": asset_id}

    def go(self, name: str, ready: str | None = None) -> None:
        """The screen of that name, through the address."""
        path = listed("tech", "path")[name].replace(":code", PLACE_CODE)
        path = path.replace(":id", self.ids.get(name, self.job_id))
        show(self.page, path, READY[name] if ready is None else ready)

    def routes(self, label: str, names: list[str], ready: str | None = None) -> None:
        """Judge the screens; `ready` where they show something else than with their data."""
        for name in names:
            self.go(name, ready)
            self.judge.look(self.page, f"{name}{label}")

    def sheet(self, name: str, opener: str) -> None:
        """Open a sheet by what leads to it, judge it and close it."""
        self.page.locator(opener).first.click()
        self.close(name)

    def close(self, name: str) -> None:
        sheet = self.page.locator(SHEET)
        expect(sheet).to_be_visible()
        self.judge.look(self.page, name, SHEET)
        self.page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)

    def more(self, step: str) -> None:
        """A sheet behind "more"."""
        self.page.get_by_test_id("job-more").get_by_role("button").click()
        self.page.get_by_test_id(f"more-{step}").get_by_role("button").click()

    def reason(self, step: str) -> None:
        self.more(step)
        expect(self.page.get_by_test_id(f"reason-{step}")).to_be_visible()
        self.close(step)


def show(page: Page, path: str, ready: str) -> None:
    """A screen by its path, without a load; back to it when it is there already."""
    page.evaluate("(path) => { location.hash = path; }", path)
    if ready:
        expect(page.get_by_test_id(ready).first).to_be_visible(timeout=10_000)
    expect(page.locator("h1").first).to_be_attached()


def outside(judge: Judge, page: Page) -> None:
    """Before anybody is signed in: both ways in, and both refused."""
    for name, ready in OUTSIDE.items():
        show(page, listed("tech", "path")[name], ready)
        judge.look(page, name)
    page.locator("input").first.fill("NO-SUCH-CODE")
    page.get_by_test_id("join-submit").get_by_role("button").click()
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    judge.look(page, "join refused")
    show(page, "/sign-in", "sign-in")
    page.locator("#login").fill("wang")
    page.locator("#password").fill("wrong")
    page.get_by_test_id("sign-in-submit").get_by_role("button").click()
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    judge.look(page, "sign_in refused")


def walk(sheets: Sheets) -> None:
    """The whole visit, with every sheet at the step that has it."""
    phone, page = sheets.phone, sheets.page
    sheets.go("job")
    sheets.reason("decline")
    sheets.sheet("note", "[data-testid=job-note] button")
    sheets.sheet("more", "[data-testid=job-more] button")
    sheets.sheet("navigate", "[data-testid=navigate] button")
    sheets.more("use")
    sheets.close("use")
    phone.take_step("accept")
    phone.take_step("depart")
    sheets.reason("no_show")
    phone.take_step("arrive")
    phone.arrive()
    phone.take_step("start")
    sheets.reason("pause")
    sheets.reason("cannot_complete")
    sheets.sheet("fact", "[data-testid=fact]")
    phone.take_step("checklist")
    phone.check("joints", "fail")
    expect(page.get_by_test_id("fail-ask")).to_be_visible()
    sheets.judge.look(page, "checklist failed")
    sheets.go("job")
    page.get_by_test_id("job-photo").get_by_role("link").click()
    page.get_by_test_id("shutter").get_by_role("button").click()
    expect(page.get_by_test_id("saved-count")).to_have_attribute("data-n", "1", timeout=15_000)
    sheets.judge.look(page, "camera with a photo")
    sheets.sheet("caption", "[data-testid=caption] button")
    page.get_by_test_id("camera-back").get_by_role("button").click()
    sheets.sheet("photo", "[data-testid=photos] section button")
    sheets.go("me")
    sheets.sheet("leave", "[data-testid=sign-out] button")


def finish(sheets: Sheets) -> None:
    """To the signature in each of its three ways, and what the screens look like afterwards."""
    phone, page = sheets.phone, sheets.page
    sheets.go("complete")
    page.locator("#summary").fill("换了阀芯，试水半小时不漏")
    sheets.sheet("gaps", "[data-testid=complete-slab] button")
    page.get_by_test_id("complete-slab").get_by_role("button").click()
    page.get_by_test_id("gaps-reason").get_by_role("textbox").fill("没带湿度计")
    page.get_by_test_id("gaps-send").get_by_role("button").click()
    phone.take_step("sign")
    for mode in ("type", "refuse", "draw"):
        page.get_by_test_id(f"mode-{mode}").get_by_role("button").click()
        sheets.judge.look(page, f"sign {mode}")
    phone.sign("陈阿姨")
    for name in ("today", "job", "certificate", "order", "outbox", "receipt"):
        sheets.go(name)
        sheets.judge.look(page, f"{name} signed")


def full_store(sheets: Sheets) -> None:
    """A phone that cannot keep another word says so on top: in the sheet, then on the screen."""
    page = sheets.page
    sheets.go("job")
    page.get_by_test_id("job-note").get_by_role("button").click()
    page.get_by_test_id("note-text").get_by_role("textbox").fill("阀芯另约")
    page.evaluate(FULL)
    page.get_by_test_id("note-send").get_by_role("button").click()
    expect(page.get_by_test_id("sheet-problem")).to_be_in_viewport()
    sheets.close("note problem")
    expect(page.get_by_test_id("problem")).to_be_visible()
    sheets.judge.look(page, "job problem")
    page.reload()
    expect(page.get_by_test_id("strip")).to_be_visible(timeout=15_000)
