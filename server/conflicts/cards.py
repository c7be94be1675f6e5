"""How cards are opened and joined: the gateway's side of the domain."""

from typing import Any

import msgspec

from server.conflicts import queries
from server.conflicts.schema import Choice, Conflict, ConflictStored
from server.db.types import KIND_OF
from server.gateway.call import Call
from server.gateway.contest import Held
from server.gateway.tx import Tx
from server.identity.schema import User
from sync.canonical import canonical
from sync.fields import Row

FIRST_ORDINAL = 1_000  # of rows born here: behind all that a handler may bear


class ConflictCards:
    """`server.gateway.contest.Cards`."""

    def said(self, tx: Tx, call: Call, row: Row, field: str) -> tuple[Any] | None:
        card = queries.last_card(tx, row, field, call.writer)
        if card is None or card.said_seq <= call.base_seq:
            return None
        return (msgspec.json.decode(card.arriving)[field],)

    def open(self, tx: Tx, call: Call, held: list[Held], agreed: list[tuple[Row, str]]) -> None:
        for at, each in enumerate(held):
            card = queries.last_card(tx, each.row, each.field, call.writer)
            if card is not None and (card.choice is None or card.said_seq > call.base_seq):
                _join(tx, call, card, each)
            else:
                _open(tx, call, each, FIRST_ORDINAL + 2 * at)
        for row, field in agreed:
            card = queries.last_card(tx, row, field, call.writer)
            if card is not None and card.choice is None and card.said_seq > call.base_seq:
                _agree(tx, call, card, row)

    def name_of(self, tx: Tx, user_id: str | None) -> str:
        user = tx.get(User, user_id)
        return user.name if user is not None else ""


def _open(tx: Tx, call: Call, held: Held, ordinal: int) -> None:
    """A card of its own, with both values."""
    names: dict[str, Any] = {
        "row_kind": KIND_OF[type(held.row)].name,
        "row_id": held.row.id,
        "field": held.field,
    }
    card = tx.insert(
        Conflict(
            id=call.born(ordinal),
            **names,
            **_said(call, held.arriving),
            author_id=call.author_id,
            author_name=call.actor.name[:120],
            replica=call.writer,
            opened_ms=call.now_ms,
            choice=None,
            decided_by_id=None,
            decided_by_name="",
            decided_ms=None,
        )
    )
    other = ConflictStored(
        id=call.born(ordinal + 1), conflict_id=card.id, **names, **_stood(tx, held)
    )
    tx.insert(other)


def _join(tx: Tx, call: Call, card: Conflict, held: Held) -> None:
    """A later entry of the same replica says something else: the question is put anew."""
    undecided = {"choice": None, "decided_by_id": None, "decided_by_name": "", "decided_ms": None}
    tx.update(card, **_said(call, held.arriving), **undecided)
    stored = queries.stored_of(tx, card.id)
    if stored is not None:
        tx.update(stored, **_stood(tx, held))


def _agree(tx: Tx, call: Call, card: Conflict, row: Row) -> None:
    """The author came to the stored value by himself: there is nothing left to decide."""
    values = msgspec.json.decode(card.arriving)
    now = {name: msgspec.to_builtins(getattr(row, name)) for name in values}
    tx.update(card, **_said(call, now), **decided(call, Choice.STORED))


def decided(call: Call, choice: Choice) -> dict[str, Any]:
    """Fields of a card on which somebody has chosen."""
    return {
        "choice": choice,
        "decided_by_id": call.author_id,
        "decided_by_name": call.actor.name[:120],
        "decided_ms": call.moment_ms,
    }


def _said(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "arriving": canonical(values).decode(),
        "n": int(call.key),
        "base_seq": call.base_seq,
        "said_seq": call.seq,
        "said_ms": call.moment_ms,
    }


def _stood(tx: Tx, held: Held) -> dict[str, Any]:
    user = tx.get(User, held.change.user_id)
    return {
        "value": canonical(held.stored).decode(),
        "by_id": held.change.user_id,
        "by_name": user.name if user is not None else "",
        "at_ms": held.change.at_ms,
    }
