"""Write what follows from the Python declarations: `make contract`.

`pwa/src/contract/` for the app, `docs/protocol-kinds.md` for those who write another client.
"""

from pathlib import Path

from server import contract
from sync.fields import SEES_ORDER

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "pwa" / "src" / "contract"
KINDS_PAGE = ROOT / "docs" / "protocol-kinds.md"
INTRODUCTION = """# Kinds on the wire

Written by `make contract`; do not edit. Section 16 of [protocol.md](protocol.md) says how to read
it: the schema hash of a request, then one line for each kind: its index, its name, and its fields
in contract order without `id`, each with the lowest level of scope that shows it (0 everyone,
1 crew, 2 office).
"""


def kinds_page() -> str:
    """The page of kinds, for people and programs."""
    lines = [f"schema {contract.schema_hash()}"]
    for index, kind in enumerate(contract.KINDS):
        fields = [
            f"{field.name}:{SEES_ORDER.index(field.sees)}"
            for field in kind.fields
            if field.name != "id"
        ]
        lines.append(f"{index} {kind.name}: {' '.join(fields)}")
    return "\n".join([INTRODUCTION, "```", *lines, "```", ""])


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in contract.render().items():
        (TARGET / name).write_text(content, encoding="utf-8")
        print(f"wrote {TARGET.name}/{name}")
    KINDS_PAGE.write_text(kinds_page(), encoding="utf-8")
    print(f"wrote docs/{KINDS_PAGE.name}")


if __name__ == "__main__":
    main()
