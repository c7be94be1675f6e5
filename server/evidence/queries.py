"""Reads of the history: where it stands, its events in order, its heads and epochs."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, func, select

from server.evidence.rules import Standing
from server.evidence.tables import SIGNED_HEAD
from server.gateway.tables import EPOCH, EVENT, TENANT
from sync import chain
from sync.evidence import Epoch, Head
from sync.walk import Point, Step

ROWS_AT_ONCE = 1_000
_H = SIGNED_HEAD.c


class Now(msgspec.Struct, frozen=True):
    """A firm's head."""

    name: str
    epoch: str
    point: Point


def now_of(connection: Connection, tenant_id: str) -> Now:
    t = TENANT.c
    query = select(t.name, t.epoch, t.seq, t.chain).where(t.tenant_id == tenant_id)
    line = connection.execute(query).one()
    return Now(line.name, line.epoch, Point(line.seq, line.chain))


def heads_of(connection: Connection, tenant_id: str) -> list[Head]:
    """All signed heads, the oldest first."""
    query = select(_H.epoch, _H.seq, _H.chain, _H.signed_ms, _H.key_id, _H.signature)
    lines = connection.execute(query.where(_H.tenant_id == tenant_id).order_by(_H.seq))
    return [Head(tenant_id, *line) for line in lines]


def standing_of(connection: Connection, tenant_id: str) -> Standing:
    seq = now_of(connection, tenant_id).point.seq
    query = select(_H.seq, _H.recorded_seq, _H.signed_ms).where(_H.tenant_id == tenant_id)
    line = connection.execute(query.order_by(_H.seq.desc()).limit(1)).first()
    return Standing(seq, *line) if line else Standing(seq, 0, 0, 0)


def epochs_of(connection: Connection, tenant_id: str) -> list[Epoch]:
    """Each epoch with the seq of the event that began it; the first begins with 1."""
    e = EPOCH.c
    query = select(e.epoch, e.head).where(e.tenant_id == tenant_id).order_by(e.head)
    ended = [tuple(line) for line in connection.execute(query)]
    names = [epoch for epoch, _ in ended] + [now_of(connection, tenant_id).epoch]
    begins = [1, *(head + 1 for _, head in ended)]
    return [Epoch(name, first) for name, first in zip(names, begins, strict=True)]


def count_events(connection: Connection, tenant_id: str) -> int:
    query = select(func.count()).select_from(EVENT).where(EVENT.c.tenant_id == tenant_id)
    return connection.execute(query).scalar_one()


def point_at(connection: Connection, tenant_id: str, seq: int) -> Point:
    """Where the stored chain stood after everything up to `seq`."""
    e = EVENT.c
    query = select(e.seq, e.chain).where(e.tenant_id == tenant_id, e.seq <= seq)
    line = connection.execute(query.order_by(e.seq.desc()).limit(1)).first()
    return Point(*line) if line else Point(0, chain.GENESIS)


def steps_between(connection: Connection, tenant_id: str, after: int, last: int) -> Iterator[Step]:
    """What the chain covers of the events after one seq up to another, in order."""
    e = EVENT.c
    query = (
        select(e.seq, e.payload_hash, e.chain)
        .where(e.tenant_id == tenant_id, e.seq > after, e.seq <= last)
        .order_by(e.seq)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for line in connection.execute(query):
        yield Step(*line)
