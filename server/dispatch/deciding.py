"""Proposals become decisions: one keyed `appointment.assign` for each order, judged by itself."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from geo.rank import Excluded
from server.appointments.schema import AssignAppointment, Reason
from server.appointments.windows import local_minute
from server.dispatch.nearest import Nearest
from server.dispatch.planning import Plan, Proposal
from server.dispatch.reasons import counted
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result

ABOUT_THE_TECHNICIAN = frozenset(
    {Reason.OVERLAP.value, Reason.LACKS_SKILL.value, Reason.TECHNICIAN_INACTIVE.value}
)
# (name, arguments, key) → its result; the same key with the same arguments does nothing twice
Submit = Callable[[str, dict[str, Any], str], Awaitable[Result]]


class Decided(msgspec.Struct, frozen=True):
    work_order_id: str
    technician_id: str
    start_local: str


class LeftOver(msgspec.Struct, frozen=True):
    """`reasons`: what stood in the way, most frequent first, `{code, count}`; for a refused
    assignment its reason with its figures. `excluded`: everybody with his own."""

    work_order_id: str
    reasons: tuple[dict[str, Any], ...]
    excluded: tuple[Excluded, ...] = ()


class Decisions(msgspec.Struct, frozen=True):
    assigned: tuple[Decided, ...]
    unassigned: tuple[LeftOver, ...]


async def decide(plan: Plan, submit: Submit, key: str) -> Decisions:
    """Submit every proposal. What others decided meanwhile comes back as a reason."""
    assigned: list[Decided] = []
    left: list[LeftOver] = []
    for proposal in plan.proposals:
        refused = await _submit(proposal, submit, f"{key}:{proposal.work_order_id}")
        if refused is None:
            assigned.append(
                Decided(proposal.work_order_id, proposal.technician_id, proposal.start_local)
            )
        else:
            left.append(LeftOver(proposal.work_order_id, (refused,)))
    for unassigned in plan.unassigned:
        reasons = tuple(counted(unassigned.excluded))
        left.append(LeftOver(unassigned.job_id, reasons, unassigned.excluded))
    unknown: dict[str, Any] = {"code": ProtocolReason.NOT_FOUND.value}
    left.extend(LeftOver(work_order_id, (unknown,)) for work_order_id in plan.unknown)
    return Decisions(tuple(assigned), tuple(left))


async def decide_nearest(found: Nearest, submit: Submit, key: str) -> Decisions:
    """The nearest who fits; the next one where the first was taken meanwhile."""
    last: dict[str, Any] | None = None
    for number, fit in enumerate(found.fits):
        proposal = Proposal(
            work_order_id=found.work_order_id,
            technician_id=fit.technician_id,
            start_local=local_minute(found.at_ms, found.zone),
            zone=found.zone,
            duration_min=found.duration_min,
        )
        last = await _submit(proposal, submit, f"{key}:{found.work_order_id}:{number}")
        if last is None:
            given = Decided(found.work_order_id, fit.technician_id, proposal.start_local)
            return Decisions((given,), ())
        if last["code"] not in ABOUT_THE_TECHNICIAN:
            break
    reasons = (last,) if last is not None else tuple(counted(found.excluded))
    return Decisions((), (LeftOver(found.work_order_id, reasons, found.excluded),))


async def _submit(proposal: Proposal, submit: Submit, key: str) -> dict[str, Any] | None:
    """None when it was accepted, else the refusal's code with its figures."""
    args: dict[str, Any] = msgspec.to_builtins(proposal)
    result = await submit(AssignAppointment.mutation, args, key)
    if result.outcome == Outcome.ACCEPTED.value:
        return None
    return {"code": result.reason, **result.detail}
