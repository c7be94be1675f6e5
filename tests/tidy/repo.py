"""What the tidy tests look at: the files of this repository, and the modules they import."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON_PACKAGES = ("server", "sync", "geo")
# Only for a copy without git: what `.gitignore` would have left out.
NOT_OURS = {".git", ".venv", "node_modules", "dist", "data", "out", "__pycache__", "build"}


@cache
def files() -> tuple[str, ...]:
    """Every file that is tracked, or would be by `git add`, relative to the root, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        names = [name for name in done.stdout.split("\0") if name]
    else:
        names = [
            path.relative_to(ROOT).as_posix()
            for path in ROOT.rglob("*")
            if not NOT_OURS & set(path.relative_to(ROOT).parts[:-1])
        ]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def under(*folders: str, suffixes: tuple[str, ...]) -> list[str]:
    """Files below one of the folders whose names end in one of the suffixes."""
    heads = tuple(f"{folder}/" for folder in folders)
    return [name for name in files() if name.startswith(heads) and name.endswith(suffixes)]


def text(name: str) -> str:
    """The file's text. Raises UnicodeDecodeError for a picture."""
    return (ROOT / name).read_text(encoding="utf-8")


def is_generated(name: str) -> bool:
    """Whether a program wrote it: its form is that program's, not ours."""
    return name.startswith("pwa/src/contract/")


def module_of(name: str) -> str:
    """`server/gateway/push.py` as `server.gateway.push`; a package by its own name."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def modules() -> frozenset[str]:
    """Every Python module and package of the project."""
    names = under(*PYTHON_PACKAGES, "scripts", "tests", "benchmarks", suffixes=(".py",))
    found = {module_of(name) for name in names}
    parents = {".".join(name.split(".")[:end]) for name in found for end in range(1, 9)}
    return frozenset(found | {parent for parent in parents if parent})


@dataclass(frozen=True)
class Import:
    """One imported module, where it is written."""

    line: int
    module: str


def imports(source: str, known: frozenset[str] | None = None) -> list[Import]:
    """Modules that the source imports, wherever in it; `from a import b` as `a.b` if that is one.

    Imports are absolute in this project; a relative one is reported with its leading dots.
    """
    names = modules() if known is None else known
    found: list[Import] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [Import(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.append(Import(node.lineno, whole if whole in names else base))
    return sorted(set(found), key=lambda each: (each.line, each.module))
