"""The documents: what a paper says, as canonical JSON without language, colour or order.

A document is the one source of the page on a phone and of the PDF. Its SHA-256 stands at the foot
of every page. Instants are ms since 1970 UTC and read in `zone`; None and "" mean: not known.
A change of a struct's meaning raises VERSION.
"""

from hashlib import sha256
from typing import Any

import msgspec

from server.papers.schema import Form
from sync.canonical import canonical

VERSION = 2


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Which paper of which order of which firm."""

    form: Form
    version: int = VERSION
    firm_name: str
    zone: str  # IANA name
    work_order_id: str
    number: str
    kind: str
    grade: str
    channel: str
    title: str
    description: str
    reported_ms: int
    dated_ms: int  # of the newest fact that the paper shows


class Parties(msgspec.Struct, frozen=True):
    customer_name: str
    contact_name: str
    relation: str
    phone: str


class Place(msgspec.Struct, frozen=True):
    project_name: str
    location_names: tuple[str, ...]  # from the outermost in
    address: str
    access: str
    asset_name: str
    asset_code: str
    asset_serial: str


class Photo(msgspec.Struct, frozen=True):
    sha256: str
    slot: str
    caption: str
    captured_ms: int  # by the device's clock: a claim
    is_stored: bool


class Item(msgspec.Struct, frozen=True):
    """Something that was used up."""

    item: str
    quantity_milli: int  # thousandths of a unit
    unit: str
    serial: str


class Check(msgspec.Struct, frozen=True):
    """An item of the order's checklist; `answer` "" while nobody gave one."""

    label_zh: str
    label_en: str
    kind: str
    answer: str
    answer_zh: str  # of a choice: what the option is called
    answer_en: str
    unit: str


class Remark(msgspec.Struct, frozen=True):
    at_ms: int
    author_name: str
    text: str


class Visit(msgspec.Struct, frozen=True):
    technician_name: str
    technician_phone: str
    dispatcher_name: str
    start_ms: int
    end_ms: int
    duration_min: int
    arrived_ms: int | None
    started_ms: int | None
    finished_ms: int | None
    distance_m: int | None  # from the place, at the check-in
    radius_m: int | None
    away_reason: str
    summary: str


class Survey(msgspec.Struct, frozen=True):
    """What was found on the spot (现场勘查)."""

    symptom: str
    measure: str
    cause: str
    extent: str
    hazards: str


class Plan(msgspec.Struct, frozen=True):
    """How it is to be repaired, and who allowed it (维修方案)."""

    method: str
    materials: str
    people: str
    duration_min: int | None
    safety: str
    cost_fen: int | None
    approver_name: str
    approved_ms: int | None


class Coverage(msgspec.Struct, frozen=True):
    """The warranty's verdict (保修判定)."""

    part: str
    verdict: str  # covered | expired | undecided
    until_on: str | None  # YYYY-MM-DD
    basis: str
    liable: str
    repaired_until_on: str | None  # new term of what was repaired


class Change(msgspec.Struct, frozen=True):
    """What is different since the signature, see `server/signatures/changes.py`."""

    field: str
    before: str  # "": added since
    after: str  # "": gone


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One person's word that stands. `reason` "": signed; else why not."""

    role: str  # customer | property_manager | witness
    signer_name: str
    relation: str
    reason: str
    at_ms: int
    sha256: str | None  # of the picture; None: the name was typed
    is_stored: bool
    consent: str  # the sentence that stood above
    shown: str  # canonical JSON of what was on the screen
    changes: tuple[Change, ...] = ()  # what of it is different by now


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A paper's whole content; what a form does not speak of stays empty."""

    head: Head
    parties: Parties
    place: Place
    received_by_name: str = ""
    received_ms: int | None = None
    visits: tuple[Visit, ...] = ()
    survey: Survey | None = None
    plan: Plan | None = None
    coverage: Coverage | None = None
    items: tuple[Item, ...] = ()
    checks: tuple[Check, ...] = ()
    remarks: tuple[Remark, ...] = ()
    photos: tuple[Photo, ...] = ()
    signatures: tuple[Signature, ...] = ()  # in the order in which they were given
    flags: tuple[str, ...] = ()  # keys `flag.…` of words


def canonical_bytes(document: Document) -> bytes:
    """The one byte string of a document, as `sync/canonical.py` writes it."""
    value: Any = msgspec.to_builtins(document)
    return canonical(value)


def fingerprint(document: Document) -> str:
    """Hex SHA-256 of the canonical bytes."""
    return sha256(canonical_bytes(document)).hexdigest()


def decode(data: bytes) -> Document:
    """A document from its bytes. Raises msgspec.ValidationError."""
    return msgspec.json.decode(data, type=Document)
