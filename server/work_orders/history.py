"""The one way to write a line of an order's history."""

from typing import Any

import msgspec

from server.gateway.call import Call
from server.gateway.tx import Tx
from server.shapes import Args
from server.work_orders.schema import Fact
from sync.canonical import canonical

INSTANT_MS_MAX = 4_102_444_800_000  # the last instant a row can hold
NAMING = frozenset({"work_order_id", "appointment_id", "fact_id"})


def write(
    tx: Tx,
    call: Call,
    ordinal: int,
    work_order_id: str,
    *,
    appointment_id: str | None = None,
    text: str = "",
    detail: dict[str, Any] | None = None,
    is_late: bool = False,
) -> Fact:
    """Store the history line of this mutation under the ordinal its arguments' class documents."""
    is_instant = 0 <= call.device_ms <= INSTANT_MS_MAX
    return tx.insert(
        Fact(
            id=call.born(ordinal),
            work_order_id=work_order_id,
            appointment_id=appointment_id,
            verb=call.name,
            author_id=call.author_id,
            author_name=call.actor.name[:120],
            device_ms=call.device_ms if is_instant else None,
            at_ms=call.moment_ms,
            recorded_ms=call.now_ms,
            text=text,
            detail=canonical(detail).decode() if detail else "{}",
            is_late=is_late,
            struck_by_id=None,
            struck_reason="",
            seen_ms=None,
        )
    )


def detail_of(args: Args, *without: str) -> dict[str, Any]:
    """Arguments worth keeping as figures: set ones, without the names of the rows they are on."""
    values: dict[str, Any] = msgspec.to_builtins(args)
    left_out = NAMING | set(without)
    return {
        name: value
        for name, value in values.items()
        if name not in left_out and value is not None and value != ""
    }
