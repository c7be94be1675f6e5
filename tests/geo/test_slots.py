import random

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Span
from geo.slots import FOREVER, Ask, Block, Piece, first_slot, longest_free_min, pieces_of
from tests.geo.builders import DAY_MS, MIN_MS, MONDAY_MS, hours

WEEK = tuple(hours(0, 24, day) for day in range(3))


def ask(length_min: int, from_min: int = 0, grain_min: int = 1, **changes: object) -> Ask:
    fields: dict[str, object] = {"until_ms": FOREVER.end_ms, "windows": ()}
    return Ask(
        length_ms=length_min * MIN_MS,
        from_ms=MONDAY_MS + from_min * MIN_MS,
        grain_ms=grain_min * MIN_MS,
        **(fields | changes),  # type: ignore[arg-type]
    )


def start_min(pieces: tuple[Piece, ...], blocks: list[Block], asked: Ask) -> float | None:
    slot = first_slot(pieces, blocks, asked)
    return None if slot is None else (slot.start_ms - MONDAY_MS) / MIN_MS


def block(start: float, end: float, gap_min: int = 0) -> Block:
    span = hours(start, end)
    return Block(span.start_ms, span.end_ms, gap_min * MIN_MS)


def test_shifts_are_cut_by_days_but_a_night_shift_goes_on() -> None:
    night = hours(22, 30)
    pieces = pieces_of(WEEK, [night])
    assert [(piece.day, piece.start_ms) for piece in pieces] == [
        (0, night.start_ms),
        (1, MONDAY_MS + DAY_MS),
    ]
    assert {piece.end_ms for piece in pieces} == {night.end_ms}
    assert start_min(pieces, [], ask(60, from_min=23 * 60 + 30)) == 23 * 60 + 30


def test_the_first_gap_that_is_long_enough() -> None:
    pieces = pieces_of(WEEK, [hours(8, 17)])
    blocks = [block(8, 9), block(9.5, 11), block(12, 13)]
    assert start_min(pieces, blocks, ask(30)) == 9 * 60
    assert start_min(pieces, blocks, ask(31)) == 11 * 60
    assert start_min(pieces, blocks, ask(61)) == 13 * 60
    assert start_min(pieces, blocks, ask(4 * 60)) == 13 * 60
    assert start_min(pieces, blocks, ask(4 * 60 + 1)) is None


def test_gaps_are_kept_on_both_sides() -> None:
    pieces = pieces_of(WEEK, [hours(8, 17)])
    blocks = [block(8, 9, gap_min=20), block(11, 12, gap_min=10)]
    assert start_min(pieces, blocks, ask(90)) == 9 * 60 + 20
    assert start_min(pieces, blocks, ask(91)) == 12 * 60 + 10


def test_starts_are_rounded_up_where_there_is_room() -> None:
    pieces = pieces_of(WEEK, [hours(8, 17)])
    blocks = [Block(MONDAY_MS, MONDAY_MS + 481 * MIN_MS), block(9, 17)]
    assert start_min(pieces, blocks, ask(30, grain_min=15)) == 8 * 60 + 15
    assert start_min(pieces, blocks, ask(58, grain_min=15)) == 8 * 60 + 1


def test_windows_bound_the_arrival_and_include_their_ends() -> None:
    pieces = pieces_of(WEEK, [hours(8, 17)])
    two = (hours(10, 10.5), hours(14, 14))
    assert start_min(pieces, [], ask(60, windows=two)) == 10 * 60
    assert start_min(pieces, [block(10, 10.5)], ask(60, windows=two)) == 10 * 60 + 30
    assert start_min(pieces, [block(10, 11)], ask(60, windows=two)) == 14 * 60
    assert start_min(pieces, [block(10, 11)], ask(181, windows=two)) is None


def test_a_skill_that_expires_bounds_the_end() -> None:
    pieces = pieces_of(WEEK, [hours(8, 17)])
    assert start_min(pieces, [], ask(60, until_ms=hours(9, 9).end_ms)) == 8 * 60
    assert start_min(pieces, [], ask(61, until_ms=hours(9, 9).end_ms)) is None


spans = st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_equals_a_trial_of_every_minute(data: st.DataObject) -> None:
    """Days of 100 minutes, everything on whole minutes."""

    def span(pair: tuple[int, int]) -> Span:
        return Span(MONDAY_MS + pair[0] * MIN_MS, MONDAY_MS + pair[1] * MIN_MS)

    days = [span((0, 100)), span((100, 200))]
    shifts = [span(pair) for pair in data.draw(st.lists(spans, max_size=3))]
    windows = tuple(sorted(span(pair) for pair in data.draw(st.lists(spans, max_size=2))))
    taken = data.draw(st.lists(st.tuples(spans, st.integers(0, 15)), max_size=4))
    blocks = [Block(span(p).start_ms, span(p).end_ms, gap * MIN_MS) for p, gap in taken]
    length, from_min = data.draw(st.integers(1, 60)), data.draw(st.integers(0, 150))
    until_min = data.draw(st.one_of(st.just(10_000), st.integers(0, 250)))
    grain_min = data.draw(st.sampled_from([1, 10]))
    asked = ask(
        length, from_min, grain_min, windows=windows, until_ms=MONDAY_MS + until_min * MIN_MS
    )

    def allowed(start: int) -> bool:
        s, e = MONDAY_MS + start * MIN_MS, MONDAY_MS + (start + length) * MIN_MS
        return (
            start >= from_min
            and start + length <= until_min
            and any(day.start_ms <= s < day.end_ms for day in days)
            and any(shift.start_ms <= s and e <= shift.end_ms for shift in shifts)
            and (not windows or any(w.start_ms <= s <= w.end_ms for w in windows))
            and all(s >= b.end_ms + b.gap_ms or e <= b.start_ms - b.gap_ms for b in blocks)
        )

    starts = [start for start in range(200) if allowed(start)]
    pieces = pieces_of(days, shifts)
    random.Random(len(shifts)).shuffle(blocks)
    found = start_min(pieces, blocks, asked)
    if grain_min == 1:
        assert found == (starts[0] if starts else None)
    else:
        assert (found is None) is (not starts)
        assert found is None or (found in starts and found < starts[0] + grain_min)
    free_min = longest_free_min(pieces, blocks, asked)
    assert (free_min >= length) is bool(starts)
