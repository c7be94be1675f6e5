"""Every source file is used by something that runs."""

import ast
import posixpath
import re

from tests.tidy.repo import files, imports, module_of, text, under
from tests.tidy.typescript import imported, resolve

# Python that is started by name: the console script, what Alembic finds in its folder.
PYTHON_ENTRIES = re.compile(r"^(?:server\.cli|server\.db\.migrations(?:\..*)?)$")
SCRIPT = re.compile(r"^(?:scripts|benchmarks|tests)/")
# "server.app:create_app", as servers and processes are told what to start.
STARTED = re.compile(r"^((?:server|sync|geo)(?:\.\w+)+)(?::\w+)?$")
ENTRY = re.compile(r'<script[^>]+src="(/src/[^"]+)"')


def started(source: str) -> set[str]:
    """Modules that the source names in a string, to be started elsewhere."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return {found[1] for value in strings if (found := STARTED.match(value))}


def unused_modules(sources: dict[str, str]) -> set[str]:
    """Modules of `sources` (file name → text) that no other file needs, tests aside."""
    own = {module_of(name) for name in sources if not SCRIPT.match(name)}
    known = frozenset(module_of(name) for name in sources)
    used: set[str] = set()
    for name, source in sources.items():
        if name.startswith("tests/"):
            continue
        wanted = {each.module for each in imports(source, known)} | started(source)
        used |= {each for each in wanted if each != module_of(name)}
    parents = {each.rsplit(".", 1)[0] for each in own if "." in each}
    return {each for each in own - used - parents if not PYTHON_ENTRIES.match(each)}


def reached(entries: list[str]) -> set[str]:
    """App files that the entries import, directly or not."""
    seen = set(entries)
    queue = list(entries)
    while queue:
        name = queue.pop()
        if not name.endswith((".ts", ".mjs", ".svelte", ".css", ".js")):
            continue
        for target in imported(text(name)):
            file = resolve(name, target)
            if file is not None and file in files() and file not in seen:
                seen.add(file)
                queue.append(file)
    return seen


def app_entries() -> list[str]:
    """What the pages start (the gallery of components is one), tests and benchmarks."""
    pages = [name for name in files() if re.fullmatch(r"pwa/[\w-]+\.html", name)]
    scripts = [f"pwa{path}" for page in pages for path in ENTRY.findall(text(page))]
    tests = [name for name in under("pwa/src", suffixes=(".ts",)) if ".test." in name]
    tests += under("tests", "benchmarks", suffixes=(".ts", ".mjs"))
    return [name for name in [*scripts, *tests] if name in files()]


def test_every_python_module_is_used() -> None:
    names = under("server", "sync", "geo", "scripts", "benchmarks", suffixes=(".py",))
    assert unused_modules({name: text(name) for name in names}) == set()


def test_every_app_file_is_used() -> None:
    ours = [
        name
        for name in under("pwa/src", suffixes=(".ts", ".svelte", ".css"))
        if not name.endswith(".d.ts")
    ]
    assert sorted(set(ours) - reached(app_entries())) == []


def test_every_page_starts_something_that_exists() -> None:
    pages = [name for name in files() if re.fullmatch(r"pwa/[\w-]+\.html", name)]
    wanted = {f"pwa{path}" for page in pages for path in ENTRY.findall(text(page))}
    assert {posixpath.normpath(path) for path in wanted} - set(files()) == set()
    assert {"pwa/index.html", "pwa/board.html", "pwa/portal.html"} <= set(pages)


def test_a_dead_module_is_seen() -> None:
    sources = {
        "server/__init__.py": "",
        "server/cli.py": "from server import alive\nRUN = 'server.started:make'",
        "server/alive.py": "",
        "server/started.py": "",
        "server/dead.py": "import server.alive",
        "tests/test_dead.py": "import server.dead",
    }
    assert unused_modules(sources) == {"server.dead"}


def test_the_graph_of_the_app_is_followed() -> None:
    assert reached(["pwa/build/precache.test.ts"]) >= {"pwa/build/precache.ts"}
    assert "pwa/build/brotli.ts" not in reached(["pwa/build/precache.test.ts"])
