"""The routes of files on a small app: real rows and scopes, real folders, no network."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.middleware import (
    AbstractAuthenticationMiddleware,
    AuthenticationResult,
    DefineMiddleware,
)
from sqlalchemy import Connection

from server.attachments.lane import Lane
from server.attachments.routes import ROUTES
from server.attachments.staging import RESERVE_BYTES, Staging
from server.problems import ProblemError, problem_handler
from sync.protocol import Result
from tests.server.harness_people import NOW_MS, SYSTEM, Firm

T = TypeVar("T")


class FirmGateway:
    """The two doors that the lane knows, on a firm in memory."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.is_down = False
        self.keys: list[str] = []

    async def read(self, run: Callable[[Connection], T]) -> T:
        return run(self.firm.connection)

    async def submit_system(
        self, tenant_id: str, name: str, args: dict[str, Any], key: str
    ) -> Result:
        if self.is_down:
            raise ProblemError("server_error")
        self.keys.append(key)
        return self.firm.run(name, SYSTEM, **args)


class Desk:
    """One order, its technician, and the app that takes his files."""

    def __init__(self, firm: Firm, folder: Path) -> None:
        self.firm = firm
        self.gateway = FirmGateway(firm)
        self.free_bytes = 2 * RESERVE_BYTES
        staging = Staging(folder / "uploads", free_bytes=lambda _: self.free_bytes)
        self.lane = Lane(folder, self.gateway, staging)
        self.user = firm.person("tech", ["technician"])
        self.stranger = firm.person("stranger", ["technician"])
        self.technician = firm.done("technician.add", firm.admin, user_id=self.user, name="T")
        self.order = self.new_order(self.technician)

    def new_order(self, technician_id: str) -> str:
        more = {"title": "Leak", "phone": "1", "fix": {"lon_e7": 1, "lat_e7": 1}}
        order = self.firm.done("work_order.report", self.firm.admin, **more)
        day = 2 + len(self.firm.rows("appointment"))
        when = {"start_local": f"2026-03-{day:02}T09:00", "zone": "Asia/Shanghai"}
        who = {"work_order_id": order, "technician_id": technician_id}
        self.firm.done("appointment.assign", self.firm.admin, **who, **when)
        return order

    def attach(self, data: bytes, **more: Any) -> str:
        """An accepted attachment of these bytes, by the technician unless `author` says else."""
        author = more.pop("author", self.user)
        args = {
            "work_order_id": self.order,
            "slot": "after",
            "sha256": sha256(data).hexdigest(),
            "size_bytes": len(data),
            "media_type": "image/jpeg",
            "captured_ms": NOW_MS,
        }
        return self.firm.done("attachment.attach", author, **args | more)

    def state(self, attachment: str) -> str:
        return self.firm.row("attachment", attachment).state.value

    def app(self) -> Litestar:
        firm = self.firm

        class Whoever(AbstractAuthenticationMiddleware):
            async def authenticate_request(
                self, connection: ASGIConnection[Any, Any, Any, Any]
            ) -> AuthenticationResult:
                return AuthenticationResult(firm.actor(connection.headers["X-User"]), None)

        return Litestar(
            route_handlers=[ROUTES],
            middleware=[DefineMiddleware(Whoever, exclude_http_methods=["OPTIONS"])],
            exception_handlers={Exception: problem_handler},
            state=State({"lane": self.lane}),
        )


def as_metadata(attachment: str) -> str:
    replica = b64encode(b"00000000-0000-4000-8000-0000000000aa").decode()
    return f"attachment {b64encode(attachment.encode()).decode()},replica {replica}"
