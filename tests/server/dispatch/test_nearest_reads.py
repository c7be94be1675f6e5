"""What a question for the nearest reads: counts, so that they mean the same on every machine."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from server.dispatch.nearest import nearest
from server.dispatch.rosters import SHEETS_MAX, Rosters
from tests.server.dispatch.fleet import DAY_MS, HOUR_MS, Fleet
from tests.server.harness_people import NOW_MS

SMALL, LARGE = 6, 24
AT_MS = NOW_MS + HOUR_MS
STATEMENTS_QUIET = 6  # order, zone, its open visit, its place, the head, refusals
STATEMENTS_FIRST = STATEMENTS_QUIET + 6
LINES_QUIET = 5  # as above, without refusals


class Reader:
    """Asks for the nearest to the first order and counts what the database gave."""

    def __init__(self, size: int) -> None:
        self.fleet = Fleet(5, size)
        self.rosters = Rosters()
        self.statements = self.lines = 0
        event.listen(self.fleet.firm.engine, "before_cursor_execute", self._asked)
        raw: Any = self.fleet.firm.connection.connection.driver_connection
        raw.row_factory = self._line

    def close(self) -> None:
        self.fleet.firm.close()

    def ask(self, at_ms: int = AT_MS) -> tuple[int, int]:
        """Statements and lines of one question."""
        firm, order_id = self.fleet.firm, self.fleet.orders[0]
        actor = firm.actor(self.fleet.dispatcher)
        self.statements = self.lines = 0
        nearest(firm.connection, actor, order_id, at_ms, 20, NOW_MS, self.rosters)
        return self.statements, self.lines

    def _asked(self, *_: object) -> None:
        self.statements += 1

    def _line(self, _: object, line: tuple[Any, ...]) -> tuple[Any, ...]:
        self.lines += 1
        return line


@pytest.fixture(scope="module")
def fleets() -> Iterator[tuple[Reader, Reader]]:
    made = Reader(SMALL), Reader(LARGE)
    yield made
    for reader in made:
        reader.close()


@pytest.fixture
def readers(fleets: tuple[Reader, Reader]) -> tuple[Reader, Reader]:
    """Both with nothing kept yet."""
    for reader in fleets:
        reader.rosters = Rosters()
    return fleets


def test_the_first_question_reads_the_fleet_in_a_fixed_number_of_statements(
    readers: tuple[Reader, Reader],
) -> None:
    (small, few), (large, many) = (reader.ask() for reader in readers)
    assert small == large <= STATEMENTS_FIRST
    assert many > few + LARGE - SMALL  # the counter counts


def test_the_next_question_reads_nothing_of_the_fleet(readers: tuple[Reader, Reader]) -> None:
    for reader in readers:
        reader.ask()
        statements, lines = reader.ask()
        assert statements <= STATEMENTS_QUIET
        assert lines <= LINES_QUIET


@pytest.mark.parametrize(
    ("changes", "kinds", "rows"),
    [
        (lambda fleet: fleet.moves(fleet.technicians[0]), 1, 1),
        (lambda fleet: [fleet.moves(one) for one in fleet.technicians[:4]], 1, 4),
        (lambda fleet: fleet.shift(fleet.technicians[1], 2), 1, 1),
        (lambda fleet: fleet.goes_away(fleet.technicians[1]), 1, 1),
    ],
)
def test_after_a_change_only_the_rows_that_moved_are_read(
    readers: tuple[Reader, Reader], changes: Callable[[Fleet], object], kinds: int, rows: int
) -> None:
    for reader in readers:
        reader.ask()
        changes(reader.fleet)
        statements, lines = reader.ask()
        assert statements <= STATEMENTS_QUIET + 1 + kinds
        assert lines <= LINES_QUIET + 2 * rows  # that it moved, and the row


def test_what_does_not_bear_on_dispatch_costs_one_look(readers: tuple[Reader, Reader]) -> None:
    for reader in readers:
        reader.ask()
        order_id = reader.fleet.orders[1]
        reader.fleet.done("work_order.note", work_order_id=order_id, text="seen")
        statements, lines = reader.ask()
        assert statements <= STATEMENTS_QUIET + 1
        assert lines <= LINES_QUIET


def test_days_are_kept_and_only_some(readers: tuple[Reader, Reader]) -> None:
    reader = readers[0]
    reader.ask()
    for day in range(1, SHEETS_MAX):
        statements, _ = reader.ask(AT_MS + day * DAY_MS)
        assert statements == STATEMENTS_QUIET + 2  # absences and visits of that day
    assert reader.ask()[0] == STATEMENTS_QUIET
    reader.ask(AT_MS + SHEETS_MAX * DAY_MS)
    assert reader.ask()[0] == STATEMENTS_QUIET  # the one asked last is not the one that goes
    assert reader.ask(AT_MS + DAY_MS)[0] == STATEMENTS_QUIET + 2
