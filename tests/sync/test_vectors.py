"""The committed vectors still say what Python says; TypeScript is judged by the same files."""

import contextlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.write_vectors import CASES, render
from sync import columns, digest, id_table
from sync.canonical import NotCanonical, canonical
from sync.entries import BrokenColumns, Entry, Unresolved, entry_hash, named_rows, unpack
from sync.ids import born_id, uuid7
from sync.protocol import Entries, KindPage, Origin
from sync.receipts import LETTERS, receipt_code


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


def test_receipts() -> None:
    cases = read("receipt.json")
    codes: list[str] = []
    for case in cases:
        files = [(each, sha256) for each, sha256 in case["files"]]
        codes.append(receipt_code(case["replica"], case["last_n"], files))
        assert codes[-1] == case["code"]
        assert len(case["code"]) == 9
        assert set(case["code"]) <= {*LETTERS, "-"}
    # Only the order of the files makes no difference.
    assert codes[2] == codes[3]
    assert len(set(codes)) == len(codes) - 1


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
    sums = digest.parts_of_text(cases["parts"])
    rows = [(row["handle"], int(row["digest"], 16)) for row in cases["rows"]]
    assert digest.part_sums(rows) == sums
    assert sum(1 for each in sums if each) == len(rows)
    with pytest.raises(ValueError, match="128 sums"):
        digest.parts_of_text("AAAA")


@pytest.mark.parametrize("case", read("id_table.json"), ids=lambda c: c["replica"])
def test_id_table(case) -> None:
    coded = msgspec.convert(case["coded"], list[KindPage])
    ids = id_table.read(
        case["ids"], msgspec.convert(case["origins"], list[Origin]), case["replica"]
    )
    for page, plain in zip(coded, msgspec.convert(case["plain"], list[KindPage]), strict=True):
        rows = len(page.enter_handles)
        found = columns.unpack(page.enter_ids, rows, ids) if rows else []
        cells = [columns.unpack(column, rows, ids) for column in page.enter_columns]
        changes = [(f, h, columns.unpack(v, len(h), ids)) for f, h, v in page.changes]
        assert found == plain.enter_ids
        assert cells == plain.enter_columns
        assert changes == plain.changes


def test_what_is_no_uuid_stays_as_it_is() -> None:
    upper = born_id("w", "1", 0).upper()
    page = KindPage(0, 1, [1, 1], [upper, born_id("w", "2", 0)], [["a", "b"]], [])
    table = id_table.table_of([page], {}, "w")
    assert table.places == {}
    assert columns.unpack(id_table.coded(page.enter_ids, table.places), 2) == page.enter_ids


def test_a_long_key_of_another_program_is_not_told() -> None:
    keys = [f"order-of-mr-wang-{number}" for number in range(9)]
    births = {born_id("api:u", key, 0): id_table.Birth("api:u", key, 0) for key in keys}
    table = id_table.table_of([KindPage(0, 1, [1] * 9, list(births), [], [])], births, "r")
    assert table.origins == []
    assert id_table.read(table.ids, [], "r") == list(births)


def test_a_single_id_born_in_the_asking_replica_is_told_by_its_number() -> None:
    row_id = born_id("r", "7", 1)
    births = {row_id: id_table.Birth("r", "7", 1)}
    table = id_table.table_of([KindPage(0, 1, [1], [row_id], [], [])], births, "r")
    assert (table.ids, len(table.origins)) == ("", 1)
    assert id_table.read(table.ids, table.origins, "r") == [row_id]


@pytest.mark.parametrize("case", read("columns.json")["written"], ids=repr)
def test_columns(case) -> None:
    assert columns.pack(case["values"]) == case["column"]
    assert columns.unpack(case["column"], len(case["values"])) == case["values"]


@pytest.mark.parametrize("case", read("columns.json")["broken"], ids=repr)
def test_broken_columns(case) -> None:
    with pytest.raises(columns.BrokenColumn):
        columns.unpack(case["column"], case["length"])


def test_columns_of_arguments() -> None:
    cases = read("columns.json")
    for case in cases["said"]:
        assert columns.from_arguments(case["values"], cases["entries"]) == case["column"]
        found = columns.unpack(case["column"], 3, (), cases["entries"])
        assert found == case["values"]
    assert columns.from_arguments(["x", "other", ""], cases["entries"]) is None


def test_fold() -> None:
    case = read("fold.json")
    entries = msgspec.convert(case["columns"], Entries)
    (row_id,) = case["rows"]
    assert named_rows(entries) == [tuple(case["rows"][row_id])]
    found = list(unpack(case["entries"][0]["replica"], entries, [row_id]))
    assert [each.opened for each in found] == [(e["args"], e["hash"]) for e in case["entries"]]
    with pytest.raises(Unresolved):
        unpack(case["entries"][0]["replica"], entries, [born_id("w", "1", 0)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.lists(JSON, max_size=70))
def test_a_column_says_what_it_was_given(values) -> None:
    column = msgspec.json.decode(msgspec.json.encode(columns.pack(values)))
    found = columns.unpack(column, len(values))
    assert msgspec.json.encode(found) == msgspec.json.encode(values)


@given(st.lists(JSON, max_size=6), st.integers(0, 300))
def test_garbage_is_a_broken_column(column, length) -> None:
    with contextlib.suppress(columns.BrokenColumn):
        assert len(columns.unpack(column, length)) == length


@given(st.lists(JSON, min_size=9, max_size=14))
def test_garbage_for_entries_is_a_broken_envelope(parts) -> None:
    sound = read("fold.json")["columns"]
    for at, part in enumerate(parts):
        if isinstance(part, list):
            sound[at] = part
    with contextlib.suppress(BrokenColumns, Unresolved, msgspec.ValidationError):
        entries = msgspec.convert(sound, Entries)
        rows = named_rows(entries)
        list(unpack("01890a5d-ac96-774b-bcce-b302099a8057", entries, ["x"] * len(rows)))
