"""What docs/protocol.md says is so: its tables are the code's, its examples are proved."""

import json
import re
from typing import Any

import msgspec
import pytest

from scripts.generate_contract import KINDS_PAGE, kinds_page
from server.problems import CATALOGUE
from sync import columns, digest, limits, protocol
from sync.canonical import canonical
from sync.entries import Entry, entry_hash
from sync.ids import born_id
from tests.protocol.record import BLOCK, DOCUMENT, file_of, shown
from tests.protocol.stranger import opened

TEXT = DOCUMENT.read_text(encoding="utf-8")
IDS = ["f09e2119-17bb-87e0-b487-78ebd557d8cc", "4b1ac455-81a0-827d-9f40-793bb1e24590"]
SAID = [{"title": "Leak"}, {}]


def section(number: int) -> str:
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[0]


def fenced(text: str, kind: str = "") -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_sections_are_numbered_and_references_lead_somewhere() -> None:
    numbers = [int(each) for each in re.findall(r"^## (\d+)\. ", TEXT, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(each) for each in re.findall(r"§(\d+)", TEXT)} <= set(numbers)


def test_positions_are_those_of_the_structs() -> None:
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", section(2), re.MULTILINE)
    request = list(protocol.SyncRequest.__struct_fields__)
    entries = list(protocol.Entries.__struct_fields__)
    assert [name for _, name in rows] == request + entries
    places = [*range(len(request)), *range(len(entries))]
    assert [int(place) for place, _ in rows] == places
    answer = re.findall(r"^\| (\d+) \| (\w+) \|", section(3), re.MULTILINE)
    names = protocol.SyncResponse.__struct_fields__
    assert answer == [(str(place), name) for place, name in enumerate(names)]


def test_pages_are_those_of_the_structs() -> None:
    for struct in (protocol.KindPage, protocol.Origin, protocol.Cursor, protocol.Result):
        assert f"`[{', '.join(struct.__struct_fields__)}]`" in TEXT


def test_columns() -> None:
    (block,) = fenced(section(2), "columns")
    seen: set[int] = set()
    for line in block.splitlines():
        column, length, values = (json.loads(each) for each in re.split(r"\s{2,}", line))
        said: list[dict[str, Any]] = SAID[:length] if column[0] == 6 else []
        assert columns.unpack(column, length, IDS, said) == values
        assert opened(column, length, IDS, said) == values
        seen.add(column[0])
    assert seen == {1, 2, 3, 4, 5, 6, 7}
    assert json.dumps(IDS, separators=(",", ":")) in section(2)


def test_the_exchange_is_a_recorded_one() -> None:
    (block,) = BLOCK.findall(TEXT)
    told = json.loads(file_of("chief").read_text(encoding="utf-8"))["exchanges"]
    assert block == shown(told)
    request, answer = re.split(r"^< ", block.removeprefix("> "), flags=re.MULTILINE)
    asked = msgspec.json.decode(request, type=protocol.SyncRequest)
    got = msgspec.json.decode(answer, type=protocol.SyncResponse)
    assert asked.nonce == got.nonce
    (page,) = got.kinds
    assert f"entered scope {page.scope} " in section(3)
    assert f"under handle {page.enter_handles[0]};" in section(3)
    assert f"accepted at seq {got.accepted[0][2]}." in section(3)


def test_the_entry_and_its_hash() -> None:
    line, _, hashed = fenced(section(5))[0].strip().rpartition("\n\n")
    body = json.loads(line)
    assert canonical(body).decode() == line
    assert f"{len(line.encode())} bytes" in section(5)
    args = body.pop("args")
    base_epoch, base_seq = body.pop("base")
    entry = Entry(**body, base_epoch=base_epoch, base_seq=base_seq, args=msgspec.Raw())
    assert entry_hash(entry, args) == hashed


def test_born_ids() -> None:
    found = re.search(r"Replica\s+`([^`]+)`, n (\d+), ordinal (\d+) gives `([^`]+)`", section(6))
    assert found is not None
    assert born_id(found[1], found[2], int(found[3])) == found[4]


def test_digests() -> None:
    lines = fenced(section(8))[0].splitlines()
    total = 0
    for line in lines[:-1]:
        row, _, hexed = line.rpartition("  ")
        scope, handle, kind, row_id, *values = json.loads(row)
        value = digest.row_digest(scope, handle, kind, row_id, values)
        assert digest.to_hex(value) == hexed.strip()
        total = digest.add(total, value)
    assert lines[-1].split()[-1] == digest.to_hex(total)
    assert f"`handle mod {digest.PARTS}`" in section(8)


def test_limits() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d ]+)", section(10), re.MULTILINE)
    named = {name: int(value.replace(" ", "")) for name, value in rows}
    for name, value in named.items():
        if name.endswith("SKEW_MS_MAX"):
            value *= 86_400_000
        if hasattr(limits, name):
            assert getattr(limits, name) == value, name
    assert len(named) >= 7


@pytest.mark.parametrize("number", [11])
def test_statuses(number: int) -> None:
    rows = re.findall(r"^\| (\d+) \| (`[^|]*`) \|", section(number), re.MULTILINE)
    codes = [(int(status), code) for status, text in rows for code in re.findall(r"`(\w+)`", text)]
    assert len(codes) >= 8
    for status, code in codes:
        assert CATALOGUE[code][0] == status, code


def test_the_page_of_kinds_is_the_generated_one() -> None:
    assert KINDS_PAGE.read_text(encoding="utf-8") == kinds_page(), "run `make contract`"
