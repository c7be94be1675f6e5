"""The run of a held entry: right after the decision, in the same unit, as its author.

It has a seq and an event of its own under the entry's own replica and number, so rows born in it
have the ids that its author's phone gave them. The first result stays in the ledger.
"""

import json
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from server.entries import queries
from server.entries.schema import (
    AcceptEntry,
    HeldEntry,
    HeldOutcome,
    HeldReason,
    HeldState,
    RerunEntry,
    SettleEntry,
)
from server.gateway.poison import needed_by
from server.gateway.recovery import base_in
from server.gateway.unit import Ask, Failed, Unit
from server.identity.sessions import actor_of_user
from sync.canonical import canonical
from sync.outcomes import Outcome

WHY_LENGTH_MAX = 80
DETAIL_LENGTH_MAX = 2_000


def run_held(unit: Unit, ask: Ask) -> None:
    """What follows `entry.rerun` and `entry.accept`; then what waited for the rows born in it."""
    replica: str = ask.args["replica"]
    entry = queries.read(unit.connection, unit.tenant_id, replica, ask.args["n"])
    if _run(unit, entry, ask) != Outcome.ACCEPTED:
        return
    for other in queries.needing(unit.connection, unit.tenant_id, replica):
        if not _still_needs(unit.connection, unit.tenant_id, other):
            _run(unit, other, ask)


def _still_needs(connection: Connection, tenant_id: str, entry: HeldEntry) -> bool:
    return needed_by(connection, tenant_id, entry.replica, entry.args.encode()) > 0


def _run(unit: Unit, entry: HeldEntry, decision: Ask) -> str:
    """Run it and write down what became of it; the outcome."""
    try:
        result = unit.run(_as_its_author(unit, entry, decision))
        outcome, why, detail = result.outcome, result.reason, result.detail
    except Failed as failure:
        outcome, why, detail = Outcome.FAILED.value, str(failure), {}
    text = canonical(detail).decode() if detail else ""
    is_rerun = decision.name == RerunEntry.mutation
    args = {
        "replica": entry.replica,
        "n": entry.n,
        "outcome": HeldOutcome(outcome).value,
        "why": why[:WHY_LENGTH_MAX],
        "detail": text if len(text) <= DETAIL_LENGTH_MAX else "",
        "state": (HeldState.RERUN if is_rerun else HeldState.ACCEPTED).value,
    }
    key = f"settle:{entry.replica}:{entry.n}:{unit.seq}"
    settled = unit.run_system(SettleEntry.mutation, key, args)
    assert settled.outcome == Outcome.ACCEPTED, settled
    return outcome


def _as_its_author(unit: Unit, entry: HeldEntry, decision: Ask) -> Ask:
    """With the grants that its author has now: facts land by what he once held."""
    author = actor_of_user(
        unit.connection, unit.tenant_id, entry.author_id, entry.device_id, even_inactive=True
    )
    if author is None:
        raise Failed("the author is unknown")
    origin: dict[str, Any] = json.loads(entry.origin)
    base_epoch, base_seq = origin.get("base", ("", 0))
    return Ask(
        actor=author,
        name=entry.name,
        writer=entry.replica,
        key=str(entry.n),
        hash=origin["hash"],
        args=json.loads(entry.args),
        device_ms=entry.at_ms if entry.device_ms is None else entry.device_ms,
        at_ms=entry.at_ms,
        zone=origin["zone"],
        base_seq=base_in(unit, base_epoch, base_seq),
        meta={
            **{name: value for name, value in origin.items() if name != "zone"},
            "replica": entry.replica,
            "n": entry.n,
            "rerun_by": decision.actor.user_id,
        },
        knows_schema=origin.get("schema", "") in ("", unit.catalogue.schema_hash),
        # Handed over, it is taken on the state that the office sees; all else on its own base.
        is_from_replica=entry.reason is not HeldReason.HANDED_OVER,
        ledger_key=f"{entry.n}:rerun:{unit.seq + 1}",
    )


AFTERWARDS: MappingProxyType[str, tuple[Callable[[Unit, Ask], None], ...]] = MappingProxyType(
    {RerunEntry.mutation: (run_held,), AcceptEntry.mutation: (run_held,)}
)
