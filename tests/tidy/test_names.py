"""Names of mutations, reasons and limits are spelt once, at home; everybody else imports them."""

import ast
import re
from math import prod

from tests.tidy.repo import text, under
from tests.tidy.typescript import without_comments

CONTRACT = "pwa/src/contract"
QUOTED = re.compile(r"""(['"`])([a-z][a-z_]*(?:\.[a-z_]+)?)\1""")
TYPE_LOOKUP = re.compile(r"\bMutationArgs\[[^\]]*\]")
MUTATION = re.compile(r"readonly '([a-z_]+\.[a-z_]+)':")
REASON = re.compile(r"^  '([a-z_]+)',$", re.MULTILINE)
# Files that put the product together name what they put: nothing is spelt twice by that.
TABLES_OF_CONTENTS = {"server/app.py"}

# The table of optimistic effects is where the app spells a mutation; the compiler checks the keys.
MUTATORS = re.compile(r"^pwa/src/domain/\w+/mutators\.ts$")

# Literals that happen to be spelt like a name, with the reason. "file: literal" → why.
TOLERATED: dict[str, str] = {
    "server/db/migrations/versions/0001_first_tables.py: media_type": "a column, not the reason",
}
# Files that speak of mutations to their right, with the reason.
SPEAK_OF_RIGHT = {
    "server/work_orders/rules.py": "fact.correct judges facts of visits, which stand to its right",
}
LIMIT = re.compile(r"^export const (\w+) = (\d+);$", re.MULTILINE)
TELLING = 10_000_000  # smaller limits are numbers that mean other things elsewhere
DEFINED = re.compile(
    r"^\s*(?:export\s+)?(?:const\s+)?([A-Z][A-Z0-9_]+)(?:: [^=\n]+)? = \d", re.MULTILINE
)
NUMBER = re.compile(r"(?<![\w.#])\d[\d_]*(?:\s*\*\s*\d[\d_]*)*(?![\w.])")


def mutations() -> set[str]:
    """Every mutation of the contract."""
    return set(MUTATION.findall(text(f"{CONTRACT}/mutations.ts")))


def reasons() -> set[str]:
    """Reasons that are neither an ordinary word nor also a code of the HTTP catalogue."""
    found = {each for each in REASON.findall(text(f"{CONTRACT}/reasons.ts")) if "_" in each}
    return found - python_literals(text("server/problems.py"))


def limits() -> set[int]:
    """Limits so large that meeting one by chance is not likely."""
    found = {int(value) for _, value in LIMIT.findall(text(f"{CONTRACT}/limits.ts"))}
    return {each for each in found if each >= TELLING}


def limit_names() -> set[str]:
    """What the limits of the contract are called, in Python as in TypeScript."""
    return {name for name, _ in LIMIT.findall(text(f"{CONTRACT}/limits.ts"))}


def limits_in(source: str) -> set[str]:
    """Limits of the contract that the source gives a number of its own, by name or by value."""
    named = set(DEFINED.findall(source)) & limit_names()
    return named | {str(each) for each in numbers(source) & limits()}


def numbers(source: str) -> set[int]:
    """Whole numbers of a source, and products of them, `64 * 1024`."""
    products = (each.replace("_", "").split("*") for each in NUMBER.findall(source))
    return {prod(int(part) for part in parts) for parts in products}


def homes() -> dict[str, str]:
    """Mutation → the file that declares it, read from the schemas' `mutation = "…"` lines."""
    found: dict[str, str] = {}
    for name in under("server", suffixes=("schema.py",)):
        for each in re.findall(r'mutation(?:\s*:[^=\n]+)?\s*=\s*"([a-z_]+\.[a-z_]+)"', text(name)):
            found[each] = name
    return found


def app_literals(source: str) -> set[str]:
    """Quoted words of TypeScript or Svelte; comments and checked type look-ups aside."""
    return {word for _, word in QUOTED.findall(TYPE_LOOKUP.sub(" ", without_comments(source)))}


def python_literals(source: str) -> set[str]:
    """Strings of Python source; docstrings and sentences cannot equal a name."""
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def app_sins(name: str, source: str, names: set[str]) -> list[str]:
    """Names of the contract that an app file spells by itself."""
    if name.startswith(f"{CONTRACT}/") or ".test." in name or MUTATORS.match(name):
        return []
    return [f"{name}: {word}" for word in sorted(app_literals(source) & names)]


def server_sins(name: str, source: str, homes_of: dict[str, str]) -> list[str]:
    """Mutation names that a server file outside the declaring folder spells by itself."""
    folder = name.rsplit("/", 1)[0]
    return [
        f"{name}: {word}"
        for word in sorted(python_literals(source) & set(homes_of))
        if homes_of[word].rsplit("/", 1)[0] != folder
        and name not in TABLES_OF_CONTENTS
        and name not in SPEAK_OF_RIGHT
    ]


def test_the_app_spells_no_mutation() -> None:
    names = under("pwa/src", suffixes=(".ts", ".svelte"))
    found = [sin for name in names for sin in app_sins(name, text(name), mutations())]
    assert [sin for sin in found if sin not in TOLERATED] == []


def test_the_server_spells_a_mutation_only_at_home() -> None:
    names = under("server", suffixes=(".py",))
    found = [sin for name in names for sin in server_sins(name, text(name), homes())]
    assert [sin for sin in found if sin not in TOLERATED] == []


def test_the_server_spells_a_reason_only_where_it_is_declared() -> None:
    home = {
        word: {name.rsplit("/", 1)[0] for name in under("server", suffixes=("schema.py",))
               if word in python_literals(text(name))}
        for word in reasons()
    }  # fmt: skip
    found = [
        f"{name}: {word}"
        for name in under("server", "sync", suffixes=(".py",))
        if name != "sync/outcomes.py"
        for word in sorted(python_literals(text(name)) & reasons())
        if name.rsplit("/", 1)[0] not in home[word]
    ]
    assert [sin for sin in found if sin not in TOLERATED] == []


def test_limits_are_written_once() -> None:
    names = under("server", "sync", suffixes=(".py",))
    homes_of = {
        limit: [name for name in names if limit in DEFINED.findall(text(name))]
        for limit in limit_names()
    }
    assert {limit: home for limit, home in homes_of.items() if len(home) != 1} == {}
    at_home = {home for each in homes_of.values() for home in each}
    apart = [name for name in names if name not in at_home]
    apart += [
        name
        for name in under("pwa/src", suffixes=(".ts", ".svelte"))
        if not name.startswith(CONTRACT) and ".test." not in name
    ]
    found = [f"{name}: {limit}" for name in apart for limit in sorted(limits_in(text(name)))]
    assert [sin for sin in found if sin not in TOLERATED] == []


def test_every_mutation_of_the_contract_has_a_home() -> None:
    assert mutations() - set(homes()) == set()
    assert len(mutations()) > 30


def test_a_raw_name_is_seen() -> None:
    names = {"appointment.complete"}
    raw = "await act('appointment.complete', { id })"
    assert app_sins("pwa/src/tech/a.ts", raw, names) == ["pwa/src/tech/a.ts: appointment.complete"]
    assert app_sins("pwa/src/contract/a.ts", raw, names) == []
    assert app_sins("pwa/src/tech/a.ts", "// 'appointment.complete'", names) == []
    assert app_sins("pwa/src/tech/a.ts", "let a: MutationArgs['appointment.complete']", names) == []
    home = {"appointment.complete": "server/appointments/schema.py"}
    python = 'call("appointment.complete")'
    assert server_sins("server/dispatch/effects.py", python, home) != []
    assert server_sins("server/appointments/mutations.py", python, home) == []


def test_a_raw_limit_is_seen() -> None:
    assert numbers("a = 16_384; b = 64 * 1024; c = 'v2'; d = 0x10; e = 1.5") == {16384, 65536}
    assert limits_in("const PAGE_ROWS_MAX = 400;") == {"PAGE_ROWS_MAX"}
    assert limits_in("PAGE_ROWS_MAX: Final = 400") == {"PAGE_ROWS_MAX"}
    assert limits_in("part = PAGE_ROWS_MAX * 2; if (bytes > 65536) stop()") == set()
    assert limits_in(f"if size > {64 * 1024 * 1024}:") == {"67108864"}
