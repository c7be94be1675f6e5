"""What may be said of technicians: values in, a refusal or values out."""

from server.technicians.schema import Reason
from sync.outcomes import Rejected

DAY_MIN = 1_440
ABSENCE_MS_MAX = 2 * 366 * 86_400_000


def check_shift(start_min: int, end_min: int) -> Rejected | None:
    """Begins on its day, ends after it began, and is over within 24 hours."""
    if start_min < DAY_MIN and start_min < end_min <= start_min + DAY_MIN:
        return None
    return Rejected(Reason.BAD_SHIFT, {"start_min": start_min, "end_min": end_min})


def check_absence(from_ms: int, to_ms: int) -> Rejected | None:
    if from_ms < to_ms <= from_ms + ABSENCE_MS_MAX:
        return None
    return Rejected(Reason.BAD_ABSENCE, {"from_ms": from_ms, "to_ms": to_ms})


def seen_at_ms(fix_at_ms: int | None, *, device_ms: int, at_ms: int, now_ms: int) -> int:
    """When a position was measured, by the server's clock and never in its future.

    `at_ms - device_ms` is how far the device's clock, which stamped the fix, is behind ours.
    """
    if fix_at_ms is None:
        return min(at_ms, now_ms)
    return max(0, min(fix_at_ms + at_ms - device_ms, now_ms))
