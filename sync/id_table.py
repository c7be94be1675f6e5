"""Ids of an answer, each said once: 16 bytes in base64 instead of 38 characters wherever named.

Ids are the only part of a page that no compressor makes smaller. TypeScript twin:
`pwa/src/sync/id-table.ts`; shared cases: `tests/contract/cases/id_table.json`.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from sync.ids import UUID_TEXT_LENGTH, uuid_of
from sync.protocol import KindPage

ID_BYTES = 16
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def pack(pages: Sequence[KindPage]) -> str:
    """Put differences of places in a table where the pages had ids; returns the table.

    Rows that enter come first in it, so that their places count up by one. A column moves when
    all of it is ids and nulls. A page whose own ids are no UUIDs stays as it is.
    """
    places: dict[str, int] = {}
    packed = [page for page in pages if page.enter_ids and _all_ids(page.enter_ids)]
    for page in packed:
        page.enter_ids = _placed(page.enter_ids, places)
    for page in packed:
        for index, column in enumerate(page.enter_columns):
            if _all_ids(column):
                page.enter_columns[index] = _placed(column, places)
                page.links.append(index)
    octets = b"".join(bytes.fromhex(row_id.replace("-", "")) for row_id in places)
    return b64encode(octets).decode()


def unpack(pages: Sequence[KindPage], table: str) -> None:
    """The reverse of `pack`."""
    octets = b64decode(table)
    starts = range(0, len(octets), ID_BYTES)
    ids = [uuid_of(octets[start : start + ID_BYTES]) for start in starts]
    for page in pages:
        if any(isinstance(each, int) for each in page.enter_ids):
            page.enter_ids = _named(page.enter_ids, ids)
        for index in page.links:
            page.enter_columns[index] = _named(page.enter_columns[index], ids)
        page.links = []


def _all_ids(cells: Sequence[Any]) -> bool:
    """Whether there are ids, and nothing beside them but nulls."""
    texts = [cell for cell in cells if cell is not None]
    return bool(texts) and all(
        isinstance(cell, str) and len(cell) == UUID_TEXT_LENGTH and _UUID.fullmatch(cell)
        for cell in texts
    )


def _placed(cells: Iterable[Any], places: dict[str, int]) -> list[Any]:
    found: list[int | None] = []
    before = 0
    for cell in cells:
        if cell is None:
            found.append(None)
            continue
        place = places.setdefault(cell, len(places))
        found.append(place - before)
        before = place
    return found


def _named(cells: Iterable[Any], ids: Sequence[str]) -> list[Any]:
    found: list[str | None] = []
    place = 0
    for cell in cells:
        place += cell or 0
        found.append(None if cell is None else ids[place])
    return found
