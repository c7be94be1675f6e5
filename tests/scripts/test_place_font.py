"""The font comes from its package, with its licence, or the build says what to do."""

from pathlib import Path
from typing import Any

import pytest

from scripts.place_font import place
from scripts.wheel_with_app import WheelWithApp
from server.papers.fonts import FONT_FILE, PLACED, NoFont, font_folder


def package(folder: Path) -> Path:
    for name in PLACED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_font_and_licence_are_placed(tmp_path: Path) -> None:
    target = tmp_path / "fonts"
    place(package(tmp_path / "package"), target)
    assert {each.name for each in target.iterdir()} == {FONT_FILE, "OFL.txt"}
    assert font_folder(target) == target


def test_without_the_package_the_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make install"):
        place(tmp_path, tmp_path / "fonts")
    with pytest.raises(NoFont, match="make build"):
        font_folder(tmp_path)


def test_a_wheel_without_the_font_is_not_built(tmp_path: Path) -> None:
    (tmp_path / "pwa" / "dist").mkdir(parents=True)
    (tmp_path / "pwa" / "dist" / "index.html").touch()
    hook: Any = WheelWithApp.__new__(WheelWithApp)
    hook._BuildHookInterface__root = str(tmp_path)
    with pytest.raises(FileNotFoundError, match="holds no font"):
        hook.initialize("standard", {"force_include": {}})
