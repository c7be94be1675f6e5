"""What the office does meanwhile, by the API."""

from typing import Any

from playwright.sync_api import Page

from tests.e2e.seed import PASSWORD
from tests.e2e.server import ServerProcess

TITLE = "厨房水管漏水"


def ask(page: Page, server: ServerProcess, name: str, args: dict[str, Any]) -> list[Any]:
    """One mutation of the office by the API. Returns the rows born in it."""
    said = {"login": "min", "password": PASSWORD}
    token = page.request.post(f"{server.origin}/api/v1/session", data=said).json()["token"]
    done = page.request.post(
        f"{server.origin}/api/v1/mutations/{name}",
        data=args,
        headers={"authorization": f"Bearer {token}", "idempotency-key": f"office:{name}"},
    )
    assert done.status == 200, done.text()
    return list(done.json()["born"])


def technician(server: ServerProcess, name: str) -> str:
    (line,) = server.rows("SELECT id FROM technician WHERE name = ?", name)
    return str(line["id"])


def assign(page: Page, server: ServerProcess) -> None:
    """The office gives Wang a job, by the API."""
    (order,) = server.rows("SELECT id FROM work_order WHERE title = ?", TITLE)
    (today,) = server.rows("SELECT strftime('%Y-%m-%dT12:00', 'now', '+8 hours') AS noon")
    args = {
        "work_order_id": order["id"],
        "technician_id": technician(server, "王师傅"),
        "start_local": today["noon"],
        "zone": "Asia/Shanghai",
    }
    kinds = [born["kind"] for born in ask(page, server, "appointment.assign", args)]
    assert kinds == ["appointment", "fact"]
