"""Held entries: kept by the gateway, handed over by their authors, decided by the office."""

from typing import Any

from server.entries import queries, rules
from server.entries.schema import (
    AcceptEntry,
    DiscardEntry,
    HandOverEntry,
    HeldEntry,
    HeldOutcome,
    HeldReason,
    HeldState,
    HoldEntry,
    Reason,
    RerunEntry,
    SettleEntry,
)
from server.gateway.authorise import NOT_ALLOWED, NOT_FOUND, holds_now, system_only
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.queries import grants_of
from server.identity.rules import OFFICE
from server.identity.schema import Role
from sync.outcomes import Accepted, Flag, Outcome, Rejected, Verdict

Decision = RerunEntry | AcceptEntry | DiscardEntry


def may_decide(tx: Tx, args: Decision, call: Call) -> Rejected | None:
    """The office decides for its technicians; what the office itself wrote, and what the server
    could not run, is an administrator's."""
    entry = queries.find(tx, args.replica, args.n)
    if call.actor.is_system and entry is not None:
        return None
    if entry is None or not holds_now(tx, call, entry.id):
        return NOT_FOUND
    if call.actor.has_role(Role.ADMINISTRATOR):
        return None
    if not call.actor.has_role(*OFFICE) or isinstance(args, RerunEntry):
        return NOT_ALLOWED
    roles = {grant.role for grant in grants_of(tx, entry.author_id)}
    return None if roles <= {Role.TECHNICIAN} else NOT_ALLOWED


def his_own(tx: Tx, args: HandOverEntry, call: Call) -> Rejected | None:
    line = queries.refused(tx, call.actor.user_id, args.replica, args.n)
    return NOT_FOUND if line is None else None


def hold(tx: Tx, args: HoldEntry, call: Call) -> Verdict:
    tx.insert(
        HeldEntry(
            id=call.born(0),
            replica=args.replica,
            n=args.n,
            name=args.name,
            args=args.args,
            author_id=args.author_id,
            author_name=args.author_name,
            device_id=args.device_id,
            device_ms=args.device_ms,
            at_ms=args.at_ms,
            held_ms=call.now_ms,
            reason=args.reason,
            why=args.why,
            needs_n=args.needs_n,
            work_order_id=queries.order_named(tx, call, args.author_id, args.args),
            territory_id=queries.territory_of(tx, args.author_id),
            remark="",
            **_undecided(),
            origin=args.origin,
        )
    )
    return Accepted()


def hand_over(tx: Tx, args: HandOverEntry, call: Call) -> Verdict:
    """Its body is in the ledger: what was refused there is what the office reads."""
    line = queries.refused(tx, call.actor.user_id, args.replica, args.n)
    if line.outcome == Outcome.ACCEPTED:
        return Rejected(Reason.ENTRY_WAS_TAKEN)
    known = queries.find(tx, args.replica, args.n)
    if known is not None:
        return _hand_over_again(tx, args, known)
    body = rules.body_of(line.body)
    if body is None or line.outcome == Outcome.SET_ASIDE or line.name.startswith("entry."):
        return Rejected(Reason.ENTRY_WITHOUT_BODY)
    skew_ms = call.at_ms - call.device_ms
    device_ms = call.device_ms if args.device_ms is None else args.device_ms
    tx.insert(
        HeldEntry(
            id=call.born(0),
            replica=args.replica,
            n=args.n,
            name=line.name,
            args=body,
            author_id=call.actor.user_id,
            author_name=call.actor.name[:120],
            device_id=call.actor.device_id,
            device_ms=args.device_ms,
            at_ms=min(max(device_ms + skew_ms, 0), call.now_ms),
            held_ms=call.now_ms,
            reason=HeldReason.HANDED_OVER,
            why=line.reason,
            needs_n=0,
            work_order_id=queries.order_named(tx, call, call.actor.user_id, body),
            territory_id=queries.territory_of(tx, call.actor.user_id),
            remark=args.remark,
            **_undecided(),
            origin=rules.origin_of(line.hash, args.zone),
        )
    )
    return Accepted()


def rerun(tx: Tx, args: RerunEntry, call: Call) -> Verdict:
    return _decide(tx, args, call, HeldState.RERUN)


def accept(tx: Tx, args: AcceptEntry, call: Call) -> Verdict:
    return _decide(tx, args, call, HeldState.ACCEPTED)


def discard(tx: Tx, args: DiscardEntry, call: Call) -> Verdict:
    entry = queries.find(tx, args.replica, args.n)
    if entry is None:
        return NOT_FOUND
    refusal = rules.may_discard(entry)
    if refusal is not None:
        return refusal
    tx.update(entry, state=HeldState.DISCARDED, decided_reason=args.reason, **_decided(call))
    return Accepted()


def settle(tx: Tx, args: SettleEntry, call: Call) -> Verdict:
    entry = queries.find(tx, args.replica, args.n)
    if entry is None:
        return NOT_FOUND
    tx.update(
        entry,
        state=rules.state_after(args.outcome, args.state),
        outcome=args.outcome,
        outcome_why=args.why,
        outcome_detail=args.detail,
        decided_ms=call.now_ms,
    )
    return Accepted()


def _hand_over_again(tx: Tx, args: HandOverEntry, known: HeldEntry) -> Verdict:
    """What is held already only gets the author's word; what was thrown away waits once more."""
    if known.outcome is HeldOutcome.ACCEPTED:
        return rules.decided(known)
    tx.update(known, remark=args.remark, state=HeldState.WAITING)
    return Accepted((Flag.MERGED,))


def _decide(tx: Tx, args: RerunEntry | AcceptEntry, call: Call, state: HeldState) -> Verdict:
    """The run itself comes right after, in the same unit: `running.run_held`."""
    entry = queries.find(tx, args.replica, args.n)
    if entry is None:
        return NOT_FOUND
    refusal = rules.may_run(entry)
    if refusal is not None:
        return refusal
    if rules.is_for_operators(entry) and not isinstance(args, RerunEntry):
        return NOT_ALLOWED
    tx.update(entry, state=state, **_decided(call))
    return Accepted()


def _decided(call: Call) -> dict[str, Any]:
    return {"decided_ms": call.now_ms, "decided_by_id": call.author_id}


def _undecided() -> dict[str, Any]:
    return {
        "state": HeldState.WAITING,
        "outcome": HeldOutcome.NONE,
        "outcome_why": "",
        "outcome_detail": "",
        "decided_ms": None,
        "decided_by_id": None,
        "decided_reason": None,
    }


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(HoldEntry, system_only(), hold),
    Mutation(HandOverEntry, his_own, hand_over),
    Mutation(RerunEntry, may_decide, rerun),
    Mutation(AcceptEntry, may_decide, accept),
    Mutation(DiscardEntry, may_decide, discard),
    Mutation(SettleEntry, system_only(), settle),
)
