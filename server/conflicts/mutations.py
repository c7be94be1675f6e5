"""The choice on a card: by the office, or by the author while he sees both values."""

from typing import Any

import msgspec

from server.conflicts import queries, rules
from server.conflicts.cards import ConflictCards, decided
from server.conflicts.schema import ChooseConflict, Conflict
from server.db.types import KIND_OF
from server.gateway.authorise import NOT_ALLOWED, NOT_FOUND, holds_now
from server.gateway.call import Call, Mutation
from server.gateway.contest import last_change
from server.gateway.tx import Tx
from server.identity.rules import OFFICE
from sync.canonical import canonical
from sync.fields import Row
from sync.outcomes import Accepted, Rejected, Verdict


def sees_both(tx: Tx, args: ChooseConflict, call: Call) -> Rejected | None:
    """Whoever holds the other side holds the row, and may see the field."""
    card = tx.get(Conflict, args.conflict_id)
    stored = queries.stored_of(tx, args.conflict_id)
    if card is None or stored is None:
        return NOT_FOUND
    if not call.actor.is_system and not holds_now(tx, call, stored.id):
        return NOT_FOUND
    is_author = card.author_id is not None and card.author_id == call.author_id
    return None if is_author or call.actor.has_role(*OFFICE) else NOT_ALLOWED


def choose(tx: Tx, args: ChooseConflict, call: Call) -> Verdict:
    """Write the chosen value as any other change is written, and remember what it replaces."""
    card = tx.get(Conflict, args.conflict_id)
    stored = queries.stored_of(tx, args.conflict_id)
    row = _row_of(tx, card) if card is not None else None
    if card is None or stored is None or row is None:
        return NOT_FOUND
    tx.refuse_if_moved(card, "arriving")  # he chose a value that is not the author's any more
    arriving = msgspec.json.decode(card.arriving)
    present = {name: msgspec.to_builtins(getattr(row, name)) for name in arriving}
    before = msgspec.json.decode(stored.value)
    outcome = rules.chosen(args.choice, card.choice, arriving, before, present)
    if args.choice is not card.choice or outcome.write is not None:
        tx.update(card, **decided(call, args.choice))
    if outcome.keep is not None and outcome.keep != before:
        change = last_change(tx, row, card.field)
        tx.update(
            stored,
            value=canonical(outcome.keep).decode(),
            by_id=change.user_id,
            by_name=ConflictCards().name_of(tx, change.user_id),
            at_ms=change.at_ms,
        )
    if outcome.write is not None:
        tx.update(row, **_typed(row, outcome.write))
    return Accepted()


def _row_of(tx: Tx, card: Conflict) -> Row | None:
    row_type = next(each for each, kind in KIND_OF.items() if kind.name == card.row_kind)
    return tx.get(row_type, card.row_id)


def _typed(row: Row, values: dict[str, Any]) -> dict[str, Any]:
    """JSON values as the row's own types."""
    after = msgspec.convert(msgspec.to_builtins(row) | values, type(row))
    return {name: getattr(after, name) for name in values}


MUTATIONS: tuple[Mutation, ...] = (Mutation(ChooseConflict, sees_both, choose),)
