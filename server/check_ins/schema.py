"""Check-ins (打卡): where a phone was when its owner said that he came or went.

Evidence for people to judge: a check-in blocks nothing, and is never proof by itself.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import (
    Args,
    Id,
    InstantMs,
    Json,
    LatE7,
    LonE7,
    MaybeName,
    Metres,
    NoPosition,
    Text,
)
from sync.fields import Immutable, Row, State
from sync.kinds import kind

AgeS = Annotated[int, msgspec.Meta(ge=0)]
# What is past these is flagged; see `CheckInFlag`.
FAST_KMH = 150
INACCURATE_M = 200
OLD_S = 120
REPEATED_N = 5
Source = Annotated[str, msgspec.Meta(max_length=20)]


class CheckInPurpose(StrEnum):
    ARRIVE = "arrive"
    LEAVE = "leave"


class CheckInFlag(StrEnum):
    """What somebody should look at; each stands in `flags` with its figure."""

    NO_POSITION = "no_position"  # 1
    OUTSIDE = "outside"  # metres from the site's point
    INACCURATE = "inaccurate"  # metres, as the device claims
    OLD = "old"  # seconds between the sample and the tap
    FAST = "fast"  # km/h since the check-in before
    REPEATED = "repeated"  # check-ins of this person at exactly these coordinates


class CheckInReview(StrEnum):
    NONE = "none"  # nothing was flagged
    AWAITING = "awaiting"
    SEEN = "seen"
    DOUBTFUL = "doubtful"


class CheckIn(Row, frozen=True):
    """One per tap. The best sample stands beside all of them; the site is as it was then."""

    work_order_id: Immutable[Id]
    appointment_id: Immutable[Id]
    technician_id: Immutable[Id | None]
    purpose: Immutable[CheckInPurpose]
    at_ms: Immutable[InstantMs]
    samples: Immutable[Json]  # canonical JSON: a list of `Fix`
    lon_e7: Immutable[LonE7 | None]
    lat_e7: Immutable[LatE7 | None]
    accuracy_m: Immutable[Metres | None]
    age_s: Immutable[AgeS | None]
    source: Immutable[Source]
    missing: Immutable[NoPosition | None]  # why there is no sample, as far as the phone knew
    distance_m: Immutable[Metres | None]  # to the site's point
    radius_m: Immutable[Metres | None]  # of the site
    reason: Immutable[MaybeName]
    photo_id: Immutable[Id | None]
    flags: Immutable[Json]  # canonical JSON: CheckInFlag → its figure
    review: State[CheckInReview]
    reviewed_by_id: State[Id | None]
    reviewed_ms: State[InstantMs | None]
    review_note: State[Text]


CHECK_IN = kind("check_in", CheckIn)
KINDS = (CHECK_IN,)


class Reason(StrEnum):
    """Why check-in mutations are refused."""

    NOTE_NEEDED = "note_needed"  # a doubt says what is doubted


class CheckInVerdict(StrEnum):
    SEEN = "seen"
    DOUBTFUL = "doubtful"


class ReviewCheckIn(Args, kw_only=True, frozen=True):
    """The office has looked at it; the last word stands."""

    mutation: ClassVar[str] = "check_in.review"
    check_in_id: Id
    verdict: CheckInVerdict
    note: Text = ""


ARGS = (ReviewCheckIn,)
