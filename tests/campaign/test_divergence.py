"""Some flipped values in a phone's store; a thousand are part of `make campaign`."""

from pathlib import Path

from tests.campaign.divergence import diverge
from tests.campaign.ground import Machines

FLIPS = 25
ROWS = 400


def test_a_flipped_value_is_found_at_the_next_sync(tmp_path: Path, machines: Machines) -> None:
    outcome = diverge(FLIPS, ROWS, 3, tmp_path, machines)
    assert outcome.wrong == []
    assert outcome.rows >= ROWS
    assert (outcome.flips, outcome.found, outcome.repaired) == (FLIPS, FLIPS, FLIPS)
