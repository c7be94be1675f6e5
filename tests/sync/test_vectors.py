"""The committed vectors still say what Python says; TypeScript is judged by the same files."""

import json
from pathlib import Path

import msgspec
import pytest

from scripts.write_vectors import CASES, render
from sync import digest, id_table
from sync.canonical import NotCanonical, canonical
from sync.entries import Entry, entry_hash
from sync.ids import born_id, uuid7
from sync.protocol import KindPage


def read(name: str):
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def test_committed_vectors_are_the_generated_ones() -> None:
    for name, content in render().items():
        path: Path = CASES / name
        assert path.read_text(encoding="utf-8") == content, (
            f"{name} is stale: run PYTHONPATH=. python scripts/write_vectors.py"
        )


@pytest.mark.parametrize("case", read("canonical.json")["written"], ids=lambda c: c["canonical"])
def test_canonical(case) -> None:
    assert canonical(case["value"]).decode() == case["canonical"]
    assert json.loads(case["canonical"]) == case["value"]


@pytest.mark.parametrize("text", read("canonical.json")["refused"])
def test_not_canonical(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical(json.loads(text))


def test_ids() -> None:
    cases = read("ids.json")
    for case in cases["born"]:
        assert born_id(case["writer"], case["key"], case["ordinal"]) == case["id"]
        assert case["id"][14] == "8"
    for case in cases["uuid7"]:
        assert uuid7(case["now_ms"], bytes.fromhex(case["random"])) == case["id"]
        assert case["id"][14] == "7"


def test_entry_hash() -> None:
    hashes: list[str] = []
    for case in read("entry_hash.json"):
        body = dict(case["entry"])
        base_epoch, base_seq = body.pop("base")
        args = body.pop("args")
        entry = Entry(base_epoch=base_epoch, base_seq=base_seq, args=msgspec.Raw(b""), **body)
        hashes.append(entry_hash(entry, args))
        assert hashes[-1] == case["hash"]
    assert len(set(hashes)) == len(hashes)


def test_digest() -> None:
    cases = read("digest.json")
    total = 0
    for row in cases["rows"]:
        value = digest.row_digest(
            row["scope"], row["handle"], row["kind"], row["id"], row["values"]
        )
        assert digest.to_hex(value) == row["digest"]
        total = digest.add(total, value)
    assert digest.to_hex(total) == cases["total"]


def test_id_table() -> None:
    case = read("id_table.json")
    plain, packed = (msgspec.convert(case[form], list[KindPage]) for form in ("plain", "packed"))
    there = msgspec.convert(case["plain"], list[KindPage])
    assert id_table.pack(there) == case["ids"]
    assert there == packed
    assert packed != plain
    id_table.unpack(packed, case["ids"])
    assert packed == plain


def test_what_is_no_uuid_stays_as_it_is() -> None:
    upper = born_id("w", "1", 0).upper()
    page = KindPage(0, 1, [1, 1], [upper, born_id("w", "2", 0)], [["a", "b"]], [])
    named = KindPage(0, 2, [1], [born_id("w", "3", 0)], [[upper], [None], [3]], [])
    table = id_table.pack([page, named])
    assert page.enter_ids[0] == upper
    assert (named.enter_ids, named.links) == ([0], [])
    id_table.unpack([page, named], table)
    assert named.enter_ids == [born_id("w", "3", 0)]
    assert named.enter_columns == [[upper], [None], [3]]
