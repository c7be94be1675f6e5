"""The ledger only grows, and says of what it speaks; a part's figures are read from its words."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.campaign.ledger import FILE, Line, added, load, next_seed, save, totals
from tests.campaign.parts import PARTS, Part, judged
from tests.campaign.soak import line_of

BROWSERS = "40 kills, 9 shown as saved, 2 lost, 3 doubled, 4.1 s a kill, 6 violations"


def part(name: str) -> Part:
    return next(each for each in PARTS if each.name == name)


def test_a_range_grows_while_the_code_stays() -> None:
    lines = added([], Line("simulate sqlite", "a", 10, 5, 5, 0))
    lines = added(lines, Line("append", "a", 1, 1, 100, 0))
    lines = added(lines, Line("simulate sqlite", "a", 15, 5, 5, 2))
    assert lines[0] == Line("simulate sqlite", "a", 10, 10, 10, 2)
    lines = added(lines, Line("simulate sqlite", "b", 20, 5, 5, 0))
    lines = added(lines, Line("simulate sqlite", "b", 30, 5, 5, 0))
    assert [line.first for line in lines] == [10, 1, 20, 30]
    assert totals(lines) == {"simulate sqlite": (20, 2), "append": (100, 0)}
    assert next_seed(lines, "simulate sqlite", 7) == 35
    assert next_seed(lines, "kills sqlite", 7) == 7


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = [Line("append", "a-dirty", 1, 1, 100, 0), Line("append", "b", 2, 1, 100, 3)]
    save(lines, tmp_path / "ledger.json")
    assert load(tmp_path / "ledger.json") == lines
    save([], tmp_path / "ledger.json")
    assert load(tmp_path / "ledger.json") == []
    assert load(tmp_path / "none.json") == []


def test_the_kept_ledger_is_sound() -> None:
    lines = load(FILE)
    assert {line.part for line in lines} <= {each.name for each in PARTS}
    ranges = sorted((line.part, line.first, line.first + line.seeds) for line in lines)
    for (name, _, end), (other, first, _) in pairwise(ranges):
        assert name != other or end <= first, "a seed was counted twice"


@pytest.mark.parametrize(
    ("name", "said", "violations"),
    [
        ("simulate sqlite", "seed 3 fails:\n5 histories, 2 violations", 2),
        ("kills sqlite", "300 kills, 0 lost, 0 doubled, 0 violations, 0.9 s a kill", 0),
        ("append", "append: 9 mutations: 0 missed, 3 anomalies ['G0']\nappend, speed", 3),
        ("kills browser", BROWSERS, 6),
        ("kills browser", "Traceback", -1),
    ],
)
def test_violations_are_read(name: str, said: str, violations: int) -> None:
    ran = judged(part(name), said, 0, 1.0)
    assert (ran.violations, ran.is_good) == (violations, violations == 0)


def test_a_run_that_fails_is_not_good_whatever_it_says() -> None:
    ran = judged(part("kills sqlite"), "0 violations", 1, 1.0)
    assert not ran.is_good
    assert ran.line.startswith("FAIL kills sqlite")


def test_seeds_are_counted_as_they_are_used() -> None:
    ran = judged(part("append"), "0 anomalies", 0, 1.0)
    assert line_of(ran, 5, 1_000, "a") == Line("append", "a", 5, 1, 1_000, 0)
    ran = judged(part("simulate sqlite"), "0 violations", 0, 1.0)
    assert line_of(ran, 5, 500, "a") == Line("simulate sqlite", "a", 5, 500, 500, 0)
