"""The shared cases of assets, checklists, orders and visits, judged on the server's handlers.

`cases/<mutation>/<name>.json`; the phone's mutators are judged by the same files:

    name         what it says
    given.rows   rows by kind and id; missing fields from `cases/defaults.json`
    given.held   ids that the author holds now (default: all rows given)
    given.held_before   ids that he held once
    actor, mutation, args, now_ms
    then         outcome, flags, reason, detail (part of it), rows (part of their fields),
                 server_rows (what only the server can know: numbers, initials, territories)
    server_only  the outcome depends on what a phone does not know (roles, scopes, other rows)

`born:<ordinal>` stands for the id of a row born in the mutation, entry 1 of the harness' replica.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.appointments import schema as appointments_schema
from server.appointments.lifecycle import FACTS
from server.assets import schema as assets_schema
from server.check_ins import schema as check_ins_schema
from server.checklists import schema as checklists_schema
from server.conflicts import schema as conflicts_schema
from server.signatures import schema as signatures_schema
from server.work_orders import schema as work_orders_schema
from sync.ids import born_id
from sync.outcomes import Accepted, Rejected
from tests.server.harness import DEFAULTS, REPLICA, ROW_TYPES, World, person

CASES = Path(__file__).parent / "cases"
ARGS = (
    *assets_schema.ARGS,
    *checklists_schema.ARGS,
    *work_orders_schema.ARGS,
    *appointments_schema.ARGS,
    *signatures_schema.ARGS,
    *conflicts_schema.ARGS,
    *check_ins_schema.ARGS,
)
REMARKS = frozenset(
    {
        work_orders_schema.Note.mutation,
        work_orders_schema.Use.mutation,
        work_orders_schema.NameAsset.mutation,
        checklists_schema.AnswerChecklist.mutation,
        *(args.mutation for args in signatures_schema.ARGS),
    }
)
NAMES = sorted(args.mutation for args in ARGS)
FILES = sorted(path for name in NAMES for path in (CASES / name).glob("*.json"))


def load(path: Path) -> dict[str, Any]:
    """The case, with `born:<ordinal>` written out."""
    text = path.read_text(encoding="utf-8")
    for ordinal in range(5):
        text = text.replace(f'"born:{ordinal}"', f'"{born_id(REPLICA, "1", ordinal)}"')
    return json.loads(text)


def prepare(world: World, case: dict[str, Any]) -> None:
    given = case["given"]
    for row in given["rows"]:
        world.add(row["kind"], **{name: v for name, v in row.items() if name != "kind"})
    world.join(case["actor"]["user_id"])
    world.hold(given.get("held", [row["id"] for row in given["rows"]]))
    world.hold(given.get("held_before", []), left=True)


def everything(world: World) -> dict[str, list[Any]]:
    return {kind: world.rows(kind) for kind in DEFAULTS}


def expect_rows(world: World, rows: list[dict[str, Any]]) -> None:
    for wanted in rows:
        stored = world.row(wanted["kind"], wanted["id"])
        assert stored is not None, f"{wanted['kind']} {wanted['id']} was not stored"
        values = msgspec.to_builtins(stored)
        got = {name: values[name] for name in wanted if name != "kind"}
        assert got == {name: value for name, value in wanted.items() if name != "kind"}


@pytest.fixture
def world():
    made = World()
    yield made
    made.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, world: World) -> None:
    case = load(path)
    prepare(world, case)
    before = everything(world)
    actor, then = case["actor"], case["then"]
    verdict = world.run(
        case["mutation"],
        case["args"],
        person(actor["user_id"], actor["name"], actor["technician_id"], actor["roles"]),
        now_ms=case["now_ms"],
    )
    if then["outcome"] == "accepted":
        assert isinstance(verdict, Accepted), verdict
        assert [flag.value for flag in verdict.flags] == then["flags"]
    else:
        assert isinstance(verdict, Rejected), verdict
        assert verdict.reason == then["reason"]
        got = {name: verdict.detail.get(name) for name in then.get("detail", {})}
        assert got == then.get("detail", {})
        assert everything(world) == before
    expect_rows(world, then.get("rows", []))
    expect_rows(world, then.get("server_rows", []))


@pytest.mark.parametrize("mutation", NAMES)
def test_each_mutation_has_its_cases(mutation: str) -> None:
    names = {path.stem.split("-")[0] for path in (CASES / mutation).glob("*.json")}
    assert {"accepted", "rejected"} <= names
    if mutation in FACTS | REMARKS:
        assert "late" in names


def test_defaults_are_whole_rows() -> None:
    for kind, values in DEFAULTS.items():
        fields = set(ROW_TYPES[kind].__struct_fields__) - {"id"}
        assert set(values) == fields, kind
