"""Clocks, numbers and who may strike what."""

import msgspec
import pytest

from server.appointments.lifecycle import FACTS
from server.attachments.schema import Attach
from server.checklists.schema import AnswerChecklist
from server.signatures.schema import TakeRefusal, TakeSignature
from server.work_orders import rules
from server.work_orders.schema import Fact, Grade, NameAsset, Note, Use, WorkOrder, WorkOrderState
from sync.outcomes import Rejected
from tests.server.harness import DEFAULTS, NOW_MS

HOUR_MS = 3_600_000
ID = "10000000-0000-4000-8000-000000000001"
OTHER = "40000000-0000-4000-8000-000000000009"


def order(**fields: object) -> WorkOrder:
    return msgspec.convert(DEFAULTS["work_order"] | {"id": ID} | fields, WorkOrder)


def fact(**fields: object) -> Fact:
    return msgspec.convert(DEFAULTS["fact"] | {"id": ID} | fields, Fact)


def test_what_happened_on_the_spot_may_be_struck_and_nothing_else() -> None:
    """Orders stand to the left of visits, so their verbs are spelt there; here they are held."""
    on_the_order = (Note, Use, Attach, AnswerChecklist, NameAsset, TakeSignature, TakeRefusal)
    assert {args.mutation for args in on_the_order} | FACTS == rules.CORRECTABLE


@pytest.mark.parametrize(
    ("grade", "contact_h", "arrival_h"),
    [(Grade.URGENT, 1, 4), (Grade.NORMAL, 4, 24), (Grade.MINOR, 24, 72)],
)
def test_clocks_by_grade(grade: Grade, contact_h: int, arrival_h: int) -> None:
    assert rules.due(grade, NOW_MS) == {
        "contact_due_ms": NOW_MS + contact_h * HOUR_MS,
        "arrival_due_ms": NOW_MS + arrival_h * HOUR_MS,
    }


@pytest.mark.parametrize("grade", Grade)
def test_another_grade_runs_from_the_same_start(grade: Grade) -> None:
    begun = order(**rules.due(Grade.MINOR, NOW_MS), grade="minor")
    assert rules.regraded(begun, grade) == rules.due(grade, NOW_MS)


def test_a_reopened_order_is_regraded_from_its_reopening() -> None:
    begun = order(**rules.reopened(order(), NOW_MS + 50 * HOUR_MS))
    assert rules.regraded(begun, Grade.URGENT) == rules.due(Grade.URGENT, NOW_MS + 50 * HOUR_MS)


def test_an_imported_order_without_clocks_runs_from_its_report() -> None:
    bare = order(contact_due_ms=None, reported_ms=NOW_MS)
    assert rules.regraded(bare, Grade.URGENT) == rules.due(Grade.URGENT, NOW_MS)


def test_numbers_sort_as_they_were_given() -> None:
    assert rules.order_number(2026, 123) == "BX-2026-000123"
    assert rules.order_number(2026, 1_234_567) == "BX-2026-1234567"


@pytest.mark.parametrize("state", WorkOrderState)
def test_resuming_never_leads_where_a_visit_would_be_missing(state: WorkOrderState) -> None:
    resumed = rules.resumed_state(order(state="on_hold", held_from=state.value))
    expected = WorkOrderState.REPORTED if state is WorkOrderState.REPORTED else "triaged"
    assert resumed == expected


@pytest.mark.parametrize(
    ("state", "holds", "is_office", "is_late"),
    [
        ("triaged", True, False, False),
        ("triaged", False, False, True),
        ("cancelled", True, False, True),
        ("cancelled", True, True, False),
        ("done", True, False, False),
        ("closed", False, True, True),
    ],
)
def test_when_a_remark_is_late(state: str, holds: bool, is_office: bool, is_late: bool) -> None:
    found = rules.is_late_remark(WorkOrderState(state), holds=holds, is_office=is_office)
    assert found is is_late


def test_a_line_without_an_author_is_the_offices_to_strike() -> None:
    line = fact(author_id=None)
    assert rules.may_strike(line, None, is_office=False) == Rejected("not_your_fact")
    assert rules.may_strike(line, OTHER, is_office=True) is None


def test_what_an_import_struck_stays_struck() -> None:
    struck = fact(struck_by_id=None, struck_reason="重复")
    assert rules.may_strike(struck, OTHER, is_office=True) == Rejected("already_struck")
