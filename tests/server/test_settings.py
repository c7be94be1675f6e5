"""The environment, and the words of the command that need no server."""

from pathlib import Path

import pytest

from server.cli import main
from server.db.migrate import with_connection
from server.firm import firms
from server.settings import BadSetting, Settings, load

INIT = ("init", "--name", "Firm", "--login", "boss", "--password", "eight letters")


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(BadSetting, match="FIELDWARD_PROT is not a setting"):
        load({"FIELDWARD_PROT": "1"})
    with pytest.raises(BadSetting, match="FIELDWARD_"):
        load({"FIELDWARD_PORT": "many"})
    assert load({"FIELDWARD_PORT": "81", "OTHER": "x"}).port == 81


def test_init_once(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(tmp_path))
    assert main(["migrate"]) == 0
    assert main(INIT) == 0
    assert [name for _, name in with_connection(Settings(data_dir=tmp_path).url, firms)] == ["Firm"]
    assert main(INIT) == 2
    assert "already" in capsys.readouterr().err


def test_settings_are_listed(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FIELDWARD_PORT", "8123")
    assert main(["settings"]) == 0
    assert "8123" in capsys.readouterr().out
    monkeypatch.setenv("FIELDWARD_WRONG", "1")
    assert main(["settings"]) == 2
