"""Writes a firm's history as a file, line by line: a long one takes no more memory than a short."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, select

from server.evidence.keys import ChainKey, chain_key, known_keys
from server.evidence.queries import (
    ROWS_AT_ONCE,
    Now,
    count_events,
    epochs_of,
    heads_of,
    now_of,
)
from server.gateway.tables import EVENT
from sync.evidence import FORMAT, VERSION, AnyLine, End, Event, Head, Header, write_line

Progress = Callable[[int, int], None]  # (done, total)


class CannotExport(Exception):
    """Said to the person at the terminal as it is."""


class Exported(msgspec.Struct, frozen=True):
    """What was written."""

    firm: str
    events: int
    heads: int


def export_chain(
    connection: Connection,
    tenant_id: str,
    data_dir: Path,
    file: Path,
    now_ms: int,
    progress: Progress,
) -> Exported:
    """Everything up to now, read in the connection's snapshot. Raises CannotExport."""
    if file.exists():
        raise CannotExport(f"{file} is there already: an export never replaces another.")
    now = now_of(connection, tenant_id)
    total = count_events(connection, tenant_id)
    header = Header(
        format=FORMAT,
        version=VERSION,
        tenant_id=tenant_id,
        firm=now.name,
        epochs=epochs_of(connection, tenant_id),
        keys=known_keys(data_dir),
        made_ms=now_ms,
    )
    partial = file.with_name(f"{file.name}.partial-{os.getpid()}")
    try:
        with partial.open("xb") as out:
            writer = _Writer(out, total, progress)
            writer.write(header)
            for line in lines_of(connection, tenant_id):
                writer.write(line)
            writer.end(chain_key(data_dir), tenant_id, now)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    return Exported(now.name, writer.events, writer.heads)


def lines_of(connection: Connection, tenant_id: str) -> Iterator[Event | Head]:
    """Events by their seq, each head after the last event that it covers."""
    heads = heads_of(connection, tenant_id)[::-1]
    e = EVENT.c
    query = (
        select(e.seq, e.salt, e.payload, e.payload_hash, e.chain)
        .where(e.tenant_id == tenant_id)
        .order_by(e.seq)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for line in connection.execute(query):
        while heads and heads[-1].seq < line.seq:
            yield heads.pop()
        payload = msgspec.json.decode(line.payload) if line.payload else None
        yield Event(line.seq, line.salt or None, payload, line.payload_hash, line.chain)
    yield from reversed(heads)


class _Writer:
    """Lines, and the sum of their bytes."""

    def __init__(self, out: BinaryIO, total: int, progress: Progress) -> None:
        self.events = self.heads = 0
        self._out, self._total, self._progress = out, total, progress
        self._sum = sha256()

    def write(self, line: AnyLine) -> None:
        text = write_line(line) + b"\n"
        self._sum.update(text)
        self._out.write(text)
        self.heads += isinstance(line, Head)
        if isinstance(line, Event):
            self.events += 1
            if self.events % ROWS_AT_ONCE == 0 or self.events == self._total:
                self._progress(self.events, self._total)

    def end(self, key: ChainKey, tenant_id: str, now: Now) -> None:
        end = End(
            tenant_id=tenant_id,
            epoch=now.epoch,
            seq=now.point.seq,
            chain=now.point.chain,
            events=self.events,
            sha256=self._sum.hexdigest(),
            key_id=key.key.key_id,
            signature="",
        )
        self.write(msgspec.structs.replace(end, signature=key.sign(end.signed())))
