"""Some reassignments under work that goes on; ten thousand are part of `make campaign`."""

from pathlib import Path

import pytest

from tests.campaign.ground import Machines
from tests.campaign.reassigning import Wandering, wander
from tests.server.gateway.founding import TECHNICIANS

MOVES = 96
FEW = 24


def test_nothing_is_stale_lost_or_leaked(tmp_path: Path, machines: Machines) -> None:
    outcome = wander(MOVES, 4, tmp_path, machines)
    assert outcome.wrong == []
    assert (outcome.moves, outcome.stale, outcome.endless, outcome.leaked) == (MOVES, 0, 0, 0)
    assert outcome.late > 0, "nobody worked on what was no longer his"
    assert all(outcome.works[each] for each in ("note", "step", "photo", "draft"))


def test_a_phone_that_hears_of_what_left_is_noticed(
    tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each phone is told to listen for what it may hear."""
    others = Wandering.others

    def own(self: Wandering, name: str) -> list[str]:
        return [mark for each in TECHNICIANS if each != name for mark in others(self, each)]

    monkeypatch.setattr(Wandering, "others", own)
    assert wander(FEW, 4, tmp_path, machines).leaked > 0
