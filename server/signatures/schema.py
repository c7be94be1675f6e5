"""Signatures (签字): one person's word on exactly what he was shown, never changed afterwards.

`shown` is the canonical JSON of what stood on the screen, `shown_sha256` its hash; the shape is
`Shown` in `changes.py`. `strokes` is packed as `strokes.py` says, "" where the name was typed.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import (
    Args,
    Code,
    Fix,
    Id,
    InstantMs,
    Json,
    LatE7,
    LonE7,
    MaybeName,
    Metres,
    Name,
    Sha256,
    Title,
)
from sync.fields import Immutable, Row
from sync.kinds import kind

SIGNATURE_POINTS_MAX = 480
# An entry has 16 KB: what was shown takes at most 9, names and ids 1.5.
STROKES_CHARS_MAX = 5_500
Strokes = Annotated[str, msgspec.Meta(max_length=STROKES_CHARS_MAX)]
Version = Annotated[int, msgspec.Meta(ge=0, le=9_999)]
MaybeCode = Annotated[str, msgspec.Meta(max_length=40)]
MaybeTitle = Annotated[str, msgspec.Meta(max_length=160)]
MaybeId = Annotated[str, msgspec.Meta(max_length=36)]


class SignerRole(StrEnum):
    """As what somebody signs. A witness confirms nothing by himself."""

    CUSTOMER = "customer"
    PROPERTY_MANAGER = "property_manager"
    WITNESS = "witness"


class Signature(Row, frozen=True):
    work_order_id: Immutable[Id]
    appointment_id: Immutable[Id]
    role: Immutable[SignerRole]
    signer_name: Immutable[MaybeName]
    relation: Immutable[MaybeName]
    is_refused: Immutable[bool]
    reason: Immutable[MaybeTitle]  # of a refusal
    language: Immutable[MaybeCode]  # in which it was shown, BCP 47
    consent_id: Immutable[MaybeCode]  # which sentence stood above, "" with a refusal
    consent_version: Immutable[Version]
    shown: Immutable[Json]
    shown_sha256: Immutable[Sha256]
    strokes: Immutable[Strokes]
    attachment_id: Immutable[Id | None]  # the same strokes as a picture
    author_id: Immutable[Id | None]  # whose device it was
    device_id: Immutable[MaybeId]
    device_ms: Immutable[InstantMs | None]  # by the device's clock: a claim
    skew_ms: Immutable[int]  # what was added to it, as measured then
    at_ms: Immutable[InstantMs]  # device time corrected by the skew
    recorded_ms: Immutable[InstantMs]  # when the server stored it
    lon_e7: Immutable[LonE7 | None]
    lat_e7: Immutable[LatE7 | None]
    accuracy_m: Immutable[Metres | None]
    is_late: Immutable[bool]


SIGNATURE = kind("signature", Signature)
KINDS = (SIGNATURE,)


class Reason(StrEnum):
    """Why a signature is refused: it would prove nothing."""

    BLANK_SIGNATURE = "blank_signature"  # a dot or a tap instead of a name
    BAD_STROKES = "bad_strokes"  # detail: problem
    SHOWN_MISMATCH = "shown_mismatch"  # the hash is not that of the text


class TakeSignature(Args, kw_only=True, frozen=True):
    """Somebody signs on the technician's phone. Born: 0 = signature, 1 = fact."""

    mutation: ClassVar[str] = "signature.sign"
    appointment_id: Id
    role: SignerRole
    signer_name: Name
    relation: MaybeName = ""
    language: Code
    consent_id: Code
    consent_version: Version
    shown: Json
    shown_sha256: Sha256
    strokes: Strokes = ""  # "": the name was typed
    attachment_id: Id | None = None
    fix: Fix | None = None


class TakeRefusal(Args, kw_only=True, frozen=True):
    """Somebody was shown the work and does not sign. Born: 0 = signature, 1 = fact."""

    mutation: ClassVar[str] = "signature.refuse"
    appointment_id: Id
    role: SignerRole
    signer_name: MaybeName = ""
    relation: MaybeName = ""
    reason: Title
    language: Code
    shown: Json
    shown_sha256: Sha256
    fix: Fix | None = None


ARGS = (TakeSignature, TakeRefusal)
