"""Two tabs of one technician: both show everything, one of them talks with the server."""

from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note' ORDER BY at_ms"


class Posts:
    """Counts a page's sync requests."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.count += request.url.endswith("/sync")


def expect_note(phone: Phone, text: str) -> None:
    expect(phone.page.get_by_text(text).first).to_be_visible(timeout=10_000)


def test_two_tabs(server: ServerProcess, new_context: NewContext) -> None:
    context = new_context(PHONE)
    first = Phone(context)
    assign(first.page, server)
    first.open(server.origin)
    first.sign_in("wang")
    visit_id = first.open_job(TITLE)

    second = Phone(context)
    second.page = context.new_page()
    posts = Posts(second.page)
    second.open(f"{server.origin}/#/job/{visit_id}")
    second.page.goto(f"{server.origin}/#/job/{visit_id}")
    expect(second.page.get_by_test_id("visit-state")).to_be_visible(timeout=15_000)
    second.note("从第二页写的")
    expect_note(first, "从第二页写的")
    server.wait_for_rows(1, NOTES)
    assert posts.count == 0, "the tab that does not lead sent something itself"

    first.page.close()
    second.note("第一页关了以后写的")
    texts = [row["text"] for row in server.wait_for_rows(2, NOTES)]
    assert texts == ["从第二页写的", "第一页关了以后写的"]
    assert posts.count > 0
