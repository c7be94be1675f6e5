"""The ledger: (writer, key) → hash and result, for ever. It is what makes a retry harmless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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
LINE = inserting(
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
    found = _FOUND.first(connection, tenant_id, writer, key)
    if found is None:
        return None
    hashed, seq, outcome, flags, reason, detail = found
    return Known(hashed, Result(0, seq, outcome, json.loads(flags), reason, json.loads(detail)))


def key_of(ask: Ask) -> tuple[str, str]:
    """Writer and key under which its outcome stands."""
    return ask.writer, ask.ledger_key or ask.key


def line(ask: Ask, result: Result, now_ms: int) -> tuple[Any, ...]:
    """What stands there. The body is kept where the entry was refused: it is evidence."""
    refused = result.outcome != Outcome.ACCEPTED.value
    return (
        ask.hash,
        result.seq,
        ask.name.replace("\0", "")[:80],  # PostgreSQL stores no NUL
        result.outcome,
        json.dumps(result.flags) if result.flags else "[]",
        result.reason,
        json.dumps(result.detail, ensure_ascii=False) if result.detail else "{}",
        json.dumps(ask.args, ensure_ascii=False) if refused else "",
        now_ms,
    )


def write(connection: Connection, tenant_id: str, ask: Ask, result: Result, now_ms: int) -> None:
    """Record an outcome at once. (A unit of work lets its lines wait: see `waiting.py`.)"""
    LINE.do(connection, tenant_id, *key_of(ask), *line(ask, result, now_ms))
