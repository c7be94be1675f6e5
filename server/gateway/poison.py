"""Poison: an entry whose own handler keeps raising is set aside with its body, so that the others
flow; what names its rows goes aside with it; what a shut-out device pushes goes to a quarantine.

The ledger's line is final. What people see and decide is a row of the domain that the
catalogue names for it (`server/entries`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.gateway import ledger
from server.gateway.tables import FAILURE, LEDGER, REPLICA, ROW_VERSION
from sync.canonical import canonical
from sync.ids import born_id
from sync.limits import ENTRY_BYTES_MAX
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result

if TYPE_CHECKING:
    from server.gateway.unit import Ask, Unit

TIMES_MIN = 5
FAILING_MS_MIN = 10 * 60_000
QUARANTINE_ENTRIES_MAX = 500  # of one person, whatever replicas they come from
QUARANTINE_CHARS_MAX = 2_000_000
INSTANT_MS_MAX = 4_102_444_800_000
BORN_MAX = 6  # ordinals an entry can give birth under, as in pwa/src/sync/entry.ts
# SQLSTATE classes: connection, a transaction already broken, rollback (serialization, deadlock),
# resources, locks, operator, the system's own I/O.
PASSING_CLASSES = ("08", "25", "40", "53", "55", "57", "58")


class QuarantineFull(Exception):
    """This person's quarantine takes no more: the request is refused whole."""


def is_own_fault(error: BaseException) -> bool:
    """Whether the entry may be to blame: locks, disks and connections are the server's trouble."""
    if isinstance(error, OSError | MemoryError | DisconnectionError | PoolTimeout):
        return False
    if isinstance(error, OperationalError):
        return False
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return not error.connection_invalidated and state[:2] not in PASSING_CLASSES
    return True


def count_failure(
    connection: Connection, tenant_id: str, ask: Ask, error: str, now_ms: int
) -> bool:
    """Note that this entry's handler raised again; True once that was often and long enough."""
    f, n = FAILURE.c, int(ask.key)
    mine = (f.tenant_id == tenant_id, f.replica_id == ask.writer)
    connection.execute(delete(FAILURE).where(*mine, f.n < n))  # they got through at last
    key = (*mine, f.n == n)
    known = connection.execute(select(f.times, f.first_ms, f.hash).where(*key)).first()
    if known is None or known.hash != ask.hash:
        connection.execute(delete(FAILURE).where(*key))
        line = {"tenant_id": tenant_id, "replica_id": ask.writer, "n": n, "hash": ask.hash}
        moments = {"times": 1, "first_ms": now_ms, "last_ms": now_ms, "error": error[:80]}
        connection.execute(insert(FAILURE).values(**line, **moments))
        return False
    moments = {"times": known.times + 1, "last_ms": now_ms, "error": error[:80]}
    connection.execute(update(FAILURE).where(*key).values(**moments))
    return known.times + 1 >= TIMES_MIN and now_ms - known.first_ms >= FAILING_MS_MIN


def set_aside_failing(unit: Unit, ask: Ask) -> None:
    """The transaction of its own in which an entry that keeps failing leaves the queue."""
    c, n = REPLICA.c, int(ask.key)
    mine = (c.tenant_id == unit.tenant_id, c.replica_id == ask.writer)
    if unit.known(ask.writer, ask.key) is not None:
        return  # somebody else's request was faster
    last = unit.connection.execute(select(c.last_n).where(*mine)).scalar() or 0
    f = FAILURE.c
    failing = (f.tenant_id == unit.tenant_id, f.replica_id == ask.writer, f.n == n)
    error = unit.connection.execute(select(f.error).where(*failing)).scalar() or ""
    hold(unit, ask, ProtocolReason.HANDLER_FAILED, why=error)
    unit.connection.execute(update(REPLICA).where(*mine).values(last_n=max(last, n)))
    unit.connection.execute(delete(FAILURE).where(*failing))


def hold(
    unit: Unit, ask: Ask, reason: ProtocolReason, *, why: str = "", needs_n: int = 0
) -> Result:
    """Set an entry aside: its result, with the body, and the row by which people decide."""
    unit.seq += 1
    result = Result(0, unit.seq, Outcome.SET_ASIDE.value, [], reason.value)
    ledger.write(unit.connection, unit.tenant_id, ask, result, unit.now_ms)
    args = {
        "replica": ask.writer,
        "n": int(ask.key),
        "name": ask.name.replace("\0", "")[:80],
        "args": canonical(ask.args).decode(),
        "author_id": ask.actor.user_id,
        "author_name": ask.actor.name[:120],
        "device_id": ask.actor.device_id,
        "device_ms": ask.device_ms if 0 <= ask.device_ms <= INSTANT_MS_MAX else None,
        "at_ms": min(ask.at_ms, unit.now_ms),
        "reason": reason.value,
        "why": why[:80],
        "needs_n": needs_n,
        "origin": canonical(_origin(ask)).decode(),
    }
    kept = unit.run_system(unit.catalogue.hold, f"hold:{ask.writer}:{ask.key}", args)
    if kept.outcome != Outcome.ACCEPTED.value:
        raise RuntimeError(f"an entry could not be kept: {kept.reason} {kept.detail}")
    c = REPLICA.c
    mine = (c.tenant_id == unit.tenant_id, c.replica_id == ask.writer)
    unit.connection.execute(update(REPLICA).where(*mine).values(held=c.held + 1))
    return result


def quarantine(unit: Unit, ask: Ask) -> Result:
    """An entry of somebody who was shut out: kept for a dispatcher. Raises QuarantineFull."""
    text = canonical(ask.args)
    c, r = LEDGER.c, REPLICA.c
    query = (
        select(func.count(), func.coalesce(func.sum(func.length(c.body)), 0))
        .join(REPLICA, (r.tenant_id == c.tenant_id) & (r.replica_id == c.writer))
        .where(c.tenant_id == unit.tenant_id, r.user_id == ask.actor.user_id)
        .where(c.outcome == Outcome.SET_ASIDE.value)
    )
    entries, chars = unit.connection.execute(query).one()
    if entries >= QUARANTINE_ENTRIES_MAX or chars + len(text) > QUARANTINE_CHARS_MAX:
        raise QuarantineFull
    if len(text) > ENTRY_BYTES_MAX:
        return without_body(unit, ask)
    return hold(unit, ask, ProtocolReason.QUARANTINED)


def without_body(unit: Unit, ask: Ask) -> Result:
    """An entry too large to keep: recorded so that its number goes on."""
    unit.seq += 1
    reason = ProtocolReason.TOO_LARGE.value
    result = Result(0, unit.seq, Outcome.SET_ASIDE.value, [], reason)
    bare = msgspec.structs.replace(ask, args={}, written=None)
    ledger.write(unit.connection, unit.tenant_id, bare, result, unit.now_ms)
    return result


def needed_by(connection: Connection, tenant_id: str, replica: str, args: bytes) -> int:
    """Number of the last set-aside entry whose rows these arguments name while they are not
    there; 0 when there is none. Only asked of a replica that has had entries set aside."""
    c, v = LEDGER.c, ROW_VERSION.c
    query = select(c.key).where(c.tenant_id == tenant_id, c.writer == replica)
    query = query.where(c.outcome == Outcome.SET_ASIDE.value, c.reason != ProtocolReason.TOO_LARGE)
    for n in sorted(map(int, connection.execute(query).scalars()), reverse=True):
        born = [born_id(replica, str(n), ordinal) for ordinal in range(BORN_MAX)]
        named = [row_id for row_id in born if row_id.encode() in args]
        if not named:
            continue
        there = select(v.row_id).where(v.tenant_id == tenant_id, v.row_id.in_(named))
        if len(set(connection.execute(there).scalars())) < len(named):
            return n
    return 0


def _origin(ask: Ask) -> dict[str, Any]:
    """What a rerun must know beside the columns of the row."""
    meta: dict[str, Any] = {**ask.meta, "app": str(ask.meta["app"])[:80]}
    return {**meta, "schema": str(meta["schema"])[:40], "zone": ask.zone[:64]}
