"""The ledger: (writer, key) → hash and result, for ever. It is what makes a retry harmless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, select

from server.db.statement import Statement, inserting, param
from server.gateway.tables import LEDGER
from sync.outcomes import Outcome
from sync.protocol import Result

if TYPE_CHECKING:
    from server.gateway.unit import Ask


_L = LEDGER.c
_FOUND = Statement(
    select(_L.hash, _L.seq, _L.outcome, _L.flags, _L.reason, _L.detail).where(
        _L.tenant_id == param("tenant"), _L.writer == param("of"), _L.key == param("under")
    ),
    *("tenant", "of", "under"),
)
_LINE = inserting(
    LEDGER,
    *("tenant_id", "writer", "key", "hash", "seq", "name", "outcome", "flags", "reason"),
    *("detail", "body", "recorded_ms"),
)


class Known(msgspec.Struct, frozen=True):
    """What the ledger holds under a key."""

    hash: str
    result: Result


def find(connection: Connection, tenant_id: str, writer: str, key: str) -> Known | None:
    """The recorded outcome of a key, or None. The result's n is 0: the caller knows it."""
    line = _FOUND.first(connection, tenant_id, writer, key)
    if line is None:
        return None
    hashed, seq, outcome, flags, reason, detail = line
    return Known(hashed, Result(0, seq, outcome, json.loads(flags), reason, json.loads(detail)))


def write(connection: Connection, tenant_id: str, ask: Ask, result: Result, now_ms: int) -> None:
    """Record an outcome. The body is kept where the entry was refused: it is evidence."""
    refused = result.outcome != Outcome.ACCEPTED.value
    _LINE.do(
        connection,
        tenant_id,
        ask.writer,
        ask.ledger_key or ask.key,
        ask.hash,
        result.seq,
        ask.name.replace("\0", "")[:80],  # PostgreSQL stores no NUL
        result.outcome,
        json.dumps(result.flags),
        result.reason,
        json.dumps(result.detail, ensure_ascii=False),
        json.dumps(ask.args, ensure_ascii=False) if refused else "",
        now_ms,
    )
