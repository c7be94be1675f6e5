"""Reads import statements of TypeScript and Svelte well enough to judge them."""

import posixpath
import re

from tests.tidy.repo import files

# Strings are matched first, so that `//` inside one does not start a comment.
LITERAL_OR_COMMENT = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|//[^\n]*|/\*.*?\*/|<!--.*?-->""", re.DOTALL
)
IMPORTED = re.compile(
    r"""(?:\bfrom|\bimport|\bimport\s*\(|\bnew\s+URL\s*\(|@import)\s*(['"])(?P<target>[^'"\n]+)\1"""
)
TYPES_ONLY = re.compile(r"""\b(?:import|export)\s+type\b[^;'"]*?\bfrom\s*(['"])[^'"\n]+\1""")
ENDINGS = ("", ".ts", ".svelte", ".svelte.ts", ".js", ".css", "/index.ts")


def without_comments(source: str) -> str:
    """The source with its comments blanked and its strings kept."""
    return LITERAL_OR_COMMENT.sub(lambda found: found.group(1) or " ", source)


def imported(source: str) -> list[str]:
    """Targets of every import, export-from, lazy import, worker URL and style import, in order."""
    return [found["target"] for found in IMPORTED.finditer(without_comments(source))]


def imported_at_run_time(source: str) -> list[str]:
    """As `imported`, without those that are only types and vanish in the build."""
    code = TYPES_ONLY.sub(" ", without_comments(source))
    return [found["target"] for found in IMPORTED.finditer(code)]


def resolve(name: str, target: str) -> str | None:
    """The file of ours that `target` means when file `name` imports it; None for a package."""
    plain = target.split("?", 1)[0]
    if plain.startswith("/src/"):
        base = f"pwa{plain}"
    elif plain.startswith("."):
        base = posixpath.normpath(posixpath.join(posixpath.dirname(name), plain))
    else:
        return None
    ours = set(files())
    return next((base + ending for ending in ENDINGS if base + ending in ours), base)
