"""The dispatcher's hands: what a person does on the board, by its test ids."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.seed import CUSTOMER, PASSWORD


class Desk:
    """One page of the board."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.page: Page = context.new_page()

    def sign_in(self, login: str) -> None:
        self.page.goto(f"{self.origin}/board")
        form = self.page.get_by_test_id("sign-in")
        form.locator("input[name=login]").fill(login)
        form.locator("input[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").click()
        expect(self.page.get_by_test_id("queue-row").first).to_be_visible(timeout=15_000)

    @property
    def inspector(self) -> Locator:
        return self.page.get_by_test_id("inspector")

    def report(self, title: str, address: str, pair: str, skill: str = "") -> None:
        """Take a call of the known customer at pasted coordinates; ends at the candidates."""
        page = self.page
        page.get_by_test_id("intake").get_by_role("button").click()
        caller = page.get_by_test_id("caller")
        caller.get_by_role("textbox").fill(CUSTOMER)
        caller.get_by_role("button").filter(has_text=CUSTOMER).first.click()
        form = page.get_by_test_id("intake-form")
        form.get_by_label("什么坏了").fill(title)
        form.get_by_test_id("place-picker").get_by_role("textbox").first.fill(address)
        paste = page.get_by_test_id("paste")
        paste.get_by_role("textbox").fill(pair)
        paste.get_by_role("button").first.click()
        expect(page.get_by_test_id("place-fix")).to_be_visible()
        if skill:
            form.get_by_label("要什么技能").select_option(label=skill)
        page.get_by_test_id("report-assign").get_by_role("button").click()
        expect(page.get_by_test_id("assign-pane")).to_be_visible()

    def choose_order(self, title: str) -> None:
        self.page.get_by_test_id("queue-row").filter(has_text=title).click()
        expect(self.page.get_by_test_id("order-title")).to_have_text(title)

    def give(self, title: str, name: str) -> None:
        """An order that nobody has, to this one."""
        self.page.get_by_test_id("queue-tabs").locator("label").last.click()
        self.choose_order(title)
        self.open_assign()
        self.page.get_by_test_id("candidate").filter(has_text=name).click()
        self.page.get_by_test_id("commit").get_by_role("button").click()
        expect(self.inspector.get_by_test_id("visits")).to_contain_text(name)

    def open_assign(self) -> None:
        self.page.get_by_test_id("assign").get_by_role("button").click()
        expect(self.page.get_by_test_id("candidate").first).to_be_visible(timeout=10_000)

    def assign_nearest(self, name: str) -> None:
        """Give the order to the first in the list, who must be this one."""
        first = self.page.get_by_test_id("candidate").first
        expect(first).to_contain_text(name, timeout=10_000)
        self.page.get_by_test_id("commit").get_by_role("button").click()
