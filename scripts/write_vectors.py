"""Write the vectors by which Python and TypeScript are judged alike.

    PYTHONPATH=. python scripts/write_vectors.py

`tests/sync/test_vectors.py` and `pwa/src/sync/vectors.test.ts` read what is written here.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from sync import digest, id_table
from sync.canonical import NotCanonical, canonical
from sync.entries import Entry, entry_hash
from sync.ids import born_id, uuid7
from sync.protocol import KindPage

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
    columns = [["渗水", "异响"], [first, None], [stranger, first], ["", ""]]
    return [
        KindPage(3, 1, [1, 1], [first, second], [["王建国", "李敏"], [True, False]], []),
        KindPage(16, 1, [3, 4], [third, stranger], columns, []),
        KindPage(3, 2, [9], [second], [["李敏"], [False]], [(0, [4], [first])]),
        KindPage(17, 2, [], [], [], [(1, [1, 2], ["a", None])]),
    ]


def id_table_cases() -> dict[str, Any]:
    packed = pages()
    table = id_table.pack(packed)
    return {
        "plain": msgspec.to_builtins(pages()),
        "packed": msgspec.to_builtins(packed),
        "ids": table,
    }


def render() -> dict[str, str]:
    """File name → content of every file of vectors."""
    vectors = {
        "canonical.json": canonical_cases(),
        "ids.json": ids_cases(),
        "entry_hash.json": entry_cases(),
        "digest.json": digest_cases(),
        "id_table.json": id_table_cases(),
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
