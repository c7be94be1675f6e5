"""Shifts, absences, and when a position was measured."""

import pytest

from server.technicians.rules import ABSENCE_MS_MAX, check_absence, check_shift, seen_at_ms


@pytest.mark.parametrize(
    ("start", "end"), [(480, 1_020), (1_320, 1_800), (0, 1_440), (1_439, 1_440)]
)
def test_shifts(start: int, end: int) -> None:
    assert check_shift(start, end) is None


@pytest.mark.parametrize(("start", "end"), [(600, 600), (600, 540), (1_440, 1_500), (60, 1_501)])
def test_bad_shifts(start: int, end: int) -> None:
    refusal = check_shift(start, end)
    assert refusal is not None
    assert refusal.reason == "bad_shift"


@pytest.mark.parametrize(
    ("start", "end", "is_good"),
    [(1, 2, True), (2, 2, False), (3, 2, False), (0, ABSENCE_MS_MAX + 1, False)],
)
def test_absences(start: int, end: int, is_good: bool) -> None:
    assert (check_absence(start, end) is None) == is_good


@pytest.mark.parametrize(
    ("fix_at", "device", "at", "now", "expected"),
    [
        (None, 100, 150, 200, 150),
        (90, 100, 150, 200, 140),
        (190, 100, 150, 200, 200),
        (10, 100, 50, 200, 0),
        (None, 100, 900, 200, 200),
    ],
)
def test_a_position_is_timed_by_our_clock(
    fix_at: int | None, device: int, at: int, now: int, expected: int
) -> None:
    assert seen_at_ms(fix_at, device_ms=device, at_ms=at, now_ms=now) == expected
