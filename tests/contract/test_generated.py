"""The committed contract is what Python says today, and its version is pinned."""

from pathlib import Path

from server import contract
from sync.protocol import PROTOCOL_VERSION

FOLDER = Path(__file__).resolve().parents[2] / "pwa" / "src" / "contract"
# A new line for each change of shapes: (protocol version, schema hash). Adding a field or a
# mutation makes a new hash; changing what an old message means makes a new version.
HISTORY = (
    (1, "ee1c2b912f144c32"),
    (1, "1ab762615740c11e"),
    (1, "1fcfb2d23648b7ee"),
    (1, "d603a6a53b7a9441"),
    (1, "fc975f9b3c9e09b3"),
)


def test_the_committed_contract_is_the_generated_one() -> None:
    for name, content in contract.render().items():
        committed = (FOLDER / name).read_text(encoding="utf-8")
        assert committed == content, f"{name} differs: run `make contract`"


def test_nothing_else_lies_in_the_contract() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(contract.render())


def test_the_version_is_pinned_to_the_schema() -> None:
    assert HISTORY[-1] == (PROTOCOL_VERSION, contract.schema_hash()), (
        "The wire changed: add a line to HISTORY, and see docs/protocol.md for what else."
    )


def test_every_class_of_a_field_reaches_the_contract() -> None:
    rendered = contract.render_kinds()
    for kind in contract.KINDS:
        for field in kind.fields[1:]:
            line = f"{{ name: '{field.name}', merge: '{field.merge}', sees: '{field.sees}', blank: "
            assert line in rendered
