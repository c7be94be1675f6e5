"""A wheel is the whole product: whoever installs it needs neither the checkout nor Node."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = (
    "server/static/index.html",
    "server/static/sw.js",
    "server/imports/maps/nyc311.toml",
    "server/papers/look.typ",
    "server/papers/fonts/NotoSansSC_400Regular.ttf",
    "server/papers/fonts/OFL.txt",
    "server/db/migrations/versions/0001_first_tables.py",
    "sync/entries.py",
    "geo/nearest.py",
)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unpacked as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--no-build-isolation"]
    place = ["--python", sys.executable, "--out-dir", str(folder), str(ROOT)]
    subprocess.run([*build, *place], check=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_holds_what_runs(unpacked: Path) -> None:
    assert [name for name in NEEDED if not (unpacked / name).is_file()] == []
    assert not (unpacked / "tests").exists()


def test_the_demo_runs_from_it_without_node(unpacked: Path, tmp_path: Path) -> None:
    """In a process that finds our packages only there, and no other program at all."""
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import server;"
        "print(server.__file__); from server.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = ["demo", "--city", "new-york", "--people-only"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("FIELDWARD_")
    }
    environment |= {"PATH": str(tmp_path), "FIELDWARD_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(unpacked), *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(unpacked))
    assert "technicians=24" in done.stdout + done.stderr
