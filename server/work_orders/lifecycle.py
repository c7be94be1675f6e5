"""The life of a work order, as data.

    reported → triaged → assigned → accepted → surveying → plan_pending → approved → in_repair
             → done → confirmed → closed
    beside them on_hold, cancelled, declined (final); reopening goes to triaged and counts

Most of it is computed from appointments (`server/appointments/rollup.py`); the decisions here
are the ones people take on the order itself. Generated into `pwa/src/contract/lifecycle.ts`.
"""

from server.work_orders.schema import (
    CancelWorkOrder,
    CloseWorkOrder,
    DeclineWorkOrder,
    HoldWorkOrder,
    ReopenWorkOrder,
    ResumeWorkOrder,
    TriageWorkOrder,
    WorkOrderState,
)

S = WorkOrderState

ACTIVE = (
    S.REPORTED,
    S.TRIAGED,
    S.ASSIGNED,
    S.ACCEPTED,
    S.SURVEYING,
    S.PLAN_PENDING,
    S.APPROVED,
    S.IN_REPAIR,
)
ENDED = (S.DONE, S.CONFIRMED, S.CLOSED)
ASSIGNABLE = (S.REPORTED, S.TRIAGED, S.ON_HOLD)

TRANSITIONS: dict[str, dict[WorkOrderState, WorkOrderState]] = {
    TriageWorkOrder.mutation: {
        S.REPORTED: S.TRIAGED,
        **{state: state for state in ACTIVE if state is not S.REPORTED},
    },
    HoldWorkOrder.mutation: dict.fromkeys(ACTIVE, S.ON_HOLD),
    ResumeWorkOrder.mutation: {S.ON_HOLD: S.TRIAGED},  # really: the state it was held from
    DeclineWorkOrder.mutation: {S.REPORTED: S.DECLINED, S.TRIAGED: S.DECLINED},
    CloseWorkOrder.mutation: {S.DONE: S.CLOSED, S.CONFIRMED: S.CLOSED},
    CancelWorkOrder.mutation: {
        **dict.fromkeys(ACTIVE, S.CANCELLED),
        S.ON_HOLD: S.CANCELLED,
    },
    ReopenWorkOrder.mutation: dict.fromkeys(ENDED, S.TRIAGED),
}


def next_state(mutation: str, state: WorkOrderState) -> WorkOrderState | None:
    """Where the decision leads from this state, or None when it does not apply."""
    return TRANSITIONS[mutation].get(state)
