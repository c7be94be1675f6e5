"""What may be decided of held entries: values in, a refusal out."""

import json

from server.entries.schema import HeldEntry, HeldOutcome, HeldReason, HeldState, Reason
from sync.canonical import canonical
from sync.limits import ENTRY_BYTES_MAX
from sync.outcomes import Rejected

OF_THE_SERVER = (HeldReason.HANDLER_FAILED, HeldReason.NEEDS_SET_ASIDE, HeldReason.UNKNOWN_ROW)


def is_open(entry: HeldEntry) -> bool:
    """Nobody has thrown it away, and it has not been taken."""
    return entry.state is not HeldState.DISCARDED and entry.outcome is not HeldOutcome.ACCEPTED


def decided(entry: HeldEntry) -> Rejected:
    detail = {"state": entry.state.value, "outcome": entry.outcome.value}
    return Rejected(Reason.ENTRY_DECIDED, detail)


def may_run(entry: HeldEntry) -> Rejected | None:
    """A run that was refused may be tried again: things may have changed since."""
    if not is_open(entry):
        return decided(entry)
    if entry.name.startswith("entry."):  # a decision on decisions would run in circles
        return Rejected(Reason.ENTRY_WITHOUT_BODY, {"name": entry.name})
    return None


def may_discard(entry: HeldEntry) -> Rejected | None:
    return None if is_open(entry) else decided(entry)


def is_for_operators(entry: HeldEntry) -> bool:
    """What the server itself could not run is run again by whoever mends the server."""
    return entry.reason in OF_THE_SERVER


def state_after(outcome: HeldOutcome, state: HeldState) -> HeldState:
    """What raised again goes on waiting; the state that was given stands otherwise."""
    return HeldState.WAITING if outcome is HeldOutcome.FAILED else state


def origin_of(hashed: str, zone: str) -> str:
    """What is known of an entry that its author hands over: not its base, the office takes it."""
    return canonical({"hash": hashed, "zone": zone}).decode()


def body_of(kept: str) -> str | None:
    """The arguments that the ledger kept, as a row holds them; None where they do not fit one."""
    text = canonical(json.loads(kept or "{}"))
    return text.decode() if 2 < len(text) <= ENTRY_BYTES_MAX else None
