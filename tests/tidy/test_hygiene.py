"""Nothing in the repository belongs to one machine, one registry, or another day."""

import ast
import re

import pytest

from tests.tidy.repo import ROOT, files, text, under

FILE_BYTES_MAX = 1_000_000
LOCKS = tuple(name for name in files() if name.endswith((".lock", "package-lock.json")))
# Spelt in parts, so that this file does not name what it forbids.
REGISTRIES = (
    "registry." + "npmjs",
    "registry." + "npmmirror",
    "pypi" + ".org",
    "python" + "hosted.org",
    "yarn" + "pkg.com",
)
MACHINES = ("/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/", "/" + "opt/")
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def sins(name: str, content: str) -> list[str]:
    """What must not stand in a file of the repository, one line for each find."""
    found = [f"{name}: {host}" for host in REGISTRIES if host in content]
    if name in LOCKS:
        return found
    for number, line in enumerate(content.splitlines(), 1):
        found += [f"{name}:{number}: {path}" for path in MACHINES if machine_path(line, path)]
        if LATER.search(line):
            found.append(f"{name}:{number}: do it now or write an issue")
    return found


def machine_path(line: str, path: str) -> bool:
    """Whether the line names an absolute path; `a/work/b` and `https://x/home/` are none."""
    return re.search(r"(?<![\w.:/-])" + re.escape(path), line) is not None


def readable(name: str) -> str:
    """The file's text, or "" for a picture and the like."""
    try:
        return text(name)
    except UnicodeDecodeError:
        return ""


def test_no_machine_no_registry_no_promise() -> None:
    assert [sin for name in files() for sin in sins(name, readable(name))] == []


def test_locks_are_there_and_hashed() -> None:
    assert {"requirements.lock", "requirements-dev.lock", "pwa/package-lock.json"} <= set(LOCKS)
    for name in LOCKS:
        assert "sha512-" in text(name) or "--hash=sha256:" in text(name), name
    assert '"resolved"' not in text("pwa/package-lock.json")


def test_no_file_is_large() -> None:
    large = [name for name in files() if (ROOT / name).stat().st_size > FILE_BYTES_MAX]
    assert large == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {name.rsplit("/", 1)[0] for name in under("tests", suffixes=(".py",))}
    lacking = [folder for folder in folders if f"{folder}/__init__.py" not in files()]
    assert lacking == []


def skips(source: str) -> list[int]:
    """Lines that skip a test or expect it to fail."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}
    ]


def test_no_test_is_skipped() -> None:
    names = under("tests", suffixes=(".py",))
    assert [f"{name}:{line}" for name in names for line in skips(text(name))] == []


@pytest.mark.parametrize(
    "content",
    [
        f"https://{REGISTRIES[0]}.org/x",
        f"see {MACHINES[0]}main",
        f'"{MACHINES[2]}me/x"',
        "# " + "TO" + "DO: later",
    ],
)
def test_a_bad_line_is_seen(content: str) -> None:
    assert sins("a.py", content) != []


def test_a_good_line_passes() -> None:
    assert sins("a.py", "https://example.org/home/ and docs/work/ and ~/work") == []


def test_a_skip_is_seen() -> None:
    assert skips("import pytest\npytest." + "skip('no')") == [2]
