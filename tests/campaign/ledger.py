"""What has been run, ever: ranges of seeds by part and commit, added to and never rewritten."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("ledger.json")


class Line(msgspec.Struct, frozen=True):
    """`count` things of a part were run from seed `first` on, on one state of the code.

    `seeds` of them have a seed of their own; a run of kills or of appends has one for all.
    """

    part: str
    commit: str  # "…-dirty" when the checkout was not what the commit says
    first: int
    seeds: int
    count: int
    violations: int


def load(file: Path = FILE) -> list[Line]:
    """All lines; none when there is no ledger yet."""
    return msgspec.json.decode(file.read_bytes(), type=list[Line]) if file.exists() else []


def save(lines: list[Line], file: Path = FILE) -> None:
    """One line a range, so that a difference can be read."""
    rows = [json.dumps(msgspec.to_builtins(line)) for line in lines]
    text = "[\n" + ",\n".join(f"  {row}" for row in rows) + "\n]\n" if rows else "[]\n"
    aside = file.with_suffix(".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)


def added(lines: list[Line], new: Line) -> list[Line]:
    """With the new line, grown onto the last one of its part where it goes on from it."""
    for at in reversed(range(len(lines))):
        old = lines[at]
        if old.part != new.part:
            continue
        is_next = old.commit == new.commit and old.first + old.seeds == new.first
        if not is_next:
            break
        grown = Line(
            new.part,
            new.commit,
            old.first,
            old.seeds + new.seeds,
            old.count + new.count,
            old.violations + new.violations,
        )
        return [*lines[:at], grown, *lines[at + 1 :]]
    return [*lines, new]


def next_seed(lines: Iterable[Line], part: str, otherwise: int) -> int:
    """The first seed of a part that nobody has run."""
    return max((line.first + line.seeds for line in lines if line.part == part), default=otherwise)


def totals(lines: Iterable[Line]) -> dict[str, tuple[int, int]]:
    """Part → (how many were run, violations)."""
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        count, violations = found.get(line.part, (0, 0))
        found[line.part] = (count + line.count, violations + line.violations)
    return found
