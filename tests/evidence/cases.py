"""Writes the cases by which the verifiers in Python and in the browser are judged alike.

    PYTHONPATH=. python -m tests.evidence.cases

`tests/contract/cases/evidence.json`: `base` are the lines of a whole file; each case has `lines`
(the number of a line of it, or another line), `rest` (what follows the last line feed), `keys`
and `heads` that the reader brings, and what a verifier says.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sync import chain
from sync.evidence import AnyLine, Event, Head, write_line
from tests.evidence.history import (
    FIRM,
    STRANGER,
    UNSIGNED,
    ended,
    event,
    head_at,
    history,
    place_of,
    relinked,
    salt_of,
    seq_of,
    text_of,
    verified,
)

FILE = Path(__file__).parents[1] / "contract" / "cases" / "evidence.json"
EVENTS, HEAD_EVERY, RESTORED_AT = 16, 4, 10
LINES = ended(history(EVENTS, HEAD_EVERY, RESTORED_AT))
BASE = [write_line(line).decode() for line in LINES]
FORGED = {"name": "work_order.note", "args": {"text": "假的"}}
Altered = tuple[str, Sequence[AnyLine | str], dict[str, Any]]


def event_at(number: int) -> Event:
    found = LINES[place_of(LINES, number)]
    assert isinstance(found, Event)
    return found


def replaced(number: int, line: AnyLine | str) -> list[AnyLine | str]:
    lines: list[AnyLine | str] = list(LINES)
    lines[place_of(LINES, number)] = line
    return lines


def edits() -> Iterator[Altered]:
    for number in (1, 5, 8, 10, 16):
        old = event_at(number)
        hashed = chain.payload_hash(salt_of(old.seq), FORGED)
        before = event_at(number - 1).chain if number > 1 else chain.GENESIS
        for name, fields in {
            "payload": {"payload": FORGED},
            "hash": {"payload_hash": "0" * 64},
            "link": {"chain": "f" * 64},
            "payload and hash": {"payload": FORGED, "payload_hash": hashed},
            "erased in the file": {"payload": None, "salt": None},
        }.items():
            yield (
                f"{name} of {number}",
                replaced(number, msgspec.structs.replace(old, **fields)),
                {},
            )
        yield f"forged {number}", replaced(number, event(old.seq, FORGED, before)), {}


def moves() -> Iterator[Altered]:
    for number in (1, 5, 8, 15):
        here = place_of(LINES, number)
        old = event_at(number)
        after = event(old.seq + 1, FORGED, old.chain)
        yield f"without {number}", [*LINES[:here], *LINES[here + 1 :]], {}
        yield f"after {number}", [*LINES[: here + 1], after, *LINES[here + 1 :]], {}
        yield f"twice {number}", [*LINES[:here], old, *LINES[here:]], {}
        back = [*LINES[:here], *LINES[here + 1 :]]
        yield f"moved {number}", [*back[:3], old, *back[3:]] if number > 3 else [*back, old], {}
        swapped = [*LINES[:here], LINES[here + 1], old, *LINES[here + 2 :]]
        yield f"swapped {number}", swapped, {}
        yield f"cut at {number}", LINES[:here], {}
        kept = [each for each in LINES[here:] if not isinstance(each, Event)]
        yield f"events cut at {number}", [*LINES[:here], *kept], {}
        events = [each for each in LINES if isinstance(each, Event)]
        forged = event(old.seq, FORGED, events[number - 2].chain if number > 1 else chain.GENESIS)
        mine = [forged, *relinked(events[number:], forged.chain)]
        fresh = iter([*events[: number - 1], *mine])
        anew = [next(fresh) if isinstance(each, Event) else each for each in LINES]
        yield f"written anew from {number}", anew, {}


def signatures() -> Iterator[Altered]:
    place = place_of(LINES, 8) + 1
    head = LINES[place]
    assert isinstance(head, Head)
    for name, other in {
        "unsigned": msgspec.structs.replace(head, signature=UNSIGNED),
        "another time": msgspec.structs.replace(head, signed_ms=1),
        "another firm": FIRM.sign(msgspec.structs.replace(head, tenant_id="other")),
        "another epoch": head_at(head.seq, head.chain, "second"),
        "a stranger's": head_at(head.seq, head.chain, "first", STRANGER),
    }.items():
        yield f"head {name}", [*LINES[:place], other, *LINES[place + 1 :]], {}
    later = head_at(seq_of(20), "a" * 64, "second")
    gone = head_at(seq_of(12), "b" * 64, "first")
    yield "no key pinned", list(LINES), {"keys": []}
    yield "another key pinned", list(LINES), {"keys": [STRANGER.public]}
    yield "brought a later head", list(LINES), {"heads": [later]}
    yield "brought a head of what a restore lost", list(LINES), {"heads": [gone]}
    yield "brought a head of this file", list(LINES), {"heads": [head]}
    yield "brought another head", list(LINES), {"heads": [head_at(head.seq, "c" * 64, "first")]}
    yield "signed by a stranger", ended(list(LINES[:-1]), STRANGER), {}


def broken() -> Iterator[Altered]:
    line = write_line(event_at(5)).decode()
    for name, other in {
        "a space": line.replace('"seq":', '"seq": '),
        "a float": line.replace(f'"seq":{seq_of(5)}', f'"seq":{seq_of(5)}.0'),
        "an escape": line.replace('"chain"', '"\\u0063hain"'),
        "a field twice": line[:-1] + ',"seq":1}',
        "a field more": line.replace('"chain":', '"a":1,"chain":'),
        "a number as text": line.replace(f'"seq":{seq_of(5)}', f'"seq":"{seq_of(5)}"'),
        "true as number": line.replace(f'"seq":{seq_of(5)}', '"seq":true'),
        "half a pair": line.replace("第", "\\ud800"),
        "a capital digit": line.replace(event_at(5).chain, event_at(5).chain[:-1] + "A"),
        "a line feed in a hash": line.replace(event_at(5).chain, event_at(5).chain + "\\n"),
        "only the payload erased": line.replace(f'"{salt_of(seq_of(5))}"', "null"),
        "another kind": line.replace('"line":"event"', '"line":"__proto__"'),
        "nothing": "",
    }.items():
        yield f"broken by {name}", replaced(5, other), {}
    yield "no header", LINES[1:], {}
    yield "two headers", [LINES[0], *LINES], {}
    yield "more after the end", [*LINES, LINES[3]], {}
    yield "a rest", list(LINES), {"rest": "x"}
    yield "nothing at all", [], {}
    without = [
        msgspec.structs.replace(each, payload=None, salt=None)
        if isinstance(each, Event) and each.seq in (seq_of(6), seq_of(7), seq_of(12))
        else each
        for each in LINES[:-1]
    ]
    yield "erased before the export", ended(without), {}
    yield "whole", list(LINES), {}


def case(name: str, lines: Sequence[AnyLine | str], more: dict[str, Any]) -> dict[str, Any]:
    """The case and what Python says of it."""
    texts = [line if isinstance(line, str) else write_line(line).decode() for line in lines]
    rest: str = more.get("rest", "")
    keys: list[str] = more.get("keys", [FIRM.public])
    heads: list[Head] = more.get("heads", [])
    text = "".join(f"{line}\n" for line in texts) + rest
    report = verified(text.encode(), tuple(keys), *heads)
    return {
        "name": name,
        "lines": [BASE.index(line) if line in BASE else line for line in texts],
        "rest": rest,
        "keys": keys,
        "heads": [write_line(head).decode() for head in heads],
        "says": {
            "events": report.events,
            "heads": report.heads,
            "last_seq": report.last_seq,
            "findings": [msgspec.to_builtins(each) for each in report.findings],
        },
    }


def render() -> str:
    """The file's content."""
    altered = [*edits(), *moves(), *signatures(), *broken()]
    whole = {"base": BASE, "cases": [case(*each) for each in altered]}
    assert text_of(LINES).decode().split("\n")[:-1] == BASE
    return json.dumps(whole, ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
