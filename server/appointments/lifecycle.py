"""The life of an appointment, as data.

    scheduled → dispatched → accepted → en_route → on_site → working ⇄ paused
                                                      → completed | cannot_complete | no_show
    before on_site: cancelled; decline returns to scheduled

Generated into `pwa/src/contract/lifecycle.ts`.
"""

from server.appointments.schema import (
    AcceptAppointment,
    AppointmentState,
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

S = AppointmentState
Transitions = dict[str, dict[AppointmentState, AppointmentState]]


def _all(states: tuple[AppointmentState, ...], to: AppointmentState) -> dict[S, S]:
    return dict.fromkeys(states, to)


def _same(*states: AppointmentState) -> dict[S, S]:
    return {state: state for state in states}


BEFORE_SITE = (S.SCHEDULED, S.DISPATCHED, S.ACCEPTED, S.EN_ROUTE)
AT_WORK = (S.ON_SITE, S.WORKING, S.PAUSED)
OPEN = BEFORE_SITE + AT_WORK
FINAL = (S.COMPLETED, S.CANNOT_COMPLETE, S.NO_SHOW, S.CANCELLED)

TRANSITIONS: Transitions = {
    AssignAppointment.mutation: {S.SCHEDULED: S.DISPATCHED},
    ReassignAppointment.mutation: _all(OPEN, S.DISPATCHED),
    RescheduleAppointment.mutation: _same(S.SCHEDULED, S.DISPATCHED, S.ACCEPTED),
    CancelAppointment.mutation: _all(OPEN, S.CANCELLED),
    AcceptAppointment.mutation: {S.DISPATCHED: S.ACCEPTED},
    DeclineAppointment.mutation: _all((S.DISPATCHED, S.ACCEPTED), S.SCHEDULED),
    Depart.mutation: _all((S.DISPATCHED, S.ACCEPTED), S.EN_ROUTE),
    Arrive.mutation: _all((S.DISPATCHED, S.ACCEPTED, S.EN_ROUTE), S.ON_SITE),
    Start.mutation: {S.ON_SITE: S.WORKING},
    Pause.mutation: _all((S.ON_SITE, S.WORKING), S.PAUSED),
    Resume.mutation: {S.PAUSED: S.WORKING},
    NoShow.mutation: _all((S.EN_ROUTE, S.ON_SITE), S.NO_SHOW),
    Complete.mutation: _all(AT_WORK, S.COMPLETED),
    CannotComplete.mutation: _all((S.EN_ROUTE, *AT_WORK), S.CANNOT_COMPLETE),
    Sign.mutation: _same(*AT_WORK, S.COMPLETED),
    RefuseToSign.mutation: _same(*AT_WORK, S.COMPLETED),
}

# What happened on the spot lands even when it moves no state any more (design: facts always land).
FACTS = frozenset(
    mutation.mutation
    for mutation in (
        AcceptAppointment,
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
)


def next_state(mutation: str, state: AppointmentState) -> AppointmentState | None:
    """Where the mutation leads from this state, or None when it does not apply."""
    return TRANSITIONS[mutation].get(state)
