"""Windows are promised in local time; what is compared is instants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from server.appointments.schema import Reason
from sync.outcomes import ProtocolReason, Rejected

MINUTE_MS = 60_000
WINDOW_MS_MAX = 4_102_444_800_000  # the last instant a row can hold
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Window(msgspec.Struct, frozen=True):
    """From start_ms until just before end_ms."""

    start_ms: int
    end_ms: int

    def overlaps(self, start_ms: int, end_ms: int) -> bool:
        return self.start_ms < end_ms and start_ms < self.end_ms


def zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def window(start_local: str, zone: str, duration_min: int) -> Window | Rejected:
    """The instants of a local window. An hour that comes twice means the first of the two."""
    place = zone_named(zone)
    if place is None:
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "unknown zone", "zone": zone})
    unknown = Rejected(Reason.UNKNOWN_LOCAL_TIME, {"start_local": start_local, "zone": zone})
    try:
        wall = datetime.fromisoformat(start_local)
        instant = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
        is_on_the_clock = instant.astimezone(place).replace(tzinfo=None) == wall
    except (ValueError, OverflowError):
        return unknown
    start_ms = (instant - EPOCH) // timedelta(milliseconds=1)
    end_ms = start_ms + duration_min * MINUTE_MS
    if not is_on_the_clock or start_ms < 0 or end_ms > WINDOW_MS_MAX:
        return unknown
    return Window(start_ms, end_ms)


def local_minute(at_ms: int, zone: str) -> str:
    """The wall clock of a zone at an instant: 2026-03-01T09:30."""
    place = zone_named(zone) or UTC
    return (EPOCH + timedelta(milliseconds=at_ms)).astimezone(place).strftime("%Y-%m-%dT%H:%M")
