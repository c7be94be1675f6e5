"""The command: founding a firm, a demo that was killed, and what must not be removed."""

from pathlib import Path
from typing import Any

import pytest

from server import cli
from server.db.migrate import with_connection
from server.demo import logins
from server.demo.city import DemoRefused
from server.firm import firms, firms_without_users
from server.settings import Settings

FOUNDING = ("init", "--name", "Works", "--password", "long enough", "--login")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(tmp_path))
    return Settings(data_dir=tmp_path).url


def test_init_founds_one_firm_with_its_administrator(url: str) -> None:
    assert cli.main([*FOUNDING, "boss"]) == 0
    assert [name for _, name in with_connection(url, firms)] == ["Works"]
    assert with_connection(url, firms_without_users) == []
    assert cli.main([*FOUNDING, "other"]) == 2


def test_a_refused_administrator_can_be_given_again(url: str) -> None:
    assert cli.main([*FOUNDING, "b" * 41]) == 2
    assert cli.main([*FOUNDING, "boss"]) == 0
    assert len(with_connection(url, firms)) == 1


def test_a_killed_demo_goes_on_and_a_whole_one_stays(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    async def load(*given: Any, **_: Any) -> str:
        calls.append(given[1])
        if len(calls) == 1:
            raise DemoRefused("cut")
        return "whole"

    monkeypatch.setattr(cli.demo_city, "load", load)
    assert cli.main(["demo", "--if-empty"]) == 2
    assert cli.main(["demo", "--if-empty"]) == 0
    assert cli.main(["demo", "--if-empty"]) == 0
    assert len(calls) == 2
    assert calls[0] == calls[1]
    assert [name for _, name in with_connection(url, firms)] == [logins.FIRM]


def test_a_real_firm_is_never_removed(url: str) -> None:
    assert cli.main([*FOUNDING, "boss"]) == 0
    assert cli.main(["demo", "--remove", "--yes"]) == 2
    assert cli.main(["demo"]) == 2
    assert len(with_connection(url, firms)) == 1


def test_the_demo_is_removed_in_one_step(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def load(*_: Any, **__: Any) -> str:
        return "whole"

    monkeypatch.setattr(cli.demo_city, "load", load)
    assert cli.main(["demo"]) == 0
    assert cli.main(["demo", "--remove", "--yes"]) == 0
    assert list(tmp_path.iterdir()) == []
