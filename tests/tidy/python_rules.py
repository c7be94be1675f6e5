"""Who may import whom on the Python side: the rules, as functions from a module to its sins."""

import ast
import sys
from collections.abc import Iterator

from tests.tidy.repo import imports

# Left to right: a domain may use what stands to its left, never to its right.
DOMAINS = (
    "identity",
    "customers",
    "territories",
    "places",
    "technicians",
    "assets",
    "checklists",
    "attachments",
    "work_orders",
    "appointments",
    "signatures",
    "conflicts",
    "entries",
    "check_ins",
    "papers",
    "dispatch",
)
FOUNDATIONS = ("db", "gateway")
# Folders that only put the product together: they may use everything but app.
TOOLS = ("backup", "cli", "conformance", "demo", "drill", "evidence", "imports", "rescue")
ENTRIES = ("server.cli",)  # console scripts: they start the application
GEO_VALUES = ("geo.latlon", "geo.datum", "geo.polygon")
THIRD_PARTY = {
    "sync": {"msgspec"},
    "geo": {"msgspec", "geopy", "numpy", "scipy"},
}
PURE_FILES = ("rules", "lifecycle")
IMPURE_FILES = {"authority", "effects", "mutations", "queries", "routes", "scope", "tables"}
IMPURE = {"asyncio", "os", "random", "secrets", "socket", "subprocess", "threading", "time"}
# Files of a left-hand domain that a mutation may reach into.
READABLE = {"authority", "tables", "schema", "lifecycle", "rules", "queries"}


def top(module: str) -> str:
    """The first part of a module's name."""
    return module.split(".", 1)[0]


def is_below(module: str, *packages: str) -> bool:
    """Whether the module is one of the packages or inside one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def awaits(source: str) -> bool:
    """Whether the source contains anything asynchronous."""
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    return any(isinstance(node, kinds) for node in ast.walk(ast.parse(source)))


def sins(module: str, source: str, *, pure: bool | None = None) -> list[str]:
    """What the module may not do but does, one sentence each; empty when all is well.

    `pure=True` judges a domain's file as its rules are judged, because they lean on it.
    """
    must_be_pure = is_pure(module) if pure is None else pure
    found = [
        f"{module}:{each.line} imports {each.module}: {why}"
        for each in imports(source)
        if each.module != module
        for why in objections(module, each.module, pure=must_be_pure)
    ]
    if must_be_pure and awaits(source):
        found.append(f"{module} awaits: pure code takes values and gives values")
    return found


def is_pure(module: str) -> bool:
    """`sync`, `geo`, and each domain's rules and lifecycle."""
    parts = module.split(".")
    return parts[0] in THIRD_PARTY or (parts[0] == "server" and parts[-1] in PURE_FILES)


def leaned_on(module: str, source: str) -> set[str]:
    """Files of its own domain that a rule uses; they have to be as pure as it is."""
    own = module.rsplit(".", 1)[0]
    return {each.module for each in imports(source) if is_below(each.module, own)} - {own, module}


def objections(module: str, target: str, *, pure: bool) -> Iterator[str]:
    """Why `module` may not import `target`."""
    if target.startswith("."):
        yield "imports are absolute here"
        return
    if is_below(target, "server.app") and module not in ENTRIES:
        yield "nobody imports server.app"
    if top(target) in {"tests", "scripts", "benchmarks"}:
        yield "the product does not know its tools"
    if top(module) in THIRD_PARTY:
        yield from pure_package(module, target)
    elif top(module) == "server":
        yield from server(module, target)
        if pure:
            yield from pure_file(module.split(".")[1], target)


def pure_package(module: str, target: str) -> Iterator[str]:
    """`sync` and `geo`: themselves, the standard library, and a short list."""
    own = top(module)
    if top(target) in IMPURE:
        yield "time, randomness and I/O are arguments in pure code"
    elif top(target) not in {own, *THIRD_PARTY[own], *sys.stdlib_module_names}:
        yield f"{own} may use only {', '.join(sorted(THIRD_PARTY[own]))} beside itself"


def server(module: str, target: str) -> Iterator[str]:
    """The shell: foundations know no domain, domains only those to their left."""
    folder = module.split(".")[1] if "." in module else ""
    if top(target) == "geo" and folder != "dispatch" and not is_below(target, *GEO_VALUES):
        yield "only dispatch uses more of geo than its values"
    if folder in FOUNDATIONS and is_below(target, *(f"server.{name}" for name in DOMAINS)):
        yield f"{folder} knows no domain; app hands it the tables"
    if folder == "db" and is_below(target, "server.gateway"):
        yield "the gateway stands on db, not the other way round"
    if folder in DOMAINS:
        yield from domain(module, target)


def domain(module: str, target: str) -> Iterator[str]:
    """A domain's file: nothing to the right; pure files stay pure; mutations read by the book."""
    own, file = module.split(".")[1], module.split(".")[-1]
    parts = target.split(".")
    if parts[0] != "server" or len(parts) < 2 or parts[1] not in DOMAINS or parts[1] == own:
        return
    if DOMAINS.index(parts[1]) > DOMAINS.index(own):
        yield f"{parts[1]} stands to the right of {own}: name a follower in app instead"
    elif file == "mutations" and len(parts) > 2 and parts[2] not in READABLE:
        yield f"a mutation reads only {', '.join(sorted(READABLE))} of another domain"


def pure_file(own: str, target: str) -> Iterator[str]:
    """rules.py and lifecycle.py: values of their own domain, of sync, and places."""
    if top(target) in IMPURE:
        yield "time, randomness and I/O are arguments in pure code"
    elif top(target) not in sys.stdlib_module_names and not is_below(
        target, "msgspec", "sync", "server.shapes", f"server.{own}", *GEO_VALUES
    ):
        yield "rules know their own schema and sync's verdicts, nothing else"
    elif is_below(target, f"server.{own}") and target.split(".")[-1] in IMPURE_FILES:
        yield "a rule reads no table and runs no query"
