"""Appointments (上门): one visit of one technician for a work order."""

from enum import StrEnum
from typing import Annotated, ClassVar

from server.shapes import (
    Args,
    DurationMin,
    Fix,
    Id,
    InstantMs,
    Json,
    LocalMinute,
    MaybeName,
    Metres,
    Name,
    Text,
    Title,
    Whereabouts,
    Zone,
)
from sync.fields import Authority, DerivedFrom, Immutable, Row, State
from sync.kinds import kind


class AppointmentState(StrEnum):
    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    WORKING = "working"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANNOT_COMPLETE = "cannot_complete"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Appointment(Row, frozen=True):
    """The window is promised in local time of the place; start_ms and end_ms derive from it."""

    work_order_id: Immutable[Id]
    technician_id: Authority[Id | None]
    state: State[AppointmentState]
    start_local: Authority[LocalMinute]
    zone: Authority[Zone]
    duration_min: Authority[DurationMin]
    start_ms: Annotated[Authority[InstantMs], DerivedFrom("start_local", "zone")]
    end_ms: Annotated[Authority[InstantMs], DerivedFrom("start_local", "zone", "duration_min")]
    assigned_ms: Annotated[Authority[InstantMs | None], DerivedFrom("technician_id")]
    assigned_by_id: Annotated[Authority[Id | None], DerivedFrom("technician_id")]
    accepted_ms: State[InstantMs | None]
    departed_ms: State[InstantMs | None]
    arrived_ms: State[InstantMs | None]
    started_ms: State[InstantMs | None]
    finished_ms: State[InstantMs | None]
    summary: State[Text]
    is_locked: Authority[bool]


APPOINTMENT = kind("appointment", Appointment)
KINDS = (APPOINTMENT,)


class Reason(StrEnum):
    """Why appointment mutations are refused."""

    ALREADY_ASSIGNED = "already_assigned"  # detail: technician, by, at_ms
    OVERLAP = "overlap"  # detail: number, start_ms, end_ms
    TECHNICIAN_INACTIVE = "technician_inactive"
    LACKS_SKILL = "lacks_skill"
    APPOINTMENT_STATE = "appointment_state"  # detail: state
    ORDER_STATE = "order_state"  # detail: state
    UNKNOWN_LOCAL_TIME = "unknown_local_time"  # that minute does not exist in the zone


class AssignAppointment(Args, kw_only=True, frozen=True):
    """Born: 0 = appointment (if the order has no open one without technician), 1 = fact.

    Also moves a reported order on: assigning is triage by its grade and skill as they stand.
    """

    mutation: ClassVar[str] = "appointment.assign"
    work_order_id: Id
    technician_id: Id
    start_local: LocalMinute
    zone: Zone
    duration_min: DurationMin = 60


class ReassignAppointment(Args, kw_only=True, frozen=True):
    """Born: 0 = fact."""

    mutation: ClassVar[str] = "appointment.reassign"
    appointment_id: Id
    technician_id: Id
    reason: MaybeName = ""


class RescheduleAppointment(Args, kw_only=True, frozen=True):
    """Born: 0 = fact."""

    mutation: ClassVar[str] = "appointment.reschedule"
    appointment_id: Id
    start_local: LocalMinute
    duration_min: DurationMin


class CancelAppointment(Args, kw_only=True, frozen=True):
    """The visit is off, the order goes back to `triaged`. Born: 0 = fact."""

    mutation: ClassVar[str] = "appointment.cancel"
    appointment_id: Id
    reason: Title


class AcceptAppointment(Args, kw_only=True, frozen=True):
    """Born (as in each of the following): 0 = fact."""

    mutation: ClassVar[str] = "appointment.accept"
    appointment_id: Id


class DeclineAppointment(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.decline"
    appointment_id: Id
    reason: Title


class Depart(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.depart"
    appointment_id: Id
    fix: Fix | None = None


class Arrive(Args, kw_only=True, frozen=True):
    """Check-in. Without a fix, or outside the radius, a reason; nothing blocks.

    Born: 0 = fact, 1 = check_in (if a position, or why there is none, was given).
    """

    mutation: ClassVar[str] = "appointment.arrive"
    appointment_id: Id
    fix: Fix | None = None
    distance_m: Metres | None = None
    reason: MaybeName = ""
    whereabouts: Whereabouts | None = None


class Start(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.start"
    appointment_id: Id


class Pause(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.pause"
    appointment_id: Id
    reason: Title


class Resume(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.resume"
    appointment_id: Id


class NoShow(Args, kw_only=True, frozen=True):
    """The customer was not there. Born, as in the next two: 0 = fact, 1 = check_in if given."""

    mutation: ClassVar[str] = "appointment.no_show"
    appointment_id: Id
    reason: MaybeName = ""
    whereabouts: Whereabouts | None = None


class Complete(Args, kw_only=True, frozen=True):
    """Nothing blocks: a checklist left with gaps is said so in the history, with the reason."""

    mutation: ClassVar[str] = "appointment.complete"
    appointment_id: Id
    summary: Text = ""
    gaps_reason: MaybeName = ""  # why required items have no answer
    whereabouts: Whereabouts | None = None


class CannotComplete(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.cannot_complete"
    appointment_id: Id
    reason: Title
    whereabouts: Whereabouts | None = None


class Sign(Args, kw_only=True, frozen=True):
    """The customer's signature: strokes in the attachment's file, its row by `attachment_id`."""

    mutation: ClassVar[str] = "appointment.sign"
    appointment_id: Id
    signer_name: Name
    relation: MaybeName = ""
    attachment_id: Id | None = None  # None: the name was typed
    consent: Text = ""  # the sentence the signer saw
    shown: Json = ""  # canonical JSON of what the signer saw


class RefuseToSign(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "appointment.refuse_to_sign"
    appointment_id: Id
    signer_name: MaybeName = ""
    reason: Title


ARGS = (
    AssignAppointment,
    ReassignAppointment,
    RescheduleAppointment,
    CancelAppointment,
    AcceptAppointment,
    DeclineAppointment,
    Depart,
    Arrive,
    Start,
    Pause,
    Resume,
    NoShow,
    Complete,
    CannotComplete,
    Sign,
    RefuseToSign,
)
