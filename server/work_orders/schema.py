"""Work orders (工单): the promise to a customer, and the facts that happened to it."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import (
    Address,
    Args,
    Code,
    Fix,
    Id,
    InstantMs,
    MaybeName,
    Phone,
    SomeText,
    Text,
    Title,
)
from sync.fields import Append, Authority, DerivedFrom, Immutable, Lww, OfficeLww, Row, State
from sync.kinds import kind
from sync.limits import ENTRY_BYTES_MAX

MaybeCode = Annotated[str, msgspec.Meta(max_length=40)]
MaybeTitle = Annotated[str, msgspec.Meta(max_length=160)]
# The arguments of a whole entry, some of them JSON text inside JSON: twice the largest entry.
Detail = Annotated[str, msgspec.Meta(max_length=2 * ENTRY_BYTES_MAX)]


class Grade(StrEnum):
    URGENT = "urgent"
    NORMAL = "normal"
    MINOR = "minor"


class WorkOrderState(StrEnum):
    REPORTED = "reported"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    SURVEYING = "surveying"
    PLAN_PENDING = "plan_pending"
    APPROVED = "approved"
    IN_REPAIR = "in_repair"
    DONE = "done"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class WorkOrderKind(StrEnum):
    REPAIR = "repair"
    PAID = "paid"


class Channel(StrEnum):
    PHONE = "phone"
    BOARD = "board"
    TECHNICIAN = "technician"
    PORTAL = "portal"
    IMPORT = "import"


class Signing(StrEnum):
    """What the customer said at the end."""

    NONE = "none"
    SIGNED = "signed"
    REFUSED = "refused"


class WorkOrder(Row, frozen=True):
    number: Authority[MaybeCode | None]  # BX-2026-000123, from the tenant's counter
    local_code: Immutable[MaybeCode]  # what the reporter's device shows until then
    kind: Authority[WorkOrderKind]
    state: State[WorkOrderState]
    held_from: State[WorkOrderState | None]  # where `work_order.resume` returns to
    grade: Authority[Grade]
    channel: Immutable[Channel]
    external_ref: Immutable[MaybeName]  # `register:key` of an imported row, "" for all others
    title: Lww[Title]
    description: Lww[Text]
    customer_id: Authority[Id | None]
    contact_id: Authority[Id | None]
    location_id: Authority[Id | None]
    asset_id: Lww[Id | None]  # two who read different labels are asked which one it is
    address: Lww[Address]  # as it was said, until a location carries it
    # None: "needs a place"
    territory_id: Annotated[Authority[Id | None], DerivedFrom("location_id")]
    skill_id: Authority[Id | None]
    skill_level: Authority[int]
    duration_min: Authority[int]
    reporter_id: Immutable[Id | None]
    reported_ms: Immutable[InstantMs]
    contact_due_ms: Annotated[Authority[InstantMs | None], DerivedFrom("grade")]
    arrival_due_ms: Annotated[Authority[InstantMs | None], DerivedFrom("grade")]
    arrived_ms: State[InstantMs | None]
    done_ms: State[InstantMs | None]
    signing: State[Signing]
    hold_reason: Annotated[Authority[MaybeTitle], DerivedFrom("state")]
    reopened_count: Annotated[Authority[int], DerivedFrom("state")]
    checklist_version_id: Authority[Id | None]  # pinned: the order was decided by these
    policy_version: Authority[MaybeCode]
    parent_id: Immutable[Id | None]  # found while working on another order
    duplicate_of_id: Authority[Id | None]
    remark: OfficeLww[Text]


class Fact(Row, frozen=True):
    """One line of an order's history, never changed, only struck through."""

    work_order_id: Immutable[Id]
    appointment_id: Immutable[Id | None]
    verb: Immutable[Code]  # the mutation's name
    author_id: Immutable[Id | None]
    author_name: Immutable[MaybeName]
    device_ms: Immutable[InstantMs | None]  # by the device's clock: a claim
    at_ms: Immutable[InstantMs]  # device time corrected by the measured skew
    recorded_ms: Immutable[InstantMs]  # when the server stored it
    text: Append[Text]
    detail: Append[Detail]  # a JSON object: position, distance, item, signer … of the verb
    is_late: Immutable[bool]
    struck_by_id: Authority[Id | None]
    struck_reason: Authority[MaybeTitle]
    seen_ms: Authority[InstantMs | None]  # a remark was read by its addressee


WORK_ORDER = kind("work_order", WorkOrder)
FACT = kind("fact", Fact)
KINDS = (WORK_ORDER, FACT)


class Reason(StrEnum):
    """Why work order mutations are refused."""

    WRONG_STATE = "wrong_state"  # detail: state
    NEEDS_PLACE_OR_CONTACT = "needs_place_or_contact"
    ALREADY_STRUCK = "already_struck"
    NOT_YOUR_FACT = "not_your_fact"
    NOT_A_FACT = "not_a_fact"  # decisions are undone by decisions
    ALREADY_IMPORTED = "already_imported"  # detail: number


class ReportWorkOrder(Args, kw_only=True, frozen=True):
    """Born: 0 = work_order, 1 = fact, 2 = customer, 3 = contact, 4 = location (if new)."""

    mutation: ClassVar[str] = "work_order.report"
    title: Title
    description: Text = ""
    grade: Grade = Grade.NORMAL
    channel: Channel = Channel.PHONE
    local_code: MaybeCode = ""
    customer_id: Id | None = None
    new_customer_name: MaybeName = ""
    contact_id: Id | None = None
    new_contact_name: MaybeName = ""
    relation: MaybeName = ""
    phone: Phone = ""
    locale: Code = "zh-CN"
    location_id: Id | None = None
    asset_id: Id | None = None
    address: Address = ""
    fix: Fix | None = None
    skill_id: Id | None = None
    duration_min: Annotated[int, msgspec.Meta(ge=5, le=2_880)] = 60
    parent_id: Id | None = None
    external_ref: MaybeName = ""  # this and the two below: only with the channel `import`
    reported_ms: InstantMs | None = None  # as the register says
    closed_ms: InstantMs | None = None  # the order comes in as one that is over


class TriageWorkOrder(Args, kw_only=True, frozen=True):
    """Born (as in each of the following, where nothing else is said): 0 = fact."""

    mutation: ClassVar[str] = "work_order.triage"
    work_order_id: Id
    grade: Grade
    skill_id: Id | None = None
    skill_level: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    duration_min: Annotated[int, msgspec.Meta(ge=5, le=2_880)] = 60
    location_id: Id | None = None
    checklist_id: Id | None = None  # instead of the skill's own list


class EditWorkOrder(Args, kw_only=True, frozen=True):
    """What is wrong, in better words."""

    mutation: ClassVar[str] = "work_order.edit"
    work_order_id: Id
    title: Title
    description: Text


class NameAsset(Args, kw_only=True, frozen=True):
    """Which asset it is about: chosen, or scanned from a label that this phone does not know.

    An unknown label is kept as a line of history: whoever stood there did read it.
    """

    mutation: ClassVar[str] = "work_order.name_asset"
    work_order_id: Id
    appointment_id: Id | None = None
    asset_id: Id | None = None
    code: MaybeCode = ""


class PlaceWorkOrder(Args, kw_only=True, frozen=True):
    """Give an order its place. Born: 0 = fact, 1 = location (when location_id is not given)."""

    mutation: ClassVar[str] = "work_order.place"
    work_order_id: Id
    location_id: Id | None = None
    address: Address = ""
    fix: Fix | None = None


class Note(Args, kw_only=True, frozen=True):
    """A remark that everybody on the order reads. Born: 0 = fact."""

    mutation: ClassVar[str] = "work_order.note"
    work_order_id: Id
    appointment_id: Id | None = None
    text: SomeText


class SeeNote(Args, kw_only=True, frozen=True):
    """A note was read by somebody it was meant for. No line of history of its own."""

    mutation: ClassVar[str] = "fact.see"
    fact_id: Id


class Use(Args, kw_only=True, frozen=True):
    """Something was used up: a plain list until there is stock. Born: 0 = fact."""

    mutation: ClassVar[str] = "work_order.use"
    work_order_id: Id
    appointment_id: Id | None = None
    item: Title
    quantity_milli: Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]  # thousandths of a unit
    unit: MaybeCode = ""
    serial: MaybeName = ""


class HoldWorkOrder(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.hold"
    work_order_id: Id
    reason: Title


class ResumeWorkOrder(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.resume"
    work_order_id: Id


class DeclineWorkOrder(Args, kw_only=True, frozen=True):
    """不予受理: the firm ends the order."""

    mutation: ClassVar[str] = "work_order.decline"
    work_order_id: Id
    reason: Title


class CloseWorkOrder(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.close"
    work_order_id: Id


class CancelWorkOrder(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.cancel"
    work_order_id: Id
    reason: Title


class ReopenWorkOrder(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.reopen"
    work_order_id: Id
    reason: Title


class CorrectFact(Args, kw_only=True, frozen=True):
    """Strike a fact through. Born: 0 = fact (the correction itself)."""

    mutation: ClassVar[str] = "fact.correct"
    fact_id: Id
    reason: Title


ARGS = (
    ReportWorkOrder,
    TriageWorkOrder,
    EditWorkOrder,
    NameAsset,
    PlaceWorkOrder,
    Note,
    SeeNote,
    Use,
    HoldWorkOrder,
    ResumeWorkOrder,
    DeclineWorkOrder,
    CloseWorkOrder,
    CancelWorkOrder,
    ReopenWorkOrder,
    CorrectFact,
)
