"""Push: the oldest unsent entries of one replica, each judged by itself (design §4, steps 2-4, 11).

n ≤ last, same hash   → the stored result
n ≤ last, other hash  → rejected `forked` (the copy that lost takes a new identity)
n = last + 1          → run
n > last + 1          → a gap: stop; `last` in the answer says which is wanted

After a restore there is more to it: `recovery.py`.
"""

from hashlib import blake2s
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from server.db.statement import Statement, inserting, param
from server.gateway import poison
from server.gateway.call import Actor
from server.gateway.recovery import Recovery
from server.gateway.tables import REPLICA
from server.gateway.unit import Ask, Failed, Unit
from sync.canonical import NotCanonical, canonical
from sync.entries import Entry, entry_hash
from sync.ids import UUID_TEXT_LENGTH
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result

_R = REPLICA.c
_REPLICA_IS = (_R.tenant_id == param("tenant"), _R.replica_id == param("replica"))
_REPLICA = Statement(
    select(_R.user_id, _R.last_n, _R.held).where(*_REPLICA_IS), "tenant", "replica"
)
_NEW_REPLICA = inserting(
    REPLICA, *("tenant_id", "replica_id", "user_id", "device_id", "last_n", "settled_n", "held")
)
_MOVE_ON = Statement(
    update(REPLICA)
    .where(*_REPLICA_IS)
    .values(last_n=param("last"), settled_n=param("settled"), device_id=param("device")),
    *("last", "settled", "device", "tenant", "replica"),
)


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
    epoch_known: str = ""  # of the request's cursor


class Pushed(msgspec.Struct):
    """What became of it."""

    last: int
    results: list[Result]
    failed: tuple[int, str] | None = None
    is_own_fault: bool = False  # of the entry that failed, as far as its exception tells
    oldest_ms: int | None = None  # when the first entry without an outcome was written
    entries: tuple[Entry, ...] = ()


def run_push(unit: Unit, push: Push) -> Pushed:
    """Run one replica's entries in order inside the unit of work.

    Raises ReplicaTaken and, for somebody who was shut out, QuarantineFull.
    """
    last, held = _open_replica(unit.raw, unit.tenant_id, push)
    pushed = Pushed(last, [])
    bodies = {n: (hashed, name) for n, hashed, name in push.hollow}
    recovery = Recovery(unit, push.replica, push.epoch_known)
    for entry in push.entries:
        if entry.n > pushed.last + 1:
            if not recovery.skips(pushed.last, entry):
                break
            pushed.last = entry.n - 1  # the hole is told once, even where this entry fails
        try:
            is_known = recovery.is_known(pushed.last, entry)
            result = _run_entry(unit, push, entry, is_known, held > 0, recovery)
        except Failed as failure:
            pushed.failed = (entry.n, str(failure))
            pushed.is_own_fault = failure.is_own_fault
            break
        held += result.outcome == Outcome.SET_ASIDE
        _take(pushed, entry.n, result)
        if result.reason == ProtocolReason.FORKED:
            break  # what follows belongs to the copy's new identity
    for n in sorted(bodies):
        if n <= last:
            _take(pushed, n, _recorded(unit, push.replica, n, bodies[n][0][:64]))
        elif n == pushed.last + 1 and pushed.failed is None:
            _take(pushed, n, poison.without_body(unit, _hollow(push, n, *bodies[n])))
    recovery.wake()
    left = (entry for entry in push.entries if entry.n > pushed.last)
    pushed.oldest_ms = next((max(0, entry.device_ms + push.skew_ms) for entry in left), None)
    _close_replica(unit.raw, unit.tenant_id, push, pushed.last)
    return pushed


def _take(pushed: Pushed, n: int, result: Result) -> None:
    pushed.results.append(msgspec.structs.replace(result, n=n))
    pushed.last = max(pushed.last, n)


def _run_entry(
    unit: Unit, push: Push, entry: Entry, is_known: bool, has_held: bool, recovery: Recovery
) -> Result:
    ask = ask_of(push, entry, unit.catalogue.schema_hash)
    base_seq = recovery.base_of(entry)
    if base_seq != ask.base_seq:
        ask = msgspec.structs.replace(ask, base_seq=base_seq)
    if is_known:
        return _recorded(unit, entry.replica, entry.n, ask.hash)
    if push.actor.is_revoked:
        return poison.quarantine(unit, ask)
    if has_held:
        text = canonical(ask.args)
        needs_n = poison.needed_by(unit.connection, unit.tenant_id, entry.replica, text)
        if needs_n:
            return poison.hold(unit, ask, ProtocolReason.NEEDS_SET_ASIDE, needs_n=needs_n)
    return recovery.run(entry, ask)


def _recorded(unit: Unit, replica: str, n: int, hashed: str) -> Result:
    """The stored result of an entry that comes again, or `forked` when it is another one."""
    known = unit.known(replica, str(n))
    if known is not None and known.hash == hashed:
        return known.result
    seq = known.result.seq if known else 0
    return Result(0, seq, Outcome.REJECTED.value, [], ProtocolReason.FORKED.value)


def ask_of(push: Push, entry: Entry, schema_hash: str) -> Ask:
    """What this entry asks of the unit of work, with its own number and time."""
    args, hashed, written = _open_args(entry)
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
        is_from_replica=True,
        written=written,
    )


def _open_args(entry: Entry) -> tuple[Any, str, msgspec.Raw | None]:
    """Decoded arguments, the entry's hash, and the arguments as they are written in it. What has
    no canonical form is hashed as text."""
    if entry.opened is not None:
        return *entry.opened, entry.args
    try:
        args = msgspec.json.decode(entry.args)
        written = msgspec.Raw(canonical(args))
        return args, entry_hash(entry, written), written
    except (msgspec.DecodeError, NotCanonical):
        text = bytes(entry.args).decode("utf-8", "replace")
        # Times beyond 2^53 have no canonical form either: such an entry is hashed as it came.
        came = f"{entry.replica}\n{entry.n}\n{entry.device_ms}\n{entry.mono_ms}\n{text}"
        return {"unreadable": text[:300]}, blake2s(came.encode()).hexdigest(), None


def _hollow(push: Push, n: int, hashed: str, name: str) -> Ask:
    """An entry too large to send: its number, hash and name are all that came."""
    return Ask(
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


def last_of(connection: Connection, actor: Actor, replica: str) -> int:
    """The last entry number of a replica that has an outcome; 0 for an unknown one."""
    line = _REPLICA.first(connection, actor.tenant_id, replica)
    return line[1] if line is not None and line[0] == actor.user_id else 0


def _open_replica(connection: Connection, tenant_id: str, push: Push) -> tuple[int, int]:
    """The last number with an outcome, and how many entries were set aside.

    A replica belongs to the user who first used it.
    """
    assert len(push.replica) == UUID_TEXT_LENGTH
    line = _REPLICA.first(connection, tenant_id, push.replica)
    if line is None:
        author = (push.actor.user_id, push.actor.device_id)
        _NEW_REPLICA.do(connection, tenant_id, push.replica, *author, 0, 0, 0)
        return 0, 0
    user_id, last, held = line
    if user_id != push.actor.user_id:
        raise ReplicaTaken
    return last, held


def _close_replica(connection: Connection, tenant_id: str, push: Push, last: int) -> None:
    values = (last, push.settled, push.actor.device_id)
    _MOVE_ON.do(connection, *values, tenant_id, push.replica)
