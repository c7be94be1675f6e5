"""Two dispatchers give the same job away at the same moment: one wins, the other is told."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, NewContext
from tests.e2e.desk import Desk
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"


def test_two_dispatchers(server: ServerProcess, new_context: NewContext) -> None:
    first = Desk(new_context(DESKTOP), server.origin)
    second = Desk(new_context(DESKTOP), server.origin)
    for desk, login in ((first, "min"), (second, "lin")):
        desk.sign_in(login)
        desk.choose_order(TITLE)
        desk.open_assign()
    # The second board's line is cut, so that it decides on what it knew.
    second.context.set_offline(True)
    first.assign_nearest("王师傅")
    expect(first.inspector.get_by_test_id("visits")).to_contain_text("王师傅")
    second.page.get_by_test_id("candidate").nth(1).click()
    second.page.get_by_test_id("commit").get_by_role("button").click()
    expect(second.inspector.get_by_test_id("visits")).to_contain_text("赵师傅")
    second.context.set_offline(False)

    told = second.page.get_by_test_id("refusals")
    expect(told).to_contain_text(re.compile(r"王师傅已经有这单了：敏姐在(刚刚|.*\d\d:\d\d.*)派的"))
    visits = second.inspector.get_by_test_id("visits")
    expect(visits.get_by_role("listitem")).to_have_count(1)
    expect(visits).to_contain_text("王师傅")
    expect(first.page.get_by_test_id("refusals")).to_have_count(0)

    holders = server.rows(
        "SELECT t.name FROM appointment a JOIN technician t ON t.id = a.technician_id"
        " JOIN work_order w ON w.id = a.work_order_id WHERE w.title = ?",
        TITLE,
    )
    assert [each["name"] for each in holders] == ["王师傅"]
    told.get_by_test_id("refusal-dismiss").get_by_role("button").click()
    expect(told).to_have_count(0)
