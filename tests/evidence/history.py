"""A firm's history of a thousand events, made up, and its export written out by hand."""

from hashlib import sha256
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.evidence.keys import is_signed
from sync import chain
from sync.evidence import (
    FORMAT,
    RESTORED,
    VERSION,
    AnyLine,
    End,
    Epoch,
    Event,
    Head,
    Header,
    Key,
    key_id_of,
    write_line,
)
from sync.findings import Finding, Report, Trust
from sync.verify import Verifier

TENANT = "01890a5d-ac96-774b-bcce-b302099a8057"
EVENTS = 1_000
HEAD_EVERY = 100
RESTORED_AT = 600  # the event that begins the second epoch
NOW_MS = 1_772_326_800_000
UNSIGNED = "0" * 128
Signed = TypeVar("Signed", Head, End)


class Signer:
    """An Ed25519 key from a seed."""

    def __init__(self, seed: int) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(sha256(bytes([seed])).digest())
        self.public = self._private.public_key().public_bytes_raw().hex()
        self.key = Key(key_id_of(self.public), self.public)

    def sign(self, line: Signed) -> Signed:
        named = msgspec.structs.replace(line, key_id=self.key.key_id)
        signature = self._private.sign(named.signed()).hex()
        return msgspec.structs.replace(named, signature=signature)


FIRM, STRANGER = Signer(1), Signer(2)


def seq_of(number: int) -> int:
    """Each seventh number belongs to a refused mutation, which is no event."""
    return number + (number - 1) // 6


def salt_of(seq: int) -> str:
    return sha256(f"salt {seq}".encode()).hexdigest()[:32]


def event(seq: int, payload: dict[str, Any], after: str) -> Event:
    hashed = chain.payload_hash(salt_of(seq), payload)
    return Event(seq, salt_of(seq), payload, hashed, chain.link(after, seq, hashed))


def payload_of(seq: int, after: str, restored_at: int = RESTORED_AT) -> dict[str, Any]:
    if seq == seq_of(restored_at):
        before = {"epoch": "first", "head": seq - 1, "chain": after}
        args = {"epoch": "second", "before": before, "taken_ms": NOW_MS}
        return {"name": RESTORED, "args": args}
    return {"name": "work_order.note", "args": {"text": f"第{seq}条"}, "recorded_ms": NOW_MS + seq}


def head_at(seq: int, link: str, epoch: str, by: Signer = FIRM) -> Head:
    return by.sign(Head(TENANT, epoch, seq, link, NOW_MS + seq, "", UNSIGNED))


def history(
    count: int = EVENTS, head_every: int = HEAD_EVERY, restored_at: int = RESTORED_AT
) -> list[AnyLine]:
    """The lines but the end."""
    epochs = [Epoch("first", 1)]
    if count >= restored_at:
        epochs.append(Epoch("second", seq_of(restored_at)))
    lines: list[AnyLine] = [Header(FORMAT, VERSION, TENANT, "申江", epochs, [FIRM.key], NOW_MS)]
    link = chain.GENESIS
    for number in range(1, count + 1):
        seq = seq_of(number)
        made = event(seq, payload_of(seq, link, restored_at), link)
        link = made.chain
        lines.append(made)
        if number % head_every == 0:
            lines.append(head_at(seq, link, "first" if number < restored_at else "second"))
    return lines


def ended(lines: list[AnyLine], by: Signer = FIRM) -> list[AnyLine]:
    """With the end that this signer writes under them."""
    total, events = sha256(), [line for line in lines if isinstance(line, Event)]
    for line in lines:
        total.update(write_line(line) + b"\n")
    epochs = next(line.epochs for line in lines if isinstance(line, Header))
    last = events[-1]
    end = End(
        *(TENANT, epochs[-1].epoch, last.seq, last.chain, len(events)),
        *(total.hexdigest(), "", UNSIGNED),
    )
    return [*lines, by.sign(end)]


def text_of(lines: list[AnyLine]) -> bytes:
    return b"".join(write_line(line) + b"\n" for line in lines)


def verified(text: bytes, keys: tuple[str, ...] = (FIRM.public,), *heads: Head) -> Report:
    verifier = Verifier(Trust(keys, heads), is_signed)
    *lines, rest = text.split(b"\n")
    for line in lines:
        verifier.read(line)
    return verifier.close(rest=rest)


def relinked(events: list[Event], after: str) -> list[Event]:
    """The same events with hashes and links that fit, as whoever holds the database can write."""
    found: list[Event] = []
    for each in events:
        assert each.payload is not None
        found.append(event(each.seq, each.payload, after))
        after = found[-1].chain
    return found


def wrong(report: Report) -> list[Finding]:
    """What is no note."""
    return [each for each in report.findings if not each.is_note]


def named(report: Report) -> list[tuple[str, int, int]]:
    return [(each.what, each.first, each.last) for each in wrong(report)]


def place_of(lines: list[AnyLine], number: int) -> int:
    """Where the event of this number stands."""
    seq = seq_of(number)
    return next(at for at, line in enumerate(lines) if isinstance(line, Event) and line.seq == seq)
