"""The bytes that a sync may cost: workload W, the product's server, the shipped engine in Node."""

import pytest

from benchmarks.sync import FIELDS_BYTES_MAX, FIRST_SYNC_BYTES_MAX, NO_OP_BYTES_MAX, lines_of
from benchmarks.workload.documents import write
from benchmarks.workload.meter import Traffic, messages
from benchmarks.workload.parts import CHANGES, COLUMNS, KINDS
from benchmarks.workload.phases import CHANGED, Measured, measure
from server import contract
from sync.fields import Sees


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def test_a_first_sync(measured: Measured) -> None:
    rows = measured.rows
    kinds = ("customer", "asset", "work_order", "checklist_answer")
    assert tuple(rows[kind] for kind in kinds) == (300, 700, 400, 600)
    assert measured.traffic["a"].total_bytes <= FIRST_SYNC_BYTES_MAX


def test_every_column_that_the_office_sees_was_sent(measured: Measured) -> None:
    seen = {contract.KINDS[page[0]].name: len(page[COLUMNS]) for page in pages(measured, "a")}
    for kind in contract.KINDS:
        if kind.name in measured.rows:
            assert seen[kind.name] == len(kind.visible_to(Sees.OFFICE)), kind.name


def test_a_no_op(measured: Measured) -> None:
    for phase in ("b", "d2"):
        traffic = measured.traffic[phase]
        assert len(traffic.requests) == 1
        assert traffic.total_bytes <= NO_OP_BYTES_MAX


def test_one_field_of_a_hundred_rows(measured: Measured) -> None:
    changes = [change for page in pages(measured, "c") for change in page[CHANGES]]
    assert changes
    assert sum(len(handles) for _, handles, _ in changes) == CHANGED
    traffic = measured.traffic["c"]
    assert len(traffic.requests) == 1
    assert traffic.total_bytes <= FIELDS_BYTES_MAX


def test_the_engine_never_lost_its_way(measured: Measured) -> None:
    told = [each for each in measured.warnings if "there is no signal" not in each]
    assert told == []


def test_every_goal_of_the_table_is_kept(measured: Measured) -> None:
    lines = lines_of(measured)
    assert [line for line in lines if line.goal is not None and line.ours > line.goal] == []
    assert len([line for line in lines if line.goal is not None]) >= 5


def pages(measured: Measured, phase: str) -> list[list]:
    answers = [answer.json for answer in measured.traffic[phase].answers]
    return [page for answer in answers if len(answer) > KINDS for page in answer[KINDS]]


def test_the_workload_is_the_same_each_time() -> None:
    assert write() == write()
    assert write() != write(seed=1)
    assert len(write().documents) == 2_000


def test_the_heads_are_counted() -> None:
    head = b"POST /sync HTTP/1.1\r\ncontent-length: 2\r\n\r\n"
    twice = messages((head + b"[]") * 2)
    assert [(each.head, each.json) for each in twice] == [(head, [])] * 2
    assert Traffic(twice, [], 2 * (len(head) + 2), 0).head_bytes == 2 * len(head)
    with pytest.raises(ValueError, match="ends early"):
        messages(head + b"[")
