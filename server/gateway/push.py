"""Push: the oldest unsent entries of one replica, each judged by itself (design §4, steps 2-4, 11).

n ≤ last, same hash   → the stored result
n ≤ last, other hash  → rejected `forked` (the copy that lost takes a new identity)
n = last + 1          → run
n > last + 1          → a gap: stop; `last` in the answer says which is wanted
"""

from hashlib import blake2s
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, insert, select, update

from server.gateway import ledger
from server.gateway.call import Actor
from server.gateway.tables import REPLICA
from server.gateway.unit import Ask, Failed, Unit
from sync.canonical import NotCanonical
from sync.entries import Entry, entry_hash
from sync.ids import UUID_TEXT_LENGTH
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result


class ReplicaTaken(Exception):
    """This replica belongs to another user: the request is refused whole."""


class Push(msgspec.Struct, frozen=True):
    """What one request wants written."""

    actor: Actor
    replica: str
    settled: int
    entries: tuple[Entry, ...]
    hollow: tuple[tuple[int, str, str], ...]
    skew_ms: int  # server clock minus device clock, as this request shows it


class Pushed(msgspec.Struct):
    """What became of it."""

    last: int
    results: list[Result]
    failed: tuple[int, str] | None = None


def run_push(unit: Unit, push: Push) -> Pushed:
    """Run one replica's entries in order inside the unit of work. Raises ReplicaTaken."""
    last = _open_replica(unit.connection, unit.tenant_id, push)
    pushed = Pushed(last, [])
    bodies = {n: (hashed, name) for n, hashed, name in push.hollow}
    for entry in push.entries:
        if entry.n > pushed.last + 1:
            break
        try:
            result = _run_entry(unit, push, entry, entry.n <= pushed.last)
        except Failed as failure:
            pushed.failed = (entry.n, str(failure))
            break
        _take(pushed, entry.n, result)
        if result.reason == ProtocolReason.FORKED:
            break  # what follows belongs to the copy's new identity
    for n in sorted(bodies):
        if n <= last:
            _take(pushed, n, _recorded(unit, push.replica, n, bodies[n][0][:64]))
        elif n == pushed.last + 1 and pushed.failed is None:
            _take(pushed, n, _set_aside(unit, push, n, *bodies[n]))
    _close_replica(unit.connection, unit.tenant_id, push, pushed.last)
    return pushed


def _take(pushed: Pushed, n: int, result: Result) -> None:
    pushed.results.append(msgspec.structs.replace(result, n=n))
    pushed.last = max(pushed.last, n)


def _run_entry(unit: Unit, push: Push, entry: Entry, is_known: bool) -> Result:
    ask = _ask(push, entry, unit.catalogue.schema_hash)
    if is_known:
        return _recorded(unit, entry.replica, entry.n, ask.hash)
    return unit.run(ask)


def _recorded(unit: Unit, replica: str, n: int, hashed: str) -> Result:
    """The stored result of an entry that comes again, or `forked` when it is another one."""
    known = ledger.find(unit.connection, unit.tenant_id, replica, str(n))
    if known is not None and known.hash == hashed:
        return known.result
    seq = known.result.seq if known else 0
    return Result(0, seq, Outcome.REJECTED.value, [], ProtocolReason.FORKED.value)


def _ask(push: Push, entry: Entry, schema_hash: str) -> Ask:
    args, hashed = _open_args(entry)
    return Ask(
        actor=push.actor,
        name=entry.name,
        writer=entry.replica,
        key=str(entry.n),
        hash=hashed,
        args=args,
        device_ms=entry.device_ms,
        at_ms=max(0, entry.device_ms + push.skew_ms),
        zone=entry.zone,
        base_seq=entry.base_seq,
        meta={
            "replica": entry.replica,
            "n": entry.n,
            "base": [entry.base_epoch, entry.base_seq],
            "mono_ms": entry.mono_ms,
            "app": entry.app,
            "schema": entry.schema,
            "skew_ms": push.skew_ms,
            "hash": hashed,
        },
        knows_schema=entry.schema == schema_hash,
    )


def _open_args(entry: Entry) -> tuple[Any, str]:
    """Decoded arguments and the entry's hash. What has no canonical form is hashed as text."""
    try:
        args = msgspec.json.decode(entry.args)
        return args, entry_hash(entry, args)
    except (msgspec.DecodeError, NotCanonical):
        text = bytes(entry.args).decode("utf-8", "replace")
        # Times beyond 2^53 have no canonical form either: such an entry is hashed as it came.
        came = f"{entry.replica}\n{entry.n}\n{entry.device_ms}\n{entry.mono_ms}\n{text}"
        return {"unreadable": text[:300]}, blake2s(came.encode()).hexdigest()


def _set_aside(unit: Unit, push: Push, n: int, hashed: str, name: str) -> Result:
    """An entry too large to send: recorded without body, its number goes on."""
    ask = Ask(
        actor=push.actor,
        name=name[:80],
        writer=push.replica,
        key=str(n),
        hash=hashed[:64],
        args={},
        device_ms=0,
        at_ms=0,
        zone="",
        base_seq=0,
        meta={},
    )
    unit.seq += 1
    reason = ProtocolReason.TOO_LARGE.value
    result = Result(0, unit.seq, Outcome.SET_ASIDE.value, [], reason)
    ledger.write(unit.connection, unit.tenant_id, ask, result, unit.now_ms)
    return result


def last_of(connection: Connection, actor: Actor, replica: str) -> int:
    """The last entry number of a replica that has an outcome; 0 for an unknown one."""
    c = REPLICA.c
    query = select(c.last_n).where(
        c.tenant_id == actor.tenant_id, c.replica_id == replica, c.user_id == actor.user_id
    )
    return connection.execute(query).scalar() or 0


def _open_replica(connection: Connection, tenant_id: str, push: Push) -> int:
    """The last number with an outcome. A replica belongs to the user who first used it."""
    assert len(push.replica) == UUID_TEXT_LENGTH
    c = REPLICA.c
    key = and_(c.tenant_id == tenant_id, c.replica_id == push.replica)
    line = connection.execute(select(c.user_id, c.last_n).where(key)).first()
    if line is None:
        connection.execute(
            insert(REPLICA).values(
                tenant_id=tenant_id,
                replica_id=push.replica,
                user_id=push.actor.user_id,
                device_id=push.actor.device_id,
                last_n=0,
                settled_n=0,
            )
        )
        return 0
    if line.user_id != push.actor.user_id:
        raise ReplicaTaken
    return line.last_n


def _close_replica(connection: Connection, tenant_id: str, push: Push, last: int) -> None:
    c = REPLICA.c
    key = and_(c.tenant_id == tenant_id, c.replica_id == push.replica)
    values = {"last_n": last, "settled_n": push.settled, "device_id": push.actor.device_id}
    connection.execute(update(REPLICA).where(key).values(**values))
