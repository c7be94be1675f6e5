"""Weekly shifts and local days, laid out as instants. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from geo.model import Span

MINUTE_MS = 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REACH_DAYS = 2  # a shift may end on the next day, and one that began before still counts


def instant_ms(wall: datetime, zone: tzinfo) -> int:
    """UTC milliseconds of a wall clock; of an hour that comes twice the first."""
    return (wall.replace(tzinfo=zone).astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)


def local_date(at_ms: int, zone: ZoneInfo) -> date:
    return (EPOCH + timedelta(milliseconds=at_ms)).astimezone(zone).date()


def day_span(day: date, zone: ZoneInfo) -> Span:
    """From one midnight to the next: 23 to 25 hours."""
    start = datetime.combine(day, time())
    return Span(instant_ms(start, zone), instant_ms(start + timedelta(days=1), zone))


def day_after_ms(day: str, zone: ZoneInfo) -> int:
    """The instant at which a local day (YYYY-MM-DD) is over."""
    return day_span(date.fromisoformat(day), zone).end_ms


class Weekly(Protocol):
    """A shift of the weekly pattern: minutes of the wall clock; Monday is 0."""

    @property
    def weekday(self) -> int: ...
    @property
    def start_min(self) -> int: ...
    @property
    def end_min(self) -> int: ...
    @property
    def is_active(self) -> bool: ...


def shift_spans(shifts: Iterable[Weekly], zone: ZoneInfo, reach: Span) -> tuple[Span, ...]:
    """Every shift of the weekly pattern that touches the reach, earliest first.

    Minutes of the day are read from the wall clock, so a shift keeps its hours when the clock
    is put forward or back.
    """
    active = [one for one in shifts if one.is_active]
    pattern = tuple(sorted((one.weekday, one.start_min, one.end_min) for one in active))
    return _spans(pattern, zone, reach)


@lru_cache(maxsize=1_024)  # a firm has few patterns, and many people on each
def _spans(
    pattern: tuple[tuple[int, int, int], ...], zone: ZoneInfo, reach: Span
) -> tuple[Span, ...]:
    first = local_date(reach.start_ms, zone) - timedelta(days=REACH_DAYS)
    last = local_date(reach.end_ms, zone)
    by_weekday = {weekday: (start_min, end_min) for weekday, start_min, end_min in pattern}
    found: list[Span] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        shift = by_weekday.get(day.weekday())
        if shift is None:
            continue
        midnight = datetime.combine(day, time())
        start_ms = instant_ms(midnight + timedelta(minutes=shift[0]), zone)
        end_ms = instant_ms(midnight + timedelta(minutes=shift[1]), zone)
        if start_ms < end_ms and start_ms < reach.end_ms and reach.start_ms < end_ms:
            found.append(Span(start_ms, end_ms))
    return tuple(sorted(found))
