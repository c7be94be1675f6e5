"""Tables of checklists, their versions and the answers."""

from sqlalchemy import Index

from server.checklists.schema import CHECKLIST, CHECKLIST_ANSWER, CHECKLIST_VERSION
from server.db.types import row_table

CHECKLISTS = row_table(CHECKLIST, Index("ix_checklist_skill", "tenant_id", "skill_id"))
CHECKLIST_VERSIONS = row_table(
    CHECKLIST_VERSION, Index("ix_checklist_version_checklist", "tenant_id", "checklist_id")
)
CHECKLIST_ANSWERS = row_table(
    CHECKLIST_ANSWER, Index("ix_checklist_answer_order", "tenant_id", "work_order_id")
)
