"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator

from tests.tidy.repo import is_generated, text, under

PYTHON_LINES_MAX = 350
APP_LINES_MAX = 300
FUNCTION_LINES_MAX = 60

# What may be longer, and why.
TOLERATED: dict[str, str] = {
    "server/db/migrations/versions/0001_first_tables.py": "one statement a table, read once",
    "tests/protocol/stranger.py": "a whole client that shares nothing, of at most 400 lines",
}

PYTHON = under("server", "sync", "geo", "scripts", "tests", "benchmarks", suffixes=(".py",))
APP = [name for name in under("pwa", suffixes=(".ts", ".svelte", ".css")) if not is_generated(name)]


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of the source, methods and inner ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def too_long(name: str, source: str, lines_max: int) -> list[str]:
    """The file's name and length if it has more lines than allowed."""
    lines = source.count("\n")
    return [f"{name}: {lines} lines"] if lines > lines_max else []


def big_functions(name: str, source: str) -> list[str]:
    """Functions with too many lines."""
    return [
        f"{name}: {node.name} has {lines} lines"
        for node in functions(source)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]


def untolerated(found: list[str]) -> list[str]:
    """Findings that no entry of the visible list excuses."""
    return [each for each in found if each.split(":")[0] not in TOLERATED]


def test_python_files_are_short() -> None:
    found = [each for name in PYTHON for each in too_long(name, text(name), PYTHON_LINES_MAX)]
    assert untolerated(found) == []


def test_app_files_are_short() -> None:
    found = [each for name in APP for each in too_long(name, text(name), APP_LINES_MAX)]
    assert untolerated(found) == []


def test_functions_are_short() -> None:
    found = [each for name in PYTHON for each in big_functions(name, text(name))]
    assert untolerated(found) == []


def test_a_long_file_is_seen() -> None:
    assert too_long("a.py", "x = 1\n" * 351, PYTHON_LINES_MAX) == ["a.py: 351 lines"]
    assert too_long("a.py", "x = 1\n" * 350, PYTHON_LINES_MAX) == []


def test_a_long_function_is_seen() -> None:
    body = "    x = 1\n" * 60
    assert big_functions("a.py", f"def f():\n{body}") == ["a.py: f has 61 lines"]
    assert big_functions("a.py", f"def f():\n{body[:-10]}") == []
