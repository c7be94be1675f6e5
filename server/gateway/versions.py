"""Field versions of a row: the seq of each field's last change, and by seq whose change it was.

Stored as one JSON object: {field: seq, …, "": {seq: writer}}. One mutation has one seq and one
writer, so writers stand once for each seq still in use. Lines from before writers were kept lack
the last key.
"""

from typing import Any

import msgspec
from sqlalchemy import select

from server.db.statement import Statement, param
from server.gateway.tables import ROW_VERSION
from server.gateway.tx import Tx

WRITERS = ""
_V = ROW_VERSION.c
_STORED = Statement(
    select(_V.versions).where(
        _V.tenant_id == param("tenant"), _V.kind == param("of_kind"), _V.row_id == param("row")
    ),
    *("tenant", "of_kind", "row"),
)


class Versions(msgspec.Struct, frozen=True):
    """What is known of one row. Nobody changes the two tables."""

    seqs: dict[str, int]
    writers: dict[int, str]

    def seq_of(self, field: str) -> int:
        return self.seqs.get(field, 0)

    def writer_of(self, field: str) -> str:
        """Who changed it last; "" where nobody kept it."""
        return self.writers.get(self.seq_of(field), "")

    def moved_after(self, field: str, base_seq: int, writer: str) -> bool:
        """Somebody other than this writer changed the field after the base."""
        return self.seq_of(field) > base_seq and self.writer_of(field) != writer

    def written(self, fields: set[str], seq: int, writer: str) -> "Versions":
        """As they are once this writer has changed these fields."""
        seqs = self.seqs | dict.fromkeys(fields, seq)
        used = set(seqs.values())
        return Versions(seqs, {s: w for s, w in self.writers.items() if s in used} | {seq: writer})

    def text(self) -> str:
        writers = {str(seq): writer for seq, writer in self.writers.items()}
        return msgspec.json.encode({**self.seqs, WRITERS: writers}, order="sorted").decode()


def read(text: str) -> Versions:
    """The versions in a stored line."""
    found: dict[str, Any] = msgspec.json.decode(text)
    writers: dict[str, str] = found.pop(WRITERS, {})
    return Versions(found, {int(seq): writer for seq, writer in writers.items()})


def moved_since(text: str, seq: int) -> list[str]:
    """Fields in a stored line that changed after this seq."""
    found: dict[str, Any] = msgspec.json.decode(text)
    found.pop(WRITERS, None)
    return [name for name, changed in found.items() if changed > seq]


def versions_of(tx: Tx, kind: str, row_id: str) -> Versions:
    """The versions of a stored row, as this unit of work left them."""
    known: Versions | None = tx.memory.versions.get((kind, row_id))
    if known is None:
        known = read(_STORED.scalar(tx.raw, tx.tenant_id, kind, row_id))
        tx.memory.put(tx.memory.versions, (kind, row_id), known)
    return known
