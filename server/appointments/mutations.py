"""All mutations of appointments: what the arguments are, who may, what happens."""

from server.appointments import assigning, landing
from server.appointments.schema import (
    AcceptAppointment,
    Arrive,
    AssignAppointment,
    CancelAppointment,
    CannotComplete,
    Complete,
    DeclineAppointment,
    Depart,
    NoShow,
    Pause,
    ReassignAppointment,
    RefuseToSign,
    RescheduleAppointment,
    Resume,
    Sign,
    Start,
)
from server.gateway.authorise import decision_on, fact_on
from server.gateway.call import Handler, Mutation
from server.identity.rules import OFFICE
from server.shapes import Args


def _office(args: type[Args], handler: Handler) -> Mutation:
    return Mutation(args, decision_on("appointment_id", *OFFICE), handler)


def _fact(args: type[Args], handler: Handler) -> Mutation:
    return Mutation(args, fact_on("appointment_id"), handler)


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AssignAppointment, decision_on("work_order_id", *OFFICE), assigning.assign),
    _office(ReassignAppointment, assigning.reassign),
    _office(RescheduleAppointment, assigning.reschedule),
    _office(CancelAppointment, assigning.cancel),
    _fact(AcceptAppointment, landing.accept),
    # Whoever lost the visit is told who has it now, so the handler judges, not the door.
    _fact(DeclineAppointment, assigning.decline),
    _fact(Depart, landing.depart),
    _fact(Arrive, landing.arrive),
    _fact(Start, landing.start),
    _fact(Pause, landing.pause),
    _fact(Resume, landing.resume),
    _fact(NoShow, landing.no_show),
    _fact(Complete, landing.complete),
    _fact(CannotComplete, landing.cannot_complete),
    _fact(Sign, landing.sign),
    _fact(RefuseToSign, landing.refuse),
)
