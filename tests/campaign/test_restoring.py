"""The restore drill with the shipped engine, in small; in full it is part of `make campaign`."""

from pathlib import Path

from tests.campaign.ground import Machines
from tests.campaign.restoring import drill, line

MUTATIONS = 160
PHOTOS = 12


def test_all_that_came_after_the_backup_comes_back(tmp_path: Path, machines: Machines) -> None:
    outcome = drill("sqlite", MUTATIONS, PHOTOS, 5, tmp_path, machines)
    told = line("sqlite", outcome)
    assert outcome.wrong == [], told
    assert outcome.back == MUTATIONS, "the backup held what came after it"
    assert outcome.photos == PHOTOS
    assert (outcome.lost, outcome.doubled) == (0, 0), told
