"""Weekly shifts on real calendars."""

from zoneinfo import ZoneInfo

import pytest

from geo.model import Span
from server.dispatch.calendar import day_after_ms, day_span, local_date, shift_spans
from server.technicians.schema import Shift

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR_MS = 3_600_000
SUNDAY_MS = 1_772_294_400_000  # 2026-03-01 00:00 in Shanghai


def shift(weekday: int, start_min: int, end_min: int, *, is_active: bool = True) -> Shift:
    return Shift(
        id=f"5000000{weekday}-0000-4000-8000-000000000000",
        technician_id="30000000-0000-4000-8000-000000000001",
        weekday=weekday,
        start_min=start_min,
        end_min=end_min,
        is_active=is_active,
    )


def test_a_weekly_shift_becomes_an_interval_of_its_day() -> None:
    reach = Span(SUNDAY_MS, SUNDAY_MS + 48 * HOUR_MS)
    spans = shift_spans([shift(6, 480, 1080), shift(0, 540, 1020)], SHANGHAI, reach)
    assert spans == (
        Span(SUNDAY_MS + 8 * HOUR_MS, SUNDAY_MS + 18 * HOUR_MS),
        Span(SUNDAY_MS + 33 * HOUR_MS, SUNDAY_MS + 41 * HOUR_MS),
    )


def test_a_night_shift_of_the_day_before_still_counts() -> None:
    reach = Span(SUNDAY_MS, SUNDAY_MS + HOUR_MS)
    night = shift_spans([shift(5, 1320, 1800)], SHANGHAI, reach)
    assert night == (Span(SUNDAY_MS - 2 * HOUR_MS, SUNDAY_MS + 6 * HOUR_MS),)


@pytest.mark.parametrize("given", [shift(6, 480, 1080, is_active=False), shift(2, 480, 1080)])
def test_other_days_and_ended_shifts_do_not_count(given: Shift) -> None:
    assert shift_spans([given], SHANGHAI, Span(SUNDAY_MS, SUNDAY_MS + HOUR_MS)) == ()


def test_a_shift_keeps_its_hours_when_the_clock_is_put_forward() -> None:
    day = day_span(local_date(1_774_750_000_000, BERLIN), BERLIN)  # 2026-03-29
    assert day.end_ms - day.start_ms == 23 * HOUR_MS
    (span,) = shift_spans([shift(6, 480, 1080)], BERLIN, day)
    assert span == Span(day.start_ms + 7 * HOUR_MS, day.start_ms + 17 * HOUR_MS)


def test_a_certificate_counts_on_its_last_day() -> None:
    assert day_after_ms("2026-03-01", SHANGHAI) == SUNDAY_MS + 24 * HOUR_MS
