"""Cards as they are looked for."""

from sqlalchemy import select

from server.conflicts.schema import CONFLICT, CONFLICT_STORED, Conflict, ConflictStored
from server.conflicts.tables import CONFLICTS, CONFLICTS_STORED
from server.db.statement import ListStatement, Statement, param
from server.db.types import KIND_OF
from server.gateway.tx import Tx
from sync.fields import Row


def stored_of(tx: Tx, conflict_id: str) -> ConflictStored | None:
    """The other side of a card."""
    found = tx.rows(ConflictStored, CONFLICTS_STORED.c.conflict_id == conflict_id)
    return found[0] if found else None


def last_card(tx: Tx, row: Row, field: str, replica: str) -> Conflict | None:
    """This replica's last card for a field."""
    c = CONFLICTS.c
    kind = KIND_OF[type(row)].name
    found = tx.rows(
        Conflict, c.row_id == row.id, c.row_kind == kind, c.field == field, c.replica == replica
    )
    return max(found, key=lambda card: card.said_seq, default=None)


def cards_on(tx: Tx, row: Row) -> list[tuple[str, str]]:
    """(kind, id) of both sides of all cards on a row."""
    cards = _CARDS.scalars(tx.connection, tx.tenant_id, row.id)
    stored = _STORED.all(tx.connection, tx.tenant_id, each=cards)
    sides = (CONFLICT.name, CONFLICT_STORED.name)
    return [side for line in sorted(stored) for side in zip(sides, line, strict=True)]


_C, _S = CONFLICTS.c, CONFLICTS_STORED.c
# Two statements: of a join SQLite reads the firm's cards first.
_CARDS = Statement(
    select(_C.id).where(_C.tenant_id == param("tenant"), _C.row_id == param("row")),
    *("tenant", "row"),
)
_STORED = ListStatement(
    lambda each: select(_S.conflict_id, _S.id).where(
        _S.tenant_id == param("tenant"), _S.conflict_id.in_(each)
    ),
    "tenant",
)
