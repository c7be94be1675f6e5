"""Documentation names only what exists: paths, links and make targets."""

import posixpath
import re

import pytest

from tests.tidy.repo import files, text, under

DOCS = [
    *[name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md") if name in files()],
    *under("docs", "benchmarks", "tests", suffixes=(".md",)),
]
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
MAKE = re.compile(r"\bmake ([a-z0-9][a-z0-9-]*)")
TARGET = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)
ENDING = re.compile(r"\.(?:py|ts|svelte|md|toml|json|css|html|sh|lock|webmanifest|svg|png|csv|js)$")
# Not paths, or not before something was built: patterns, addresses, other people's things.
NO_PATH = re.compile(r"[\s<>*{}$…=()|,:]|^[/@~-]|^\d|\.\.\.")
BUILT = ("pwa/dist", "pwa/node_modules", ".venv", "dist", "data", "benchmarks/out", "screenshots")


def everything() -> set[str]:
    """Every file and every folder of the repository."""
    folders = {
        "/".join(parts[:end])
        for parts in (name.split("/") for name in files())
        for end in range(1, len(parts))
    }
    return folders | set(files())


def exists(path: str, doc: str) -> bool:
    """Whether it is there: from the root, from the document, or as the end of a longer path."""
    plain = path.rstrip("/").removeprefix("./")
    if plain.startswith(BUILT):
        return True
    near = posixpath.normpath(posixpath.join(posixpath.dirname(doc), plain))
    return any(each in {plain, near} or each.endswith(f"/{plain}") for each in everything())


def paths_in(markdown: str) -> list[str]:
    """Code spans that are meant as a path of this repository."""
    roots = {name.split("/")[0] for name in files()}
    spans = CODE.findall(FENCE.sub("", markdown))
    return [
        span
        for span in spans
        if not NO_PATH.search(span)
        and (ENDING.search(span) or ("/" in span and span.split("/")[0] in roots))
    ]


def missing(doc: str, markdown: str) -> list[str]:
    """What the document names and the repository lacks."""
    links = [
        link.split("#")[0]
        for link in LINK.findall(markdown)
        if "://" not in link and not link.startswith(("#", "mailto:"))
    ]
    named = [*paths_in(markdown), *[link for link in links if link]]
    targets = set(TARGET.findall(text("Makefile")))
    targets |= {f"bench-{name[11:-3]}" for name in under("benchmarks", suffixes=(".py",))}
    spans = CODE.findall(markdown)
    made = [found for span in spans for found in MAKE.findall(span)]
    return [f"{doc}: {path}" for path in named if not exists(path, doc)] + [
        f"{doc}: make {target}" for target in made if target not in targets
    ]


def test_documents_name_only_what_exists() -> None:
    assert [each for doc in DOCS for each in missing(doc, text(doc))] == []


def test_the_house_has_its_papers() -> None:
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"}
    assert wanted <= set(files())
    assert text("README.md").count("\n") <= 120


@pytest.mark.parametrize(
    "markdown",
    [
        "see `server/no_such_file.py`",
        "see `no_such_module.py`",
        "see [the page](docs/nowhere.md)",
        "call `make nonsense`",
        "see `tests/tidy/nothing/`",
    ],
)
def test_a_missing_path_is_seen(markdown: str) -> None:
    assert missing("README.md", markdown) != []


@pytest.mark.parametrize(
    "markdown",
    [
        "see `tests/tidy/repo.py` and `repo.py` and `tests/tidy/`",
        "`GET /sync`, `text/html`, `noun.verb`, `FIELDWARD_PORT`, `server/<domain>/rules.py`",
        "[home](README.md#top), [site](https://example.org/a.md), `make help`",
    ],
)
def test_what_exists_passes(markdown: str) -> None:
    assert missing("README.md", markdown) == []
