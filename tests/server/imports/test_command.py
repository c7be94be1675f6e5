"""`fieldward import service-requests` at the terminal: files, figures, sentences, exit codes."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from server import cli
from tests.server.imports.town import EXTRACT, copy_of

NEW = "60 rows: 40 new, 0 updated, 0 unchanged, 17 skipped, 3 rejected (34 located, 6 need a place)"
SAME = "60 rows: 0 new, 0 updated, 40 unchanged, 17 skipped, 3 rejected"
WORDS = ("import", "service-requests")


@pytest.fixture
def register(tmp_path: Path, new_york: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the extract beside a firm that the command finds."""
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(copy_of(new_york, tmp_path / "data")))
    path = tmp_path / "requests.csv"
    path.write_bytes(EXTRACT.file.read_bytes())
    return path


def as_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.reader(lines):
            sheet.append(line)
    target = path.with_suffix(".xlsx")
    book.save(target)
    return target


def report_of(register: Path) -> list[list[str]]:
    text = register.with_name("requests.report.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_from_a_dry_run_to_the_second_import(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [*WORDS, str(register), "--map", "nyc311"]
    assert cli.main([*asked, "--dry-run"]) == 0
    assert f"Dry run, nothing was changed. {NEW}" in capsys.readouterr().out
    foreseen = report_of(register)
    assert cli.main(asked) == 0
    assert NEW in capsys.readouterr().out
    assert report_of(register) == foreseen
    assert foreseen[0] == ["line", "key", "outcome", "reason"]
    assert [row[2] for row in foreseen[1:]].count("rejected") == 3
    assert all(row[3] for row in foreseen if row[2] in ("skipped", "rejected"))
    # The same rows from a workbook, by a dispatcher: they are known, whoever brings them.
    workbook = str(as_workbook(register))
    assert cli.main([*WORDS, workbook, "--map", "nyc311", "--as", "dispatch"]) == 0
    assert SAME in capsys.readouterr().out


def test_a_dispatcher_imports_under_his_own_name(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "elsewhere.csv"
    asked = [*WORDS, str(register), "--map", "nyc311", "--as", "Dispatch", "--report", str(target)]
    assert cli.main(asked) == 0
    assert f"{NEW}\nEach row with its reason: {target}" in capsys.readouterr().out
    assert target.is_file()
    assert not register.with_name("requests.report.csv").exists()


def test_what_cannot_be_read_is_said_in_a_sentence(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.toml"
    shipped = (Path(cli.__file__).parent / "imports" / "maps" / "nyc311.toml").read_text("utf-8")
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\0\0")

    def said(*words: str) -> str:
        assert cli.main([*WORDS, *words]) == 2
        return capsys.readouterr().err

    file = str(register)
    assert "no_such.csv cannot be read" in said(str(tmp_path / "no_such.csv"), "--map", "nyc311")
    assert "neither text nor a workbook" in said(str(picture), "--map", "nyc311")
    assert "There is no map nowhere" in said(file, "--map", "nowhere")
    other.write_text(shipped.replace('zone = "America/New_York"', 'zone = "Mars"'), "utf-8")
    assert "zone = 'Mars'" in said(file, "--map", str(other))
    other.write_text(shipped.replace("Descriptor", "Describer"), "utf-8")
    assert "no column Describer" in said(file, "--map", str(other))
    other.write_text(shipped.replace('"municipal"', '"roads"'), "utf-8")
    assert "trades that this firm does not have: roads" in said(file, "--map", str(other))
    assert "no active user nobody" in said(file, "--map", "nyc311", "--as", "nobody")
    assert "neither dispatcher" in said(file, "--map", "nyc311", "--as", "maria")
    nowhere = str(tmp_path / "none" / "report.csv")
    assert "no folder" in said(file, "--map", "nyc311", "--report", nowhere)


def test_an_import_needs_a_firm(
    register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(tmp_path / "empty"))
    assert cli.main([*WORDS, str(register), "--map", "nyc311"]) == 2
    assert "fieldward init" in capsys.readouterr().err
