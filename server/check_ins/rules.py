"""What a check-in is worth looking at for. Pure: values in, flags with their figures out.

The phone computes the same (`pwa/src/domain/check_ins/rules.ts`), so distances are those of a
sphere on both sides: within 0.56 % of the ellipsoid's, which no threshold here can feel.
"""

from collections.abc import Iterable, Sequence

import msgspec

from geo.latlon import LonLat, sphere_m
from server.check_ins.schema import (
    FAST_KMH,
    INACCURATE_M,
    OLD_S,
    REPEATED_N,
    CheckInFlag,
    CheckInReview,
    CheckInVerdict,
    Reason,
    ReviewCheckIn,
)
from server.shapes import Fix
from sync.outcomes import Rejected

METRES_MAX = 40_100_000
# A check-in longer ago says nothing about speed.
BEFORE_MS = 86_400_000

Figures = dict[str, int]


class Best(msgspec.Struct, frozen=True):
    """The sample that a check-in is judged by. `accuracy_m` None: the device did not say."""

    place: LonLat
    accuracy_m: int | None
    age_s: int
    source: str


class Before(msgspec.Struct, frozen=True):
    """Where the same person checked in before, and when that point was measured."""

    place: LonLat
    accuracy_m: int | None
    measured_ms: int


def best_of(samples: Iterable[Fix], device_ms: int) -> Best | None:
    """The most accurate; of equals the last. A sample from the future is as old as the tap."""
    best: Fix | None = None
    for sample in samples:
        if best is None or _blur(sample) <= _blur(best):
            best = sample
    if best is None:
        return None
    taken_ms = device_ms if best.at_ms is None else best.at_ms
    age_s = max(0, (device_ms - taken_ms) // 1000)
    place = LonLat(best.lon_e7, best.lat_e7)
    return Best(place, best.accuracy_m, age_s, best.source)


def distance_m(best: Best | None, site: LonLat | None) -> int | None:
    """Whole metres from the best sample to the site's point."""
    if best is None or site is None:
        return None
    return min(_whole(sphere_m(best.place, site)), METRES_MAX)


def speed_kmh(best: Best, before: Before, measured_ms: int) -> int:
    """The least speed that both claims allow: what their accuracies may explain is taken off
    the distance; two points of one second or less are one second apart."""
    slack_m = (best.accuracy_m or 0) + (before.accuracy_m or 0)
    way_m = max(0.0, sphere_m(best.place, before.place) - slack_m)
    took_ms = max(1000, measured_ms - before.measured_ms)
    return _whole(way_m * 3600 / took_ms)


def flags_of(
    best: Best | None,
    *,
    distance_m: int | None,
    radius_m: int | None,
    kmh: int | None,
    same_n: int,
) -> Figures:
    """Flag → figure, for those that are past their threshold.

    `kmh`: implied speed since the check-in before, None without one. `same_n`: check-ins of this
    person at exactly these coordinates, this one included.
    """
    if best is None:
        return {CheckInFlag.NO_POSITION: 1}
    far = distance_m is not None and radius_m is not None and distance_m > radius_m
    judged: Sequence[tuple[CheckInFlag, bool, int]] = (
        (CheckInFlag.OUTSIDE, far, distance_m or 0),
        (CheckInFlag.INACCURATE, (best.accuracy_m or 0) > INACCURATE_M, best.accuracy_m or 0),
        (CheckInFlag.OLD, best.age_s > OLD_S, best.age_s),
        (CheckInFlag.FAST, (kmh or 0) > FAST_KMH, kmh or 0),
        (CheckInFlag.REPEATED, same_n >= REPEATED_N, same_n),
    )
    return {flag.value: figure for flag, is_on, figure in judged if is_on}


def review_of(flags: Figures) -> CheckInReview:
    """What is flagged waits for somebody to look at it."""
    return CheckInReview.AWAITING if flags else CheckInReview.NONE


def reviewed(args: ReviewCheckIn) -> CheckInReview | Rejected:
    """The state after somebody has looked."""
    if args.verdict is CheckInVerdict.DOUBTFUL and not args.note.strip():
        return Rejected(Reason.NOTE_NEEDED)
    return CheckInReview(args.verdict.value)


def _blur(sample: Fix) -> int:
    """A sample that does not say how good it is is worse than any that does."""
    return METRES_MAX + 1 if sample.accuracy_m is None else sample.accuracy_m


def _whole(value: float) -> int:
    """Halves go up, as they do on the phone."""
    return int(value + 0.5)
