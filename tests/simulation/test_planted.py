"""Planted bugs can be planted, are small and many. `make simulate MUTANTS=1` runs them."""

import pytest

from tests.simulation.planted.bug import LINES_MAX, Bug
from tests.simulation.planted.catalogue import AREAS, BUGS, BUGS_MIN, REAL_MIN

INVARIANTS = range(18)
ROWS = range(1, 37)  # of the table of failures seen in the field


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_be_planted(bug: Bug) -> None:
    assert bug.text().count(bug.find) == 1, f"{bug.file} has not one {bug.find!r}"
    assert bug.put != bug.find
    assert bug.lines() <= LINES_MAX
    if bug.file.endswith(".py"):
        compile(bug.text().replace(bug.find, bug.put), bug.file, "exec")


def test_every_bug_has_a_name_of_its_own() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    assert len({(bug.file, bug.find, bug.put) for bug in BUGS}) == len(BUGS)


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_its_bugs(area: str) -> None:
    folders, least, bugs = AREAS[area]
    assert len(bugs) >= least
    assert [bug.name for bug in bugs if not bug.file.startswith(folders)] == []


def test_there_are_enough_and_many_are_real_ones() -> None:
    assert len(BUGS) >= BUGS_MIN
    assert sum(bug.row in ROWS for bug in BUGS) >= REAL_MIN
    for bug in BUGS:
        assert bug.row == 0 or bug.row in ROWS
        assert bug.invariants
        assert set(bug.invariants) <= set(INVARIANTS)
