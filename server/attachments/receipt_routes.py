"""What a device's receipt of a day says, by what is stored here.

The phone shows the same code when it counts the same: see `sync/receipts.py`.
"""

import msgspec
from litestar import get
from litestar.params import FromPath, FromQuery
from sqlalchemy import Connection

from server.attachments import queries
from server.attachments.asked import Asked, lane_of
from server.identity.schema import Role
from server.problems import ProblemError
from server.shapes import InstantMs
from sync.receipts import receipt_code


class DayReceipt(msgspec.Struct, frozen=True):
    """Of one replica: what it captured in the span that was asked for."""

    replica: str
    last_n: int  # its last entry that has an outcome, whenever that was written
    stored_count: int
    stored_bytes: int
    waiting_count: int  # announced, and their bytes are not here
    last_stored_ms: int | None
    code: str


class DeviceReceipts(msgspec.Struct, frozen=True):
    receipts: list[DayReceipt]


@get("/api/v1/devices/{device_id:str}/receipts")
async def show_receipts(
    request: Asked,
    device_id: FromPath[str],
    from_ms: FromQuery[InstantMs],
    until_ms: FromQuery[InstantMs],
) -> DeviceReceipts:
    """For each replica of a device, the one that spoke last first. None: it never spoke.

    A day is a span here, since only its reader knows in which zone it is one.
    """
    if not request.user.has_role(Role.ADMINISTRATOR, Role.MANAGER):
        raise ProblemError("not_allowed")
    tenant_id = request.user.tenant_id

    def load(connection: Connection) -> list[DayReceipt]:
        return [
            receipt_of(
                replica,
                last_n,
                queries.attached_by(connection, tenant_id, replica, from_ms, until_ms),
            )
            for replica, last_n in queries.replicas_on(connection, tenant_id, device_id)
        ]

    return DeviceReceipts(await lane_of(request).gateway.read(load))


def receipt_of(replica: str, last_n: int, captured: list[queries.Captured]) -> DayReceipt:
    stored = [each for each in captured if each.stored_ms is not None]
    return DayReceipt(
        replica,
        last_n,
        stored_count=len(stored),
        stored_bytes=sum(each.size_bytes for each in stored),
        waiting_count=len(captured) - len(stored),
        last_stored_ms=max((each.stored_ms or 0 for each in stored), default=None),
        code=receipt_code(replica, last_n, [(each.id, each.sha256) for each in stored]),
    )
