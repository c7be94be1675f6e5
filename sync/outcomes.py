"""The three outcomes of a mutation. TypeScript: `pwa/src/contract/protocol.ts`."""

from enum import StrEnum
from typing import Any

import msgspec


class Outcome(StrEnum):
    """What became of an entry. `failed` is never recorded: the entry is sent again."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"
    FAILED = "failed"


class Flag(StrEnum):
    """What the author should know about an accepted mutation."""

    LATE = "late"  # the fact was stored, but moved no state: the row was not his any more
    MERGED = "merged"  # what somebody else had changed meanwhile stayed, the rest was stored
    CORRECTED = "corrected"  # a value was stored otherwise than the arguments say
    CONTESTED = "contested"  # somebody else had changed a field: its arriving value is on a card


class ProtocolReason(StrEnum):
    """Why the gateway itself refuses. Domains add their own in `schema.Reason`."""

    NOT_FOUND = "not_found"  # no such row, or never in the author's scope: deliberately the same
    NOT_ALLOWED = "not_allowed"  # the author's roles do not include this decision
    BAD_ARGUMENTS = "bad_arguments"  # wrong types, missing or unknown fields, text too long
    UNKNOWN_MUTATION = "unknown_mutation"  # under a schema this server knows
    TOO_LARGE = "too_large"
    FORKED = "forked"  # this number was already used by another copy of the replica
    KEY_REUSED = "key_reused"
    TOO_MANY_ROWS = "too_many_rows"
    CHANGED_MEANWHILE = "changed_meanwhile"  # detail: kind, field, by, at_ms
    HANDLER_FAILED = "handler_failed"  # set aside: the server could not run it, time and again
    NEEDS_SET_ASIDE = "needs_set_aside"  # set aside with the entry whose rows it names
    QUARANTINED = "quarantined"  # set aside: the device or its user was shut out
    UNKNOWN_ROW = "unknown_row"  # set aside after a restore: what it speaks of is not back yet


class Accepted(msgspec.Struct, frozen=True):
    """A handler's yes."""

    flags: tuple[Flag, ...] = ()


class Rejected(msgspec.Struct, frozen=True):
    """A permanent no with a reason a human is shown; `detail` fills its sentence."""

    reason: str
    detail: dict[str, Any] = {}


Verdict = Accepted | Rejected
