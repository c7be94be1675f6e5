"""Write the vectors by which Python and TypeScript are judged alike.

    PYTHONPATH=. python scripts/write_vectors.py

`tests/sync/test_vectors.py` and `pwa/src/sync/vectors.test.ts` read what is written here.
"""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import msgspec

from sync import columns, digest, id_table
from sync.canonical import NotCanonical, canonical
from sync.entries import Entry, check_of, entry_hash
from sync.ids import born_id, uuid7
from sync.protocol import KindPage
from sync.receipts import receipt_code

CASES = Path(__file__).parent.parent / "tests" / "contract" / "cases"
REPLICA = "01890a5d-ac96-774b-bcce-b302099a8057"

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**53 - 1,
    -(2**53 - 1),
    "",
    "卫生间漏水",
    'quotes " and \\ and / slash',
    "tab\t line\n return\r backspace\b feed\f bell\x07 delete\x7f",
    "line separator \u2028 paragraph separator \u2029",
    "emoji 🔧 and combining e\u0301",
    [],
    {},
    [1, [2, [3, []]], {"a": None}],
    {"b": 1, "a": 2, "B": 3, "_": 4, "a1": 5, "": 6},
    {"nested": {"z": [True, {"y": "x"}], "a": {}}},
)
# Written as JSON text, because neither language can hold all of them in a literal.
UNREPRESENTABLE = (
    "1.5",
    "1e400",
    "9007199254740992",
    "-9007199254740992",
    '"\\ud800"',
    '["\\udc00x"]',
    '{"ключ": 1}',
    '[1, {"a": 0.1}]',
)
BORN = ((REPLICA, "1", 0), (REPLICA, "1", 1), (REPLICA, "42", 5), ("timer:sla", "clock:7", 0))
SEVENS = ((0, "00000000000000000000"), (1_772_326_800_000, "0123456789abcdef0011"))


def canonical_cases() -> dict[str, Any]:
    for text in UNREPRESENTABLE:
        try:
            canonical(json.loads(text))
        except NotCanonical:
            continue
        raise AssertionError(f"{text} has a canonical form")
    written = [{"value": value, "canonical": canonical(value).decode()} for value in VALUES]
    return {"written": written, "refused": list(UNREPRESENTABLE)}


def ids_cases() -> dict[str, Any]:
    born = [
        {"writer": writer, "key": key, "ordinal": ordinal, "id": born_id(writer, key, ordinal)}
        for writer, key, ordinal in BORN
    ]
    sevens = [
        {"now_ms": now_ms, "random": random, "id": uuid7(now_ms, bytes.fromhex(random))}
        for now_ms, random in SEVENS
    ]
    return {"born": born, "uuid7": sevens}


def entry_cases() -> list[dict[str, Any]]:
    common: dict[str, Any] = {
        "replica": REPLICA,
        "device_ms": 1_772_326_800_000,
        "mono_ms": 5_400_123,
        "zone": "Asia/Shanghai",
        "app": "0.1.0",
        "schema": "0123456789abcdef",
    }
    visit = born_id(REPLICA, "1", 0)
    bodies: tuple[dict[str, Any], ...] = (
        {"n": 1, "base": ["", 0], "name": "appointment.accept", "args": {"appointment_id": visit}},
        {
            "n": 2,
            "base": ["k3ZyQ0aB", 1_204],
            "name": "appointment.arrive",
            "args": {
                "appointment_id": visit,
                "fix": {"lon_e7": 1_214_700_000, "lat_e7": 312_300_000, "accuracy_m": 12},
                "distance_m": 31,
            },
        },
        {
            "n": 3,
            "base": ["k3ZyQ0aB", 1_204],
            "name": "appointment.complete",
            "args": {"appointment_id": visit, "summary": '更换角阀 "两只"\n试水正常 🔧'},
        },
    )
    cases: list[dict[str, Any]] = []
    for body in bodies:
        entry = common | body
        epoch, seq = entry["base"]
        fields = {k: v for k, v in entry.items() if k not in ("base", "args")}
        known = Entry(base_epoch=epoch, base_seq=seq, args=msgspec.Raw(b"{}"), **fields)
        cases.append({"entry": entry, "hash": entry_hash(known, entry["args"])})
    return cases


def digest_cases() -> dict[str, Any]:
    rows: tuple[tuple[int, int, int, str, list[Any]], ...] = (
        (1, 1, 5, born_id(REPLICA, "1", 0), ["浦东", "Asia/Shanghai", "", True]),
        (1, 2, 5, born_id(REPLICA, "1", 1), ["静安", "Asia/Shanghai", "[[[1,2],[3,4]]]", False]),
        (7, 40_000, 17, born_id(REPLICA, "2", 0), [None, "dispatched", 1_772_326_800_000, 60]),
        (7, 40_001, 17, born_id(REPLICA, "2", 1), []),
    )
    total = 0
    cases: list[dict[str, Any]] = []
    for row in rows:
        value = digest.row_digest(*row)
        total = digest.add(total, value)
        scope, handle, kind, row_id, values = row
        cases.append(
            {
                "scope": scope,
                "handle": handle,
                "kind": kind,
                "id": row_id,
                "values": values,
                "digest": digest.to_hex(value),
            }
        )
    first = digest.row_digest(*rows[0])
    return {
        "rows": cases,
        "total": digest.to_hex(total),
        "parts": digest.parts_text(
            digest.part_sums((row[1], digest.row_digest(*row)) for row in rows)
        ),
        "total_without_first": digest.to_hex(digest.subtract(total, first)),
        "wraps": {
            "a": digest.to_hex(digest.MODULUS - 1),
            "b": digest.to_hex(2),
            "sum": digest.to_hex(digest.add(digest.MODULUS - 1, 2)),
            "difference": digest.to_hex(digest.subtract(1, 2)),
        },
    }


def pages() -> list[KindPage]:
    """Two rows, one that names both and a stranger, one in a second scope, and a plain change."""
    first, second, third, stranger = (born_id(REPLICA, str(n), 0) for n in range(1, 5))
    cells = [["渗水", "异响"], [first, None], [stranger, first], ["", ""]]
    return [
        KindPage(3, 1, [1, 1], [first, second], [["王建国", "李敏"], [True, False]], []),
        KindPage(16, 1, [3, 4], [third, stranger], cells, []),
        KindPage(3, 2, [9], [second], [["李敏"], [False]], [(0, [4], [first])]),
        KindPage(17, 2, [], [], [], [(1, [1, 2], ["a", None])]),
    ]


def id_table_cases() -> list[dict[str, Any]]:
    """The same pages with ids spelt out, born in another replica's entries, and in one's own."""
    other = "01890a5d-ac96-774b-bcce-b302099a8058"
    known = {born_id(REPLICA, str(n), 0): id_table.Birth(REPLICA, str(n), 0) for n in range(1, 5)}
    cases: list[dict[str, Any]] = []
    for births, replica in (({}, other), (known, other), (known, REPLICA)):
        coded = pages()
        table = id_table.table_of(coded, births, replica)
        for page in coded:
            page.enter_ids = page.enter_ids and id_table.coded(page.enter_ids, table.places)
            page.enter_columns = [id_table.coded(c, table.places) for c in page.enter_columns]
            page.changes = [(f, h, id_table.coded(v, table.places)) for f, h, v in page.changes]
        cases.append(
            {
                "replica": replica,
                "plain": msgspec.to_builtins(pages()),
                "coded": msgspec.to_builtins(coded),
                "ids": table.ids,
                "origins": msgspec.to_builtins(table.origins),
            }
        )
    return cases


COLUMNS: tuple[list[Any], ...] = (
    [],
    [None],
    ["渗水"],
    ["渗水", "渗水", "渗水"],
    [False, 0],
    [1, True, "1", None],
    [1_772_326_800_000, 1_772_326_800_007, None, 1_772_326_800_001],
    [3, 0, 63, 12],
    [64, 0, 1],
    ["a", "b", "a", "a", "b", "a"],
    ["hold", "resume", "hold", None],
    [{"a": [1]}, {"a": [1]}, [], {}],
    list(range(100, 0, -1)),
    [f"word {number}" for number in range(65)],
)
BROKEN_COLUMNS: tuple[tuple[Any, int], ...] = (
    (None, 1),
    ([], 0),
    ([0, 1], 2),
    ([1], 1),
    ([2, "x"], 1),
    ([2, 1.5], 1),
    ([3, ["a"], "B"], 1),
    ([3, ["a"], "!"], 1),
    ([4, 5], 1),
    ([5, [0, 1]], 1),
    ([5, [5, [0, 0]]], 1),
    ([9, 1], 1),
    ([True, 1], 1),
)


def columns_cases() -> dict[str, Any]:
    entries = [
        {"@name": "work_order.hold", "@ms": 5, "work_order_id": "a", "reason": "x"},
        {"@name": "work_order.note", "@ms": 6, "work_order_id": "b", "text": "y"},
        {"@name": "work_order.resume", "@ms": 8, "work_order_id": "a"},
    ]
    said = [["x", "y", ""], ["a", "b", "a"], [5, 6, 8], [4, 5, 7]]
    return {
        "written": [{"values": each, "column": columns.pack(each)} for each in COLUMNS],
        "broken": [{"column": column, "length": length} for column, length in BROKEN_COLUMNS],
        "entries": entries,
        "said": [
            {"values": each, "column": columns.from_arguments(each, entries)} for each in said
        ],
    }


def fold_cases() -> dict[str, Any]:
    """A push in columns, and the entries it means."""
    order, place = born_id(REPLICA, "90", 0), born_id(REPLICA, "91", 0)
    bodies: tuple[tuple[str, dict[str, Any]], ...] = (
        ("work_order.note", {"work_order_id": order, "text": "换了角阀"}),
        ("work_order.hold", {"work_order_id": order, "reason": "缺配件"}),
        ("work_order.note", {"work_order_id": place, "text": ""}),
    )
    entries: list[dict[str, Any]] = []
    for at, (name, args) in enumerate(bodies):
        entry: dict[str, Any] = {
            "replica": REPLICA,
            "n": 7 + at,
            "base": ["k3ZyQ0aB", 1_204],
            "device_ms": 1_772_326_800_000 + 900 * at,
            "mono_ms": 5_400_123 + 901 * at,
            "zone": "Asia/Shanghai",
            "app": "0.1.0",
            "schema": "0123456789abcdef",
            "name": name,
            "args": args,
        }
        fields = {k: v for k, v in entry.items() if k not in ("base", "args")}
        known = Entry(base_epoch="k3ZyQ0aB", base_seq=1_204, args=msgspec.Raw(b"{}"), **fields)
        entries.append(entry | {"hash": entry_hash(known, args)})
    lag = 5_400_123 - 1_772_326_800_000
    octets = b64encode(bytes.fromhex(place.replace("-", ""))).decode()
    hold = ["work_order.hold", ["reason", "work_order_id"], [[1, "缺配件"], [5, [1, 0]]]]
    texts = ["换了角阀", ""]
    which = [columns.pack(texts), [5, columns.pack([0, 1])]]
    note = ["work_order.note", ["text", "work_order_id"], which]
    return {
        "entries": entries,
        "rows": {order: [2, 1_028]},
        "columns": [
            *[7, [], [["k3ZyQ0aB", 1_204]], [1_772_326_800_000, 900, 900], [lag, 1, 1]],
            *[["Asia/Shanghai"], ["0.1.0"], ["0123456789abcdef"], []],
            *[[note, hold], columns.pack([0, 1, 0]), [[2, 1_028]], octets],
            check_of([entry["hash"] for entry in entries]),
        ],
    }


def receipt_cases() -> list[dict[str, Any]]:
    """Nothing, one file, the same in another order, another hash, another last n."""
    first, second = (born_id(REPLICA, str(n), 0) for n in (41, 42))
    pairs = [[first, "ab" * 32], [second, "0f" * 32]]
    asked: tuple[tuple[int, list[list[str]]], ...] = (
        (0, []),
        (42, pairs[:1]),
        (42, pairs),
        (42, pairs[::-1]),
        (42, [pairs[0], [second, "0e" * 32]]),
        (43, pairs),
    )
    return [
        {
            "replica": REPLICA,
            "last_n": last_n,
            "files": files,
            "code": receipt_code(REPLICA, last_n, [(each, sha256) for each, sha256 in files]),
        }
        for last_n, files in asked
    ]


def render() -> dict[str, str]:
    """File name → content of every file of vectors."""
    vectors = {
        "canonical.json": canonical_cases(),
        "ids.json": ids_cases(),
        "entry_hash.json": entry_cases(),
        "digest.json": digest_cases(),
        "id_table.json": id_table_cases(),
        "columns.json": columns_cases(),
        "fold.json": fold_cases(),
        "receipt.json": receipt_cases(),
    }
    return {
        name: json.dumps(value, ensure_ascii=True, indent=2) + "\n"
        for name, value in vectors.items()
    }


def main() -> None:
    for name, content in render().items():
        (CASES / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
