"""The board's pages, panes and dialogs, and how each is reached in the demo city."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scripts.screens import PASSWORD, REST_MS, WAIT_MS, Shot, Stage, pressing, to


def board_sign_in(stage: Stage) -> None:
    stage.page.goto(f"{stage.origin}/board")
    stage.at("sign-in").wait_for()


def board_itself(stage: Stage) -> None:
    """Signs the administrator in, who sees every page, and selects the most urgent order."""
    stage.page.locator("input[name=login]").fill("admin")
    stage.page.locator("input[name=password]").fill(PASSWORD)
    stage.press("button[type=submit]")
    stage.at("queue-row").first.wait_for(timeout=WAIT_MS)
    select(stage)
    stage.page.wait_for_timeout(2_000)  # the map has to draw


def select(stage: Stage) -> None:
    stage.go("/", "queue-row")
    stage.press("[data-testid=queue-row]")
    link = stage.at("order-link")
    link.wait_for()
    stage.order_number = (link.get_attribute("href") or "").rpartition("/")[2]


def beside_map(opener: str, ready: str) -> Callable[[Stage], None]:
    """What stands in the right pane."""

    def open_it(stage: Stage) -> None:
        select(stage)
        pressing(opener, ready)(stage)

    return open_it


def board_assign(stage: Stage) -> None:
    """Who could go tomorrow at ten: in the evening nobody can any more today."""
    beside_map("[data-testid=assign] button", "[data-testid=assign-pane]")(stage)
    start = stage.page.locator("[data-testid=assign-start] input[type=datetime-local]")
    tomorrow = datetime.fromisoformat(start.input_value()) + timedelta(days=1)
    start.fill(f"{tomorrow:%Y-%m-%d}T10:00")
    stage.at("candidate").first.wait_for(timeout=WAIT_MS)
    stage.page.wait_for_timeout(REST_MS)


def asked(name: str) -> Callable[[Stage], None]:
    """A question about the selected order, on the order's own page."""

    def open_it(stage: Stage) -> None:
        stage.go(f"/orders/{stage.order_number}", "order-page")
        pressing(f"[data-testid=decisions] [data-testid={name}] button")(stage)

    return open_it


def board_done_order(stage: Stage) -> None:
    """An order that went the whole way, with its pictures."""
    stage.go("/orders?state=confirmed", "top-bar")
    stage.page.locator("main a[href*='#/orders/']").first.wait_for()
    links = stage.page.locator("main a[href*='#/orders/']")
    for index in range(min(8, links.count())):
        links.nth(index).click()
        stage.at("order-page").wait_for()
        stage.page.wait_for_timeout(REST_MS)
        if stage.page.locator("[data-testid=pictures] li img").count() > 0:
            return
        stage.page.go_back()
        links.first.wait_for()


def board_picture(stage: Stage) -> None:
    board_done_order(stage)
    pressing("[data-testid=pictures] li button")(stage)


def administration(page: str, opener: str) -> Callable[[Stage], None]:
    def open_it(stage: Stage) -> None:
        stage.go(f"/administration{page}", "administration")
        pressing(opener)(stage)

    return open_it


LISTS = (
    "technicians",
    "customers",
    "projects",
    "assets",
    "territories",
    "skills",
    "checklists",
)
BOARD = (
    Shot("sign-in", board_sign_in, is_needed=True),
    Shot("board", board_itself, is_main=True, is_needed=True),
    Shot("assign", board_assign),
    Shot("place", beside_map("[data-testid=place] button", "[data-testid=place-pane]")),
    Shot("intake", pressing("[data-testid=intake] button", "[data-testid=intake-form]")),
    Shot("palette", pressing("button.search")),
    Shot("assign-all", pressing("[data-testid=assign-all] button")),
    Shot("orders", to("/orders", "top-bar")),
    Shot("order", board_done_order, is_main=True),
    Shot("picture", board_picture),
    Shot("order-new", to("/orders/:number", "order-page")),
    Shot("triage", asked("triage")),
    Shot("note", asked("note")),
    Shot("hold", asked("hold")),
    Shot("figures", to("/figures", "figures-page")),
    Shot("conflicts", to("/conflicts", "conflicts-page")),
    Shot("check-ins", to("/check-ins", "check-ins-page")),
    Shot("menu", pressing("button.me", "[data-testid=user-menu]")),
    Shot("devices", to("/administration", "administration")),
    Shot("held", to("/administration/held", "administration")),
    Shot("receipt", administration("", "[data-testid=device-receipt] button")),
    Shot("revoke", administration("", "[data-testid=revoke] button")),
    Shot("people", to("/administration/people", "administration")),
    Shot("join", administration("/people", "[data-testid=join] button")),
    Shot("people-form", to("/administration/people?open=new", "edit-pane")),
    *(Shot(name, to(f"/administration/{name}", "administration")) for name in LISTS),
    *(Shot(f"{name}-form", to(f"/administration/{name}?open=new", "edit-pane")) for name in LISTS),
    Shot("papers", to("/administration/papers", "papers-page")),
    Shot("import", administration("/customers", "[data-testid=import] button")),
    Shot("missing", to("/nowhere", "top-bar")),
)
