"""1,200 mutations of 32 writers under accidents; more are part of `make campaign`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.append.driver import Verdict, control, ours
from tests.campaign.postgresql import PostgresServer

MUTATIONS = 1_200
CONTROL = 300


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    started = PostgresServer(tmp_path_factory.mktemp("append"))
    yield started
    started.close()


def kinds(verdict: Verdict) -> list[str]:
    return sorted({f"{each.kind}: {each.words}" for each in verdict.anomalies})


def test_no_cursor_goes_past_a_mutation(server: PostgresServer, tmp_path: Path) -> None:
    verdict = ours(server, tmp_path, MUTATIONS, seed=11, restart_after_s=0.5)
    assert kinds(verdict)[:10] == []
    assert (verdict.mutations, verdict.missed) == (MUTATIONS, 0)
    assert verdict.pulls > 10
    assert verdict.accidents["immediate restarts"] == 1
    assert verdict.accidents["connections killed"] > 0
    assert verdict.retried > 0, "no accident was felt"


def test_the_control_with_a_sequence_shows_holes(server: PostgresServer, tmp_path: Path) -> None:
    verdict = control(server, tmp_path, CONTROL, seed=11)
    assert verdict.mutations == CONTROL
    assert verdict.missed > 0
