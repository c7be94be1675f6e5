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
from sqlalchemy import Connection, insert

from server.attachments.allowance import Limits
from server.attachments.lane import Lane
from server.attachments.routes import ROUTES
from server.attachments.staging import RESERVE_BYTES, Staging
from server.gateway.gateway import now_ms
from server.gateway.tables import REPLICA as TABLE
from server.problems import ProblemError, problem_handler
from sync.protocol import Result
from tests.server.harness_people import NOW_MS, REPLICA, SYSTEM, TENANT_ID, Firm

T = TypeVar("T")
OTHER_REPLICA = "00000000-0000-4000-8000-0000000000bb"


class FirmGateway:
    """The doors that the lane knows, on a firm in memory."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.is_down = False
        self.keys: list[str] = []

    async def read(self, run: Callable[[Connection], T]) -> T:
        return run(self.firm.connection)

    async def glance(self, run: Callable[[Connection], T]) -> T:
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
        self.folder = folder
        self.now_ms = now_ms()  # compared with the times of real files
        self.limits = Limits()
        self.lane = self.new_lane()
        self.user = firm.person("tech", ["technician"])
        self.stranger = firm.person("stranger", ["technician"])
        for user, replica in ((self.user, REPLICA), (self.stranger, OTHER_REPLICA)):
            numbers = {"device_id": "", "last_n": 0, "settled_n": 0}
            values = {"tenant_id": TENANT_ID, "replica_id": replica, "user_id": user, **numbers}
            firm.connection.execute(insert(TABLE).values(values))
        self.technician = firm.done("technician.add", firm.admin, user_id=self.user, name="T")
        self.order = self.new_order(self.technician)

    def new_lane(self) -> Lane:
        """A lane as a process has it that has just started on this folder."""
        staging = Staging(self.folder / "uploads", free_bytes=lambda _: self.free_bytes)
        return Lane(
            self.folder, self.gateway, staging, limits=self.limits, clock=lambda: self.now_ms
        )

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
        return self.firm.done("attachment.attach", author, **self._args(data) | more)

    def offer(self, data: bytes, media_type: str) -> str | None:
        """The same of a type that may be refused: then None."""
        args = self._args(data) | {"media_type": media_type}
        result = self.firm.run("attachment.attach", self.user, **args)
        if result.outcome == "accepted":
            return self.firm.born(0)
        assert result.reason == "media_type", result
        return None

    def _args(self, data: bytes) -> dict[str, Any]:
        return {
            "work_order_id": self.order,
            "slot": "after",
            "sha256": sha256(data).hexdigest(),
            "size_bytes": len(data),
            "media_type": "image/jpeg",
            "captured_ms": NOW_MS,
        }

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


def as_metadata(attachment: str, replica: str = REPLICA) -> str:
    pairs = {"attachment": attachment, "replica": replica}
    return ",".join(f"{key} {b64encode(each.encode()).decode()}" for key, each in pairs.items())
