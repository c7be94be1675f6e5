"""When each replica was last heard of and what it could not send: for the administrator's page."""

from sqlalchemy import Connection, select, update

from server.db.database import Database
from server.db.statement import Statement, inserting, param
from server.gateway.call import Actor
from server.gateway.tables import CONTACT_LOG, REPLICA
from sync.protocol import SyncRequest

EVERY_MS = 60_000
REMEMBERED_MAX = 10_000
INT32_MAX = 2**31 - 1

_R, _C = REPLICA.c, CONTACT_LOG.c
_VALUES = ("device_id", "at_ms", "waiting", "oldest_ms", "skew_ms")
_OWNER = Statement(
    select(_R.user_id).where(_R.tenant_id == param("tenant"), _R.replica_id == param("replica")),
    *("tenant", "replica"),
)
_MINE = (_C.tenant_id == param("tenant"), _C.replica_id == param("replica"))
_KNOWN = Statement(select(_C.at_ms).where(*_MINE), "tenant", "replica")
_AGAIN = Statement(
    update(CONTACT_LOG).where(*_MINE).values({name: param(name) for name in _VALUES}),
    *("tenant", "replica", *_VALUES),
)
_FIRST = inserting(CONTACT_LOG, "tenant_id", "replica_id", *_VALUES)


class Contacts:
    """Writes a contact now and then only: most say what the one before has said."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[str, tuple[int, tuple[int, int | None]]] = {}

    async def note(
        self, actor: Actor, request: SyncRequest, at_ms: int, oldest_ms: int | None
    ) -> None:
        """`oldest_ms`: when the oldest entry that could not run yet was written."""
        before, left = self._noted.get(request.replica), (request.waiting, oldest_ms)
        if before and before[1] == left and at_ms - before[0] < EVERY_MS:
            return
        self._noted[request.replica] = (at_ms, left)
        if len(self._noted) > REMEMBERED_MAX:
            self._noted.pop(next(iter(self._noted)))
        waiting, skew_ms = min(request.waiting, INT32_MAX), at_ms - request.device_ms
        values = (actor.device_id, at_ms, waiting, oldest_ms, skew_ms)
        await self._database.change(lambda c: _write(c, actor, request.replica, values))


def _write(connection: Connection, actor: Actor, replica: str, values: tuple[object, ...]) -> None:
    if _OWNER.scalar(connection, actor.tenant_id, replica) not in (None, actor.user_id):
        return
    known = _KNOWN.first(connection, actor.tenant_id, replica)
    (_FIRST if known is None else _AGAIN).do(connection, actor.tenant_id, replica, *values)
