"""Invariant 14: the chain verifies, and each accepted mutation has exactly one event.

By hashes of its own: a fault in the shipped ones must not be checked by itself.
"""

import json
from collections import Counter
from hashlib import sha256
from typing import Any, NamedTuple

GENESIS = "0" * 64


class Line(NamedTuple):
    """A line of the ledger."""

    writer: str
    key: str
    hash: str
    seq: int
    outcome: str
    reason: str
    name: str
    flags: str


def broken_links(head: Any, ledger: list[Line], events: list[Any]) -> list[str]:
    """What is wrong with the history of a tenant; events in the order of their seq."""
    wrong: list[str] = []
    link = GENESIS
    for event in events:
        if _hash_of(f"{event.salt}\n{_plain(event.payload)}") != event.payload_hash:
            wrong.append(f"the payload of event {event.seq} is not what was hashed")
        link = _hash_of(f"{link}\n{event.seq}\n{event.payload_hash}")
        if link != event.chain:
            wrong.append(f"event {event.seq} does not follow the one before")
    if link != head.chain:
        wrong.append("the chain does not end in the tenant's head")
    told = Counter((event.writer, event.key, event.seq) for event in events)
    accepted = Counter(
        (line.writer, line.key, line.seq) for line in ledger if line.outcome == "accepted"
    )
    wrong += [f"accepted {key} has {told[key]} events" for key in accepted if told[key] != 1]
    wrong += [f"event {key} has no accepted ledger line" for key in told if key not in accepted]
    seqs = Counter(line.seq for line in ledger)
    wrong += [f"seq {seq} was given {count} times" for seq, count in seqs.items() if count > 1]
    if seqs and max(seqs) > head.seq:
        wrong.append("the ledger is ahead of the counter")
    return wrong


def _hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _plain(payload: str) -> str:
    return json.dumps(
        json.loads(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
