"""What the office does meanwhile, by the API."""

from typing import Any

from playwright.sync_api import Page

from tests.e2e.seed import PASSWORD
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"


def ask(
    page: Page, server: ServerProcess, name: str, args: dict[str, Any], key: str = ""
) -> list[Any]:
    """One mutation of the office by the API. Returns the rows born in it.

    A mutation that a test asks for twice needs a `key` of its own.
    """
    said = {"login": "min", "password": PASSWORD}
    token = page.request.post(f"{server.origin}/api/v1/session", data=said).json()["token"]
    done = page.request.post(
        f"{server.origin}/api/v1/mutations/{name}",
        data=args,
        headers={"authorization": f"Bearer {token}", "idempotency-key": f"office:{key or name}"},
    )
    assert done.status == 200, done.text()
    return list(done.json()["born"])


def technician(server: ServerProcess, name: str) -> str:
    (line,) = server.rows("SELECT id FROM technician WHERE name = ?", name)
    return str(line["id"])


def assign(page: Page, server: ServerProcess, title: str = TITLE, name: str = "王师傅") -> None:
    """The office gives Wang, or somebody else, a job, by the API."""
    (order,) = server.rows("SELECT id FROM work_order WHERE title = ?", title)
    (today,) = server.rows("SELECT strftime('%Y-%m-%dT12:00', 'now', '+8 hours') AS noon")
    args = {
        "work_order_id": order["id"],
        "technician_id": technician(server, name),
        "start_local": today["noon"],
        "zone": "Asia/Shanghai",
    }
    kinds = [born["kind"] for born in ask(page, server, "appointment.assign", args, order["id"])]
    assert kinds == ["appointment", "fact"]
