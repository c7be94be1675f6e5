"""Who sees checklists: the office all of them; others the version that their order pins."""

from server.checklists.schema import (
    CHECKLIST,
    CHECKLIST_ANSWER,
    CHECKLIST_VERSION,
    ChecklistAnswer,
)
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import OFFICE

# The kind stands to the right, so it is named by its word.
WORK_ORDER = "work_order"


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


def _parents(answer: ChecklistAnswer) -> list[tuple[str, str]]:
    return [(WORK_ORDER, answer.work_order_id)]


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(CHECKLIST, roots=_office),
    ScopeRule(CHECKLIST_VERSION, roots=_office),
    ScopeRule(CHECKLIST_ANSWER, parents=_parents),
)
