"""The board's pages, dialogs and panes, each opened as a person opens it, in every look."""

from collections.abc import Iterable

from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import Judge, listed
from tests.e2e.desk import Desk

DIALOG = "dialog[open]"
# What a page needs to be open for real; a page that is missing here fails the test.
READY = {
    "board": "queue",
    "orders": "top-bar",
    "order": "order-page",
    "conflicts": "conflicts-page",
    "check_ins": "check-ins-page",
    "figures": "figures-page",
    "devices": "administration",
    "held": "administration",
    "people": "administration",
    "technicians": "administration",
    "customers": "administration",
    "projects": "administration",
    "assets": "administration",
    "territories": "administration",
    "skills": "administration",
    "checklists": "administration",
    "papers": "administration",
}
# Questions about an order, by the button of its decisions; dialogs open over everything.
ASKED_OF_NEW = ("triage", "note", "hold", "decline", "cancel")


class Dialogs:
    """One signed-in board and its judge."""

    def __init__(self, judge: Judge, desk: Desk) -> None:
        self.judge = judge
        self.desk = desk
        self.page: Page = desk.page

    def go(self, name: str, number: str, ready: str | None = None) -> None:
        """The page of that name, through the address."""
        path = listed("board", "path")[name].replace(":number", number)
        self.page.evaluate("(path) => { location.hash = path; }", path)
        shown = READY[name] if ready is None else ready
        expect(self.page.get_by_test_id(shown).first).to_be_visible(timeout=10_000)
        expect(self.page.locator("h1").first).to_be_attached()

    def routes(
        self, label: str, number: str, ready: str | None = None, names: Iterable[str] = READY
    ) -> None:
        """Judge the pages; `ready` where they show something else than with their data."""
        for name in names:
            self.go(name, number, ready)
            self.judge.look(self.page, f"{name}{label}")

    def dialog(self, name: str, opener: str, scope: str = DIALOG) -> None:
        """Open a dialog by what leads to it, judge it and close it."""
        self.page.locator(opener).first.click()
        self.close(name, scope)

    def close(self, name: str, scope: str = DIALOG) -> None:
        dialog = self.page.locator(scope)
        expect(dialog).to_be_visible()
        self.judge.look(self.page, name, scope)
        self.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    def of_new_order(self, number: str) -> None:
        """What can be asked about an order that nobody has yet. Away from the map: it is slow."""
        self.go("order", number)
        for name in ASKED_OF_NEW:
            self.dialog(name, f"[data-testid=decisions] [data-testid={name}] button")
        self.dialog("edit_order", "[data-testid=edit] button")

    def of_visited_order(self, number: str) -> None:
        """What can be asked about a visit that is planned."""
        self.go("order", number)
        for name, opener in (("reschedule", "reschedule"), ("cancel_visit", "cancel-visit")):
            self.dialog(name, f"[data-testid=visits] [data-testid={opener}] button")

    def of_signed_order(self, number: str) -> None:
        """What can be asked about an order that is done and has pictures."""
        self.go("order", number)
        self.judge.look(self.page, "order signed")
        self.dialog("reopen", "[data-testid=reopen] button")
        self.dialog("strike", "[data-testid=history] button.strike")
        self.dialog("picture", "[data-testid=pictures] li button")
        self.dialog("compare", "[data-testid=compare] button")

    def panes(self, title: str) -> None:
        """What stands beside the map, one after the other."""
        page = self.page
        self.go("board", "")
        self.desk.choose_order(title)
        self.judge.look(page, "look", "[data-testid=inspector]")
        self.desk.open_assign()
        self.judge.look(page, "assign", "[data-testid=assign-pane]")
        page.keyboard.press("Escape")
        page.locator("[data-testid=place] button").first.click()
        self.judge.look(page, "place", "[data-testid=place-pane]")
        page.keyboard.press("Escape")
        page.get_by_test_id("intake").get_by_role("button").click()
        expect(page.get_by_test_id("intake-form")).to_be_visible()
        page.get_by_test_id("caller").get_by_role("textbox").fill("陈")
        expect(page.get_by_test_id("caller").get_by_role("button").first).to_be_visible()
        self.judge.look(page, "intake", "[data-testid=intake-form]")

    def over_everything(self) -> None:
        """Palette, keys, the menu of whoever is signed in, giving everything out."""
        page = self.page
        self.go("board", "")
        page.get_by_test_id("queue-tabs").locator("label").first.click()
        self.dialog("assign_all", "[data-testid=assign-all] button")
        self.go("figures", "")
        self.dialog("palette", "button.search")
        page.locator("button.search").click()
        page.get_by_test_id("palette").get_by_role("combobox").fill("zzzz")
        self.close("palette empty")
        page.keyboard.press("?")
        self.close("shortcuts")
        self.dialog("user_menu", "button.me", "[data-testid=user-menu]")


def fail(route: Route) -> None:
    """What a broken server answers."""
    route.fulfill(status=500, json={"code": "internal", "detail": {}})
