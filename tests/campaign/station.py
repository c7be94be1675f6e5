"""A firm, its server that can be killed and started again, and its database to look into."""

import json
import urllib.error
import urllib.request
from typing import Any

from server.db.migrate import with_connection
from server.settings import Settings
from sync.ids import born_id
from tests.nursery.nursery import Nursery, free_port
from tests.server.gateway.founding import EAST_FIX, PASSWORD, found, id_of

ORDERS = 6


class Station:
    """One firm of `founding.py` with some orders; people are named by login."""

    def __init__(self, settings: Settings, nursery: Nursery) -> None:
        self.settings = settings
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.orders = [born_id(f"api:{id_of('chief')}", f"order:{n}", 0) for n in range(ORDERS)]
        self._nursery = nursery
        self._pid: int | None = None
        self._log = settings.data_dir / "server.log"
        self._environment = {
            "FIELDWARD_DATA_DIR": str(settings.data_dir),
            "FIELDWARD_PORT": str(self.port),
            "FIELDWARD_DATABASE_URL": settings.database_url,
        }

    def found(self) -> None:
        """The firm and its orders; the server serves when this returns."""
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        found(self.settings)
        self.start()
        token = self.sign_in("chief")["token"]
        for number in range(ORDERS):
            args = {"title": f"Leak {number}", "phone": "1", "fix": EAST_FIX}
            args |= {"new_customer_name": "Wang"}
            self.mutate(token, "work_order.report", args, f"order:{number}")

    def start(self) -> None:
        """Start, or start again on the same port, and return when it answers."""
        self._pid = self._nursery.serve(self._environment, self._log)

    def kill(self) -> None:
        """SIGKILL: whatever was not written is lost."""
        if self._pid is not None:
            self._nursery.kill(self._pid)
            self._pid = None

    def command(self, *words: str) -> None:
        """`fieldward` with these words, to its end. Raises AssertionError with what it said."""
        status = self._nursery.reap(self._nursery.grow(words, self._environment, self._log))
        assert status == 0, f"fieldward {' '.join(words)}:\n{self._log.read_text()}"

    def sign_in(self, login: str) -> dict[str, Any]:
        return self._post("/api/v1/session", {"login": login, "password": PASSWORD}, {})

    def mutate(self, token: str, name: str, args: dict[str, Any], key: str) -> dict[str, Any]:
        heads = {"authorization": f"Bearer {token}", "idempotency-key": key}
        return self._post(f"/api/v1/mutations/{name}", args, heads)

    def read(self, run: Any) -> Any:
        """What a function of a connection finds, beside the server or without one."""
        return with_connection(self.settings.url, run)

    def _post(self, path: str, body: Any, heads: dict[str, str]) -> dict[str, Any]:
        heads = {"content-type": "application/json", **heads}
        request = urllib.request.Request(f"{self.origin}{path}", json.dumps(body).encode(), heads)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{path}: {error.read().decode()}") from error
