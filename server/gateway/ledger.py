"""The ledger: (writer, key) → hash and result, for ever. It is what makes a retry harmless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, insert, select

from server.gateway.tables import LEDGER
from sync.outcomes import Outcome
from sync.protocol import Result

if TYPE_CHECKING:
    from server.gateway.unit import Ask


class Known(msgspec.Struct, frozen=True):
    """What the ledger holds under a key."""

    hash: str
    result: Result


def find(connection: Connection, tenant_id: str, writer: str, key: str) -> Known | None:
    """The recorded outcome of a key, or None. The result's n is 0: the caller knows it."""
    c = LEDGER.c
    query = select(c.hash, c.seq, c.outcome, c.flags, c.reason, c.detail).where(
        c.tenant_id == tenant_id, c.writer == writer, c.key == key
    )
    line = connection.execute(query).first()
    if line is None:
        return None
    result = Result(
        0, line.seq, line.outcome, json.loads(line.flags), line.reason, json.loads(line.detail)
    )
    return Known(line.hash, result)


def write(connection: Connection, tenant_id: str, ask: Ask, result: Result, now_ms: int) -> None:
    """Record an outcome. The body is kept where the entry was refused: it is evidence."""
    refused = result.outcome != Outcome.ACCEPTED.value
    connection.execute(
        insert(LEDGER).values(
            tenant_id=tenant_id,
            writer=ask.writer,
            key=ask.key,
            hash=ask.hash,
            seq=result.seq,
            name=ask.name.replace("\0", "")[:80],  # PostgreSQL stores no NUL
            outcome=result.outcome,
            flags=json.dumps(result.flags),
            reason=result.reason,
            detail=json.dumps(result.detail, ensure_ascii=False),
            body=json.dumps(ask.args, ensure_ascii=False) if refused else "",
            recorded_ms=now_ms,
        )
    )
