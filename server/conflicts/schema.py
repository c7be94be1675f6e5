"""Conflict cards: two people changed one field without seeing each other, and people decide."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Code, Id, InstantMs, MaybeName
from sync.fields import Authority, DerivedFrom, Immutable, Row, State
from sync.kinds import kind
from sync.limits import ENTRY_BYTES_MAX

# Canonical JSON: the field and what derives from it. JSON text inside JSON: twice an entry.
Values = Annotated[str, msgspec.Meta(max_length=2 * ENTRY_BYTES_MAX)]
FromChoice = DerivedFrom("choice")


class Choice(StrEnum):
    """Which of the two values is to be the field's."""

    STORED = "stored"
    ARRIVING = "arriving"


class Conflict(Row, frozen=True):
    """The value that arrived too late to see the other. Its author keeps it in sight for ever."""

    row_kind: Immutable[Code]
    row_id: Immutable[Id]
    field: Immutable[Code]
    arriving: State[Values]
    author_id: Immutable[Id | None]
    author_name: Immutable[MaybeName]
    replica: Immutable[Id]
    n: State[int]  # the last entry that joined the card
    base_seq: State[int]
    said_seq: State[int]
    said_ms: State[InstantMs]  # when the author said so, by his device's corrected clock
    opened_ms: Immutable[InstantMs]
    choice: Authority[Choice | None]  # None: open
    decided_by_id: Annotated[Authority[Id | None], FromChoice]
    decided_by_name: Annotated[Authority[MaybeName], FromChoice]
    decided_ms: Annotated[Authority[InstantMs | None], FromChoice]


class ConflictStored(Row, frozen=True):
    """The other side of a card: what stood when the value arrived. Seen only with the row."""

    conflict_id: Immutable[Id]
    row_kind: Immutable[Code]
    row_id: Immutable[Id]
    field: Immutable[Code]
    value: State[Values]
    by_id: State[Id | None]
    by_name: State[MaybeName]
    at_ms: State[InstantMs]


CONFLICT = kind("conflict", Conflict)
CONFLICT_STORED = kind("conflict_stored", ConflictStored)
KINDS = (CONFLICT, CONFLICT_STORED)


class Reason(StrEnum):
    """Why conflict mutations are refused: nothing beyond what the gateway says."""


class ChooseConflict(Args, kw_only=True, frozen=True):
    """Which value is to be the field's. May be chosen again: the card keeps both."""

    mutation: ClassVar[str] = "conflict.choose"
    conflict_id: Id
    choice: Choice


ARGS = (ChooseConflict,)
