"""Local windows on real clocks."""

import pytest

from server.appointments.windows import Window, local_minute, window
from sync.outcomes import Rejected

HOUR_MS = 3_600_000


def test_a_window_in_the_places_time() -> None:
    assert window("2026-03-01T09:00", "Asia/Shanghai", 60) == Window(
        1_772_326_800_000, 1_772_326_800_000 + HOUR_MS
    )


def test_a_visit_over_the_change_of_the_clock_keeps_its_length() -> None:
    found = window("2026-03-29T01:30", "Europe/Berlin", 60)
    assert isinstance(found, Window)
    assert found.end_ms - found.start_ms == HOUR_MS
    assert local_minute(found.end_ms, "Europe/Berlin") == "2026-03-29T03:30"


@pytest.mark.parametrize(
    ("start_local", "zone", "reason"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", "unknown_local_time"),
        ("2026-02-30T09:00", "Asia/Shanghai", "unknown_local_time"),
        ("2026-03-01T24:30", "Asia/Shanghai", "unknown_local_time"),
        ("0001-01-01T00:00", "Asia/Shanghai", "unknown_local_time"),
        ("9999-12-31T23:59", "America/New_York", "unknown_local_time"),
        ("1969-12-31T09:00", "UTC", "unknown_local_time"),
        ("2026-03-01T09:00", "../etc", "bad_arguments"),
        ("2026-03-01T09:00", "Asia/Nowhere", "bad_arguments"),
        ("2026-03-01T09:00", "Asia", "bad_arguments"),
    ],
)
def test_what_no_clock_shows_is_refused(start_local: str, zone: str, reason: str) -> None:
    found = window(start_local, zone, 60)
    assert isinstance(found, Rejected)
    assert found.reason == reason


def test_windows_that_touch_do_not_overlap() -> None:
    morning = Window(0, 10)
    assert not morning.overlaps(10, 20)
    assert not morning.overlaps(-5, 0)
    assert morning.overlaps(9, 11)


def test_local_minute_turns_a_window_round() -> None:
    found = window("2026-10-25T02:30", "Europe/Berlin", 60)
    assert isinstance(found, Window)
    assert local_minute(found.start_ms, "Europe/Berlin") == "2026-10-25T02:30"
