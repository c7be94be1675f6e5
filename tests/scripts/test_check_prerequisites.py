"""What a person reads whose machine lacks something."""

import pytest

from scripts.check_prerequisites import main, node_lack, python_lack


def test_this_machine_will_do() -> None:
    assert main() == 0


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 9, 2), (2, 7, 18)])
def test_an_old_python_is_named(version: tuple[int, ...]) -> None:
    lack = python_lack(version)
    assert "3.11 or newer" in lack
    assert ".".join(map(str, version)) in lack
    assert "make PYTHON=" in lack


def test_a_new_python_will_do() -> None:
    assert python_lack((3, 11, 0)) == ""
    assert python_lack((3, 14, 1)) == ""


@pytest.mark.parametrize("answer", [None, "v18.20.4\n", "v20.18.3\n", "no node here"])
def test_an_old_or_missing_node_is_named(answer: str | None) -> None:
    assert "Node 20.19 or newer" in node_lack(answer)


def test_a_new_node_will_do() -> None:
    assert node_lack("v20.19.0\n") == ""
    assert node_lack("v24.1.0\n") == ""
