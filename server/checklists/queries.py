"""Reads of checklists that several domains share."""

from server.checklists import rules
from server.checklists.schema import Checklist, ChecklistAnswer, ChecklistVersion
from server.checklists.tables import CHECKLIST_ANSWERS, CHECKLISTS
from server.gateway.tx import Tx


def version_for(tx: Tx, skill_id: str | None) -> str | None:
    """Id of the version that an order of this skill is to pin now, if the firm has any."""
    c = CHECKLISTS.c
    of_skill = tx.rows(Checklist, c.is_active, c.skill_id == skill_id) if skill_id else []
    found = of_skill or tx.rows(Checklist, c.is_active, c.skill_id.is_(None))
    return found[0].current_version_id if found else None


def answers_of(tx: Tx, work_order_id: str) -> list[ChecklistAnswer]:
    return tx.rows(ChecklistAnswer, CHECKLIST_ANSWERS.c.work_order_id == work_order_id)


def missing_of(tx: Tx, work_order_id: str, version_id: str | None) -> list[str]:
    """Codes of the required items of an order's list that nobody answered."""
    version = tx.get(ChecklistVersion, version_id)
    if version is None:
        return []
    given = {
        answer.item: answer.value
        for answer in answers_of(tx, work_order_id)
        if answer.checklist_version_id == version.id
    }
    return rules.missing(rules.unpack(version.items), given)
