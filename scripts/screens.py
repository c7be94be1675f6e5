"""What a picture of the product is made of: a page, its name, and what opens the screen."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

PASSWORD = "fieldward"
WAIT_MS = 30_000
SUMMARY = {"zh-CN": "窗框四周重新打胶，淋水试验不渗", "en": "Sealed the frame anew, water test dry"}
REST_MS = 350


class Stage:
    """One page of one face, and what earlier pictures found out for later ones."""

    def __init__(self, page: Page, origin: str, locale: str) -> None:
        self.page = page
        self.origin = origin
        self.summary = SUMMARY[locale]
        self.job_id = ""
        self.order_number = ""

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def go(self, path: str, ready: str) -> None:
        """A screen by its path, without a load."""
        self.page.evaluate("(path) => { location.hash = path; }", path)
        self.at(ready).first.wait_for(timeout=WAIT_MS)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def settle(self) -> None:
        """Pictures have arrived, and what moves rests."""
        self.page.wait_for_timeout(REST_MS)

    def leave(self) -> None:
        """Whatever lies over the screen goes."""
        self.page.keyboard.press("Escape")


@dataclass(frozen=True)
class Shot:
    """One picture: its name, and what opens the screen."""

    name: str
    open: Callable[[Stage], None]
    # Drawn by night as well.
    is_main: bool = False
    # Others stand on it: signing in, for one.
    is_needed: bool = False


def to(path: str, ready: str) -> Callable[[Stage], None]:
    """Opens an address; `:job` and `:number` stand for what was found before."""
    return lambda stage: stage.go(
        path.replace(":job", stage.job_id).replace(":number", stage.order_number), ready
    )


def pressing(selector: str, then: str = "dialog[open]") -> Callable[[Stage], None]:
    """Opens what a button leads to."""

    def open_it(stage: Stage) -> None:
        stage.press(selector)
        stage.page.locator(then).first.wait_for()

    return open_it


def portal(stage: Stage) -> None:
    stage.page.goto(f"{stage.origin}/portal")
    stage.page.locator("h1").wait_for()


PORTAL = (Shot("portal", portal),)
