"""Which checklist an order is decided by: pinned once, so that nobody is asked something new."""

from typing import TypedDict

from server.checklists.queries import answers_of, version_for
from server.checklists.schema import Checklist
from server.gateway.tx import Tx
from server.work_orders.schema import TriageWorkOrder, WorkOrder


class Pinned(TypedDict, total=False):
    """Fields of an order that say what it was decided by; none when they stay as they are."""

    checklist_version_id: str | None


def at_triage(tx: Tx, order: WorkOrder, args: TriageWorkOrder) -> Pinned | None:
    """The named list, else the one of the skill. None: no such list.

    Once somebody answered, the list stays: his answers belong to it.
    """
    named = tx.get(Checklist, args.checklist_id)
    if args.checklist_id is not None and named is None:
        return None
    if order.checklist_version_id is not None and answers_of(tx, order.id):
        return {}
    if named is not None:
        return {"checklist_version_id": named.current_version_id}
    return {"checklist_version_id": version_for(tx, args.skill_id)}


def at_assignment(tx: Tx, order: WorkOrder) -> Pinned:
    """Assigning a reported order is triage by its skill as it stands."""
    if order.checklist_version_id is not None:
        return {}
    return {"checklist_version_id": version_for(tx, order.skill_id)}
