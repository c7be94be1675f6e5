"""Where the bytes of an answer go: what its compressed body loses without a part."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import brotli

from benchmarks.workload.meter import Traffic
from server import contract
from server.gateway.compression import BROTLI_QUALITY

KINDS, IDS, ORIGINS = 13, 15, 16  # positions in an answer
HANDLES, COLUMNS, CHANGES = 2, 4, 5  # positions in the page of a kind


def parts_of(traffic: Traffic) -> list[tuple[str, int]]:
    """(part, bytes) of a phase, the largest first. They overlap, so they are no exact sum."""
    found: Counter[str] = Counter(heads=traffic.head_bytes)
    found["requests"] = sum(len(request.body) for request in traffic.requests)
    for answer in traffic.answers:
        body = answer.json
        whole = _packed(body)
        found["ids"] += whole - _packed([*body[:IDS], "", [], *body[ORIGINS + 1 :]])
        for part, without in _without_columns(body):
            found[part] += whole - _packed(without)
    return [(part, count) for part, count in found.most_common() if count > 0]


def _without_columns(body: list[Any]) -> Iterable[tuple[str, list[Any]]]:
    """The answer once without each column, and once without each page's handles and changes."""
    for at, page in enumerate(body[KINDS] if len(body) > KINDS else []):
        kind = contract.KINDS[page[0]]
        names = _names(kind.fields, len(page[COLUMNS]))
        for column, name in enumerate(names):
            columns = [*page[COLUMNS]]
            columns[column] = []
            yield f"{kind.name}.{name}", _with(body, at, COLUMNS, columns)
        for place, word in ((HANDLES, "handles"), (CHANGES, "changes")):
            if page[place]:
                yield f"{kind.name} {word}", _with(body, at, place, [])


def _names(fields: Iterable[Any], count: int) -> list[str]:
    """Names of the columns; by number where this level sees only some of them."""
    names = [field.name for field in fields if field.name != "id"]
    return names if len(names) == count else [str(number) for number in range(count)]


def _with(body: list[Any], at: int, place: int, value: Any) -> list[Any]:
    page = [*body[KINDS][at]]
    page[place] = value
    pages = [*body[KINDS]]
    pages[at] = page
    return [*body[:KINDS], pages, *body[KINDS + 1 :]]


def _packed(body: list[Any]) -> int:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return len(brotli.compress(text, quality=BROTLI_QUALITY))
