"""Who sees a card: whoever sees the field. Its author sees his own value, wherever the row goes."""

from server.conflicts import queries
from server.conflicts.schema import CONFLICT, CONFLICT_STORED, Conflict, ConflictStored
from server.db.types import KIND_OF
from server.gateway.call import ScopeRule
from server.gateway.contest import judged_fields
from server.gateway.tx import Tx
from server.identity.scope import user_scope
from sync.fields import SEES_ORDER, Merge, Row, Sees

Side = Conflict | ConflictStored


def _author(tx: Tx, card: Conflict) -> set[str]:
    return {user_scope(card.author_id)} if card.author_id is not None else set()


def _row(side: Side) -> list[tuple[str, str]]:
    return [(side.row_kind, side.row_id)]


def _level(side: Side) -> Sees:
    """As the field itself, and never in the catalogue that everybody has."""
    kind = next(kind for kind in KIND_OF.values() if kind.name == side.row_kind)
    sees = next(field.sees for field in kind.fields if field.name == side.field)
    return max(sees, Sees.CREW, key=SEES_ORDER.index)


def companions(tx: Tx, row: Row) -> list[tuple[str, str]]:
    """The cards that go along with a row of any kind."""
    if any(field.merge is Merge.LWW for field in judged_fields(type(row)).values()):
        return queries.cards_on(tx, row)
    return []


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(CONFLICT, roots=_author, parents=_row, level=_level),
    ScopeRule(CONFLICT_STORED, parents=_row, level=_level),
)
