"""`fieldward demo` at the terminal: whose logins it prints, and that all of it goes again."""

from pathlib import Path

import pytest

from server import cli
from server.assets.schema import Asset
from server.attachments.schema import Attachment
from server.checklists.schema import Checklist
from server.db.types import TABLES
from server.places.schema import Project
from server.serving import banner
from server.settings import Settings
from server.technicians.schema import Technician
from server.work_orders.schema import WorkOrder
from tests.server.demo.conftest import CopyOf, Loaded, rows_in


def test_people_alone_leave_room_for_an_import_and_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(tmp_path))
    assert cli.main(["demo", "--city", "new-york", "--people-only"]) == 0
    assert "technician maria · dispatcher dispatch" in capsys.readouterr().out
    settings = Settings(data_dir=tmp_path)
    assert cli.demo_cities(settings) == ("new-york",)
    assert "maria" in banner(settings, demo_cities=cli.demo_cities(settings))
    for row_type in (WorkOrder, Project, Checklist, Asset, Attachment):
        assert rows_in(tmp_path, TABLES[row_type]) == []
    assert len(rows_in(tmp_path, TABLES[Technician])) == 24
    assert not (tmp_path / "blobs").exists()
    assert cli.main(["demo"]) == 2
    assert "holds new-york already" in capsys.readouterr().err


def test_a_whole_city_is_removed(
    shanghai: Loaded, copy_of: CopyOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of(shanghai.folder)
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(folder))
    assert {"blobs", "map"} <= {path.name for path in folder.iterdir()}
    assert cli.main(["demo", "--remove", "--yes"]) == 0
    assert list(folder.iterdir()) == []
