"""Held entries (待处理记录): what a phone sent and was not taken, for people to decide."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Id, InstantMs, Json, MaybeName, Text, Title
from sync.fields import Authority, Immutable, OfficeAuthority, Row, State
from sync.kinds import kind
from sync.limits import ENTRY_BYTES_MAX

MaybeVerb = Annotated[str, msgspec.Meta(max_length=80)]
MaybeId = Annotated[str, msgspec.Meta(max_length=36)]
MaybeZone = Annotated[str, msgspec.Meta(max_length=64)]
Body = Annotated[str, msgspec.Meta(max_length=ENTRY_BYTES_MAX)]  # canonical JSON of the arguments
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class HeldReason(StrEnum):
    HANDLER_FAILED = "handler_failed"  # the server could not run it, time and again
    NEEDS_SET_ASIDE = "needs_set_aside"  # it names rows of an entry that was set aside
    QUARANTINED = "quarantined"  # the device or its user had been shut out
    HANDED_OVER = "handed_over"  # refused, and its author asks the office
    UNKNOWN_ROW = "unknown_row"  # after a restore: what it speaks of is not back yet


class HeldState(StrEnum):
    WAITING = "waiting"
    RERUN = "rerun"  # an administrator had it run again
    ACCEPTED = "accepted"  # the office had it run
    DISCARDED = "discarded"


class HeldOutcome(StrEnum):
    """What became of it when it was run."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"  # it raised again: still waiting


class HeldEntry(Row, frozen=True):
    """One entry of one replica, whole. It is run as its author, under its own number."""

    replica: Immutable[Id]
    n: Immutable[int]
    name: Immutable[MaybeVerb]  # of the mutation
    args: Immutable[Body]
    author_id: Immutable[Id]
    author_name: Immutable[MaybeName]
    device_id: Immutable[MaybeId]
    device_ms: Immutable[InstantMs | None]  # by the device's clock: a claim
    at_ms: Immutable[InstantMs]  # the same corrected by the measured skew
    held_ms: Immutable[InstantMs]
    reason: Immutable[HeldReason]
    why: Immutable[MaybeVerb]  # the refusal's code, or what was raised
    needs_n: Immutable[int]  # the set-aside entry whose rows it names, 0 for none
    work_order_id: Immutable[Id | None]  # what it is about, if its author ever held that
    territory_id: Immutable[Id | None]  # whose office decides: the author's
    remark: Authority[Text]  # the author's word to the office
    state: State[HeldState]
    outcome: State[HeldOutcome]
    outcome_why: State[MaybeVerb]  # the refusal's code, or what was raised
    outcome_detail: State[Json]
    decided_ms: State[InstantMs | None]
    decided_by_id: State[Id | None]
    decided_reason: State[Title | None]
    origin: OfficeAuthority[Json]  # base, app, schema, hash: what a rerun has to know


HELD_ENTRY = kind("held_entry", HeldEntry)
KINDS = (HELD_ENTRY,)


class Reason(StrEnum):
    """Why decisions on held entries are refused."""

    ENTRY_DECIDED = "entry_decided"  # detail: state, outcome
    ENTRY_WAS_TAKEN = "entry_was_taken"  # it was accepted: there is nothing to hand over
    ENTRY_WITHOUT_BODY = "entry_without_body"  # too large when it came, or of another kind


class HoldEntry(Args, kw_only=True, frozen=True):
    """Sent by the gateway itself. Born: 0 = held_entry."""

    mutation: ClassVar[str] = "entry.hold"
    replica: Id
    n: Number
    name: MaybeVerb
    args: Body
    author_id: Id
    author_name: MaybeName
    device_id: MaybeId
    device_ms: InstantMs | None
    at_ms: InstantMs
    reason: HeldReason
    why: MaybeVerb
    needs_n: int
    origin: Json


class HandOverEntry(Args, kw_only=True, frozen=True):
    """The author's: a refused entry goes to the office with a word. Born: 0 = held_entry."""

    mutation: ClassVar[str] = "entry.hand_over"
    replica: Id
    n: Number
    remark: Text
    device_ms: InstantMs | None = None
    zone: MaybeZone = ""


class RerunEntry(Args, kw_only=True, frozen=True):
    """An administrator's, once what made it fail was mended; what needs its rows runs after it."""

    mutation: ClassVar[str] = "entry.rerun"
    replica: Id
    n: Number


class AcceptEntry(Args, kw_only=True, frozen=True):
    """The office's: it runs as its author."""

    mutation: ClassVar[str] = "entry.accept"
    replica: Id
    n: Number


class DiscardEntry(Args, kw_only=True, frozen=True):
    """The office's: it is kept and never run."""

    mutation: ClassVar[str] = "entry.discard"
    replica: Id
    n: Number
    reason: Title


class SettleEntry(Args, kw_only=True, frozen=True):
    """Sent by the run itself: what became of it."""

    mutation: ClassVar[str] = "entry.settle"
    replica: Id
    n: Number
    outcome: HeldOutcome
    why: MaybeVerb
    detail: Json
    state: HeldState


ARGS = (HoldEntry, HandOverEntry, RerunEntry, AcceptEntry, DiscardEntry, SettleEntry)
