"""Values that every domain's schema is made of, with their bounds."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Id = Annotated[str, msgspec.Meta(pattern=UUID_PATTERN)]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
MaybeName = Annotated[str, msgspec.Meta(max_length=120)]
Phone = Annotated[str, msgspec.Meta(max_length=40)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
Address = Annotated[str, msgspec.Meta(max_length=300)]
Text = Annotated[str, msgspec.Meta(max_length=2_000)]
SomeText = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Json = Annotated[str, msgspec.Meta(max_length=12_000)]  # canonical JSON text, integers only
Zone = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]  # IANA name
LonE7 = Annotated[int, msgspec.Meta(ge=-1_800_000_000, le=1_800_000_000)]
LatE7 = Annotated[int, msgspec.Meta(ge=-900_000_000, le=900_000_000)]
InstantMs = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]  # UTC, until the year 2100
DurationMin = Annotated[int, msgspec.Meta(ge=5, le=14 * 24 * 60)]
Metres = Annotated[int, msgspec.Meta(ge=0, le=40_100_000)]
LocalMinute = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]
LocalDay = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
CHECK_IN_SAMPLES_MAX = 5  # of one check-in


class Args(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Arguments of one mutation; the subclass names it once: `mutation = "noun.verb"`.

    Rows are named by UUID. Rows born in the mutation are not named: see `sync.ids.born_id`.
    """

    mutation: ClassVar[str]


class Fix(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A measured position: WGS-84 beside what the device or the person really gave."""

    lon_e7: LonE7
    lat_e7: LatE7
    accuracy_m: Metres | None = None
    source: Annotated[str, msgspec.Meta(max_length=20)] = "gps"  # gps | map | address | paste
    at_ms: InstantMs | None = None
    datum: Annotated[str, msgspec.Meta(max_length=8)] = "wgs84"  # as it came in
    original: Annotated[str, msgspec.Meta(max_length=60)] = ""  # the pair as it came in


class NoPosition(StrEnum):
    """Why a phone has no position to give."""

    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"


class Whereabouts(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Where a phone was when somebody came or went: all samples, or why there is none.

    The times of samples are of the same clock as the entry's. `photo_id`: a picture of the
    order, taken because the position alone does not say enough.
    """

    samples: Annotated[tuple[Fix, ...], msgspec.Meta(max_length=CHECK_IN_SAMPLES_MAX)] = ()
    missing: NoPosition | None = None
    photo_id: Id | None = None
