"""Whatever is done to an export of a thousand events is found: each byte, each event.

    make bench-evidence

Every byte of the file gets another value, and is taken out once; every event is edited, deleted,
doubled, forged, moved and made the last. A check goes on from the line before the change and
stops at the first finding, so that all of it takes minutes.
"""

import copy
import random
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, TypeVar

import msgspec

from benchmarks.kit.lines import Line, cpu_s, report
from server.evidence.keys import is_signed
from sync.evidence import AnyLine, Event, write_line
from sync.findings import Finding, Trust
from sync.verify import Verifier
from sync.walk import Walk
from tests.evidence.history import FIRM, ended, event, history

T = TypeVar("T")
LINES = ended(history())
TEXTS = [write_line(line) + b"\n" for line in LINES]
TEXT = b"".join(TEXTS)
STARTS = [0, *accumulate(len(text) for text in TEXTS)]
WRITTEN = {id(line): text for line, text in zip(LINES, TEXTS, strict=True)}
FORGED = {"name": "work_order.note", "args": {"text": "never said"}}
NEAR = 40  # lines within which a moved event is put down again


def text_of(line: AnyLine) -> bytes:
    """Nearly all of them are lines that nobody has changed."""
    return WRITTEN.get(id(line)) or write_line(line) + b"\n"


def forked(original: T) -> T:
    """Another one that has read the same."""
    twin = copy.copy(original)
    for name, value in vars(original).items():
        if isinstance(value, list | dict | set):
            vars(twin)[name] = copy.copy(value)  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, Walk):
            vars(twin)[name] = forked(value)
        elif hasattr(value, "hexdigest"):
            vars(twin)[name] = value.copy()
    return twin


def readers() -> Iterator[Verifier]:
    """One before each line of the file that nobody has changed."""
    verifier = Verifier(Trust((FIRM.public,)), is_signed)
    for text in TEXTS:
        yield forked(verifier)
        verifier.read(text[:-1])
    assert verifier.close().is_whole


def is_found(reader: Verifier, tail: bytes) -> bool:
    """Whether something is wrong with the file that goes on like this."""
    verifier = forked(reader)
    findings: list[Finding] = vars(verifier)["_findings"]
    walk = vars(vars(verifier)["_walk"])
    at, seen = 0, len(findings)
    while (end := tail.find(b"\n", at)) >= 0:
        verifier.read(tail[at:end])
        at = end + 1
        # Each of these is a damage in the end, whatever it will be called.
        if walk["_gaps"] or walk["_strays"] or walk["_edited"]:
            return True
        if any(not each.is_note for each in findings[seen:]):
            return True
    return not verifier.close(rest=tail[at:]).is_whole


def each_byte(before: list[Verifier]) -> Iterator[bool]:
    """Another value, and none, for every byte."""
    rng = random.Random(1)
    for place, byte in enumerate(TEXT):
        line = bisect(STARTS, place) - 1
        head, tail = TEXT[STARTS[line] : place], TEXT[place + 1 :]
        other = bytes([(byte + rng.randrange(1, 256)) % 256])
        yield is_found(before[line], head + other + tail)
        yield is_found(before[line], head + tail)


def tampered(place: int, old: Event, after: str, rng: random.Random) -> Iterator[list[AnyLine]]:
    """What the lines from this event on may become, one thing each."""
    rest = LINES[place + 1 :]
    for fields in ({"payload": FORGED}, {"payload_hash": "0" * 64}, {"chain": "0" * 64}):
        changed: dict[str, Any] = fields
        yield [msgspec.structs.replace(old, **changed), *rest]
    yield rest
    yield [old, old, *rest]
    yield [event(old.seq, FORGED, after), *rest]
    yield [event(old.seq, FORGED, after), old, *rest]
    yield [old, event(old.seq + 1, FORGED, old.chain), *rest]
    near = min(len(rest) - 1, rng.randint(1, NEAR))
    if any(isinstance(each, Event) for each in rest[:near]):
        yield [*rest[:near], old, *rest[near:]]
    yield [each for each in rest if not isinstance(each, Event)]


def each_event(before: list[Verifier]) -> Iterator[bool]:
    rng, after = random.Random(2), "0" * 64
    for place, old in enumerate(LINES):
        if isinstance(old, Event):
            for lines in tampered(place, old, after, rng):
                yield is_found(before[place], b"".join(map(text_of, lines)))
            after = old.chain


def counted(name: str, found: Iterable[bool]) -> list[Line]:
    """How many there were, and how many of them were missed."""
    all_of_them = list(found)
    missed = all_of_them.count(False)
    return [
        Line(f"{name}: changes", len(all_of_them), None, "", "count", {}),
        Line(f"{name}: not found", missed, 0, "", "count", {}),
    ]


def main() -> None:
    """Print the table and write benchmarks/out/evidence.json."""
    before = list(readers())

    def whole() -> None:
        verifier = Verifier(Trust((FIRM.public,)), is_signed)
        for text in TEXTS:
            verifier.read(text[:-1])

    lines = [Line("check of 1,000 events", round(cpu_s(whole) * 1e3, 1), None, "ms", "ratio", {})]
    lines += counted("events edited, deleted, put in, moved, cut", each_event(before))
    lines += counted("single bytes", each_byte(before))
    report("evidence", lines)


if __name__ == "__main__":
    main()
