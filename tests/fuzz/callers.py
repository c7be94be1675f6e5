"""Who calls: three identities, and the ids that a caller of theirs would know."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.e2e.seed import PASSWORD
from tests.e2e.server import ServerProcess

IDENTITIES = ("wang", "min", None)  # a technician, a dispatcher, nobody
# What an argument of this name points at; others keep what was made up for them.
TABLES = {
    "work_order_id": "work_order",
    "appointment_id": "appointment",
    "technician_id": "technician",
    "user_id": "user",
    "territory_id": "territory",
    "project_id": "project",
    "location_id": "location",
    "customer_id": "customer",
    "contact_id": "contact",
    "asset_id": "asset",
    "skill_id": "skill",
    "checklist_id": "checklist",
    "fact_id": "fact",
}


class Caller:
    """Signs in, and again when something that was called signed it out."""

    def __init__(self, server: ServerProcess, login: str | None) -> None:
        self.server = server
        self.login = login
        self._token = ""

    def headers(self) -> dict[str, str]:
        if self.login is None:
            return {}
        if not self._works():
            said = {"login": self.login, "password": PASSWORD, "device_name": "fuzz"}
            answer = httpx.post(f"{self.server.origin}/api/v1/session", json=said)
            answer.raise_for_status()
            self._token = answer.json()["token"]
        return {"authorization": f"Bearer {self._token}"}

    def _works(self) -> bool:
        head = {"authorization": f"Bearer {self._token}"}
        path = f"{self.server.origin}/api/v1/session"
        return bool(self._token) and httpx.get(path, headers=head).status_code == 200


def known_ids(server: ServerProcess) -> dict[str, list[str]]:
    """Argument → ids of rows that are there."""
    return {
        name: [row["id"] for row in server.rows(f'SELECT id FROM "{table}" LIMIT 20')]
        for name, table in TABLES.items()
    }


def with_known(body: Any, ids: Mapping[str, list[str]], choice: int) -> Any:
    """The same arguments, naming rows that exist: else nearly every call ends at `not_found`."""
    if not isinstance(body, dict):
        return body
    known = {name: found[choice % len(found)] for name in body if (found := ids.get(str(name)))}
    return body | known
