"""The earliest free start in a technician's days.

A visit of `length_ms` may start at s when one shift holds it whole, s lies in the day, in a
promised window, and each appointment b is over (with the way from it) or not yet due (with the
way to it): s >= b.end + gap or s + length <= b.start - gap. So every block forbids one open
stretch of starts, and the earliest start is found by one pass over the sorted stretches.
"""

from collections.abc import Iterator, Sequence

import msgspec

from geo.model import MINUTE_MS, Span

FOREVER = Span(-(2**62), 2**62)


class Block(msgspec.Struct, frozen=True, order=True):
    """A stretch that is taken; `gap_ms` is kept free on both sides."""

    start_ms: int
    end_ms: int
    gap_ms: int = 0


class Piece(msgspec.Struct, frozen=True, order=True):
    """A shift within a day: starts are in [start_ms, last_start_ms], the end by end_ms."""

    start_ms: int
    last_start_ms: int
    end_ms: int
    day: int


class Ask(msgspec.Struct, frozen=True):
    """What is looked for; `windows` in order. `until_ms` bounds the end of the visit (a skill that
    expires)."""

    length_ms: int
    from_ms: int
    until_ms: int
    windows: tuple[Span, ...]
    grain_ms: int


class Slot(msgspec.Struct, frozen=True):
    """A start found, with the piece it is in."""

    start_ms: int
    piece: Piece


def pieces_of(days: Sequence[Span], shifts: Sequence[Span]) -> tuple[Piece, ...]:
    """All parts of shifts in which a visit of one of these days may start, earliest first."""
    pieces: list[Piece] = []
    for number, day in enumerate(days):
        for shift in shifts:
            low_ms = max(day.start_ms, shift.start_ms)
            high_ms = min(day.end_ms - 1, shift.end_ms)
            if low_ms <= high_ms:
                pieces.append(Piece(low_ms, high_ms, shift.end_ms, number))
    return tuple(sorted(pieces))


def first_slot(pieces: Sequence[Piece], blocks: Sequence[Block], ask: Ask) -> Slot | None:
    """The earliest slot, rounded up to the grain where the gap has room for it."""
    forbidden = sorted(
        (block.start_ms - block.gap_ms - ask.length_ms, block.end_ms + block.gap_ms)
        for block in blocks
    )
    for piece in pieces:
        for low, high in _starts(piece, ask):
            high = min(high, piece.end_ms - ask.length_ms, ask.until_ms - ask.length_ms)
            start_ms = _earliest(low, high, forbidden, ask.grain_ms)
            if start_ms is not None:
                return Slot(start_ms, piece)
    return None


def longest_free_min(pieces: Sequence[Piece], blocks: Sequence[Block], ask: Ask) -> int:
    """Whole minutes of the longest visit that would still find a slot; 0 when none would."""
    taken = sorted((block.start_ms - block.gap_ms, block.end_ms + block.gap_ms) for block in blocks)
    longest = 0
    for piece in pieces:
        end_ms = min(piece.end_ms, ask.until_ms)
        for low, high in _starts(piece, ask):
            free_from = low
            for start_ms, until_ms in [*taken, (end_ms, end_ms)]:
                if free_from > high:
                    break
                longest = max(longest, min(start_ms, end_ms) - free_from)
                free_from = max(free_from, until_ms)
    return longest // MINUTE_MS


def _starts(piece: Piece, ask: Ask) -> Iterator[tuple[int, int]]:
    """Allowed starts in a piece, one stretch for each window; both ends included."""
    for window in ask.windows or (FOREVER,):
        low = max(piece.start_ms, ask.from_ms, window.start_ms)
        high = min(piece.last_start_ms, window.end_ms)
        if low <= high:
            yield low, high


def _earliest(low: int, high: int, forbidden: list[tuple[int, int]], grain_ms: int) -> int | None:
    start_ms = low
    for after_ms, until_ms in forbidden:
        if start_ms > high:
            return None
        if until_ms <= start_ms:
            continue
        if start_ms <= after_ms:
            return _rounded(start_ms, min(high, after_ms), grain_ms)
        start_ms = until_ms
    return _rounded(start_ms, high, grain_ms) if start_ms <= high else None


def _rounded(start_ms: int, last_ms: int, grain_ms: int) -> int:
    """Up to the grain, unless that leaves the gap."""
    even_ms = -(-start_ms // grain_ms) * grain_ms
    return even_ms if even_ms <= last_ms else start_ms
