"""What was signed and is not there: cut off at the end, or written anew."""

import msgspec

from sync.findings import Finding
from sync.walk import Point, Walk


class Promise(msgspec.Struct, frozen=True):
    """A signed place at which the chain did not stand as it was signed."""

    point: Point
    since: int  # the last seq that another signed place has confirmed


def losses(promises: list[Promise], walk: Walk) -> list[Finding]:
    """Of a walk that was closed. One loss that several witnesses tell of is one finding."""
    found: list[Finding] = []
    for promise in sorted(promises, key=lambda each: each.point.seq):
        seq, tail = promise.point.seq, walk.tail
        if promise.point.chain == tail.chain:
            continue
        if seq > tail.seq:
            _join(found, Finding("cut", tail.seq + 1, seq))
        elif not walk.has_gap_at(seq):
            _join(found, Finding("rewritten", min(promise.since + 1, seq), seq))
    return found


def _join(found: list[Finding], loss: Finding) -> None:
    before = found[-1] if found else None
    if before and before.what == loss.what and loss.first <= before.last + 1:
        found[-1] = Finding(loss.what, min(before.first, loss.first), loss.last)
    else:
        found.append(loss)
