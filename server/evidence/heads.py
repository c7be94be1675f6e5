"""Signs where a firm's history stands, and records it as an event of that history.

What was signed is also kept in `heads.log` of the data folder: a server signs nothing that does
not continue it, so whoever can write into the database alone gets no signature for a history
that he has changed.
"""

import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from server.db.database import Database
from server.evidence.keys import ChainKey, chain_key
from server.evidence.queries import (
    Now,
    epochs_of,
    heads_of,
    now_of,
    point_at,
    standing_of,
    steps_between,
)
from server.evidence.rules import has_news
from server.evidence.tables import SIGNED_HEAD
from server.files import append
from server.gateway.unit import SYSTEM, Unit
from sync.chain import GENESIS
from sync.evidence import BrokenLine, Epoch, Head, read_line, write_line
from sync.walk import Point

HEAD_SIGNED = "firm.head_signed"  # name of the event; nobody can send it
LOG = "heads.log"
UNSIGNED = ""


class ChainChanged(Exception):
    """The stored history does not continue what was signed before: it is not signed."""

    def __init__(self, firm: str, seq: int) -> None:
        super().__init__(f"The history of “{firm}” was changed at or before event {seq}.")


class HeadLog:
    """Heads as lines of a file, of all firms of this data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / LOG
        self._lock = threading.Lock()

    def append(self, head: Head) -> None:
        """Returns when a power cut cannot take the line."""
        with self._lock:
            append(self._path, write_line(head) + b"\n")

    def heads(self, tenant_id: str) -> list[Head]:
        """In the order of signing. A line that was cut or damaged is no head."""
        found: list[Head] = []
        for text in self._path.read_bytes().splitlines() if self._path.exists() else ():
            try:
                line = read_line(text)
            except BrokenLine:
                continue
            if isinstance(line, Head) and line.tenant_id == tenant_id:
                found.append(line)
        return found


async def sign_head(database: Database, data_dir: Path, tenant_id: str, now_ms: int) -> Head | None:
    """A head over everything so far; None when nothing happened since the last one.

    Raises ChainChanged. Signing and file come before the record, which is kept only once.
    """
    log = HeadLog(data_dir)

    def look(connection: Connection) -> Now | None:
        if not has_news(standing_of(connection, tenant_id)):
            return None
        return checked(connection, tenant_id, log.heads(tenant_id))

    now = await database.read(look)
    if now is None:
        return None
    head = signed(chain_key(data_dir), tenant_id, now, now_ms)
    log.append(head)
    await database.write(tenant_id, lambda unit: record(unit, head))
    return head


def checked(connection: Connection, tenant_id: str, logged: list[Head]) -> Now:
    """The firm's head, if its history continues what was signed last. Raises ChainChanged."""
    now = now_of(connection, tenant_id)
    known = [*logged, *heads_of(connection, tenant_id)]
    point = last_kept(known, epochs_of(connection, tenant_id))
    here = point_at(connection, tenant_id, point.seq)
    if here.chain != point.chain:
        raise ChainChanged(now.name, point.seq)
    for step in steps_between(connection, tenant_id, point.seq, now.point.seq):
        if not step.follows(here):
            raise ChainChanged(now.name, step.seq)
        here = step.claimed
    if here.chain != now.point.chain:
        raise ChainChanged(now.name, now.point.seq)
    return now


def last_kept(heads: list[Head], epochs: list[Epoch]) -> Point:
    """The last signed place that a restore has not undone; the beginning if there is none."""
    ends = {epoch.epoch: after.first_seq for epoch, after in pairwise(epochs)}
    mine = {epoch.epoch for epoch in epochs}
    kept = [
        Point(head.seq, head.chain)
        for head in heads
        if head.epoch in mine and head.seq < ends.get(head.epoch, head.seq + 1)
    ]
    return max(kept, key=lambda point: point.seq, default=Point(0, GENESIS))


def signed(key: ChainKey, tenant_id: str, now: Now, now_ms: int) -> Head:
    point = now.point
    head = Head(tenant_id, now.epoch, point.seq, point.chain, now_ms, key.key.key_id, UNSIGNED)
    return msgspec.structs.replace(head, signature=key.sign(head.signed()))


def record(unit: Unit, head: Head) -> None:
    """The row and its event; a second time, or after a restore meanwhile, nothing."""
    key = f"head:{head.epoch}:{head.seq}"
    if unit.epoch != head.epoch or unit.known(SYSTEM, key) is not None:
        return
    args: dict[str, Any] = msgspec.to_builtins(head)
    del args["line"]
    row = insert(SIGNED_HEAD).values(**args, recorded_seq=unit.seq + 1)
    unit.connection.execute(row)
    unit.note(HEAD_SIGNED, key, args, base_seq=head.seq)
