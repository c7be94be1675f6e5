"""Five sudden ends of the real server on each engine; three hundred are part of `make campaign`."""

from pathlib import Path

import pytest

from tests.campaign.ground import Machines
from tests.campaign.kills import line, storm

KILLS = 5


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_killed_server_loses_and_doubles_nothing(
    engine: str, tmp_path: Path, machines: Machines
) -> None:
    outcome = storm(engine, KILLS, 7, tmp_path, machines)
    assert outcome.wrong == [], line(engine, outcome)
    assert (outcome.kills, outcome.lost, outcome.doubled) == (KILLS, 0, 0)
    assert outcome.acknowledged >= outcome.authored > 0
