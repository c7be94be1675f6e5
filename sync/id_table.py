"""Ids of an answer, each said once, and those that can be computed not at all.

An id is 16 bytes that no compressor makes smaller. An answer names its ids by their place in a
table: first those of `ids` (16 bytes each, in base64), then those of `origins`. An origin is
[writer, prefix, count, numbers, ordinals]: the ids born in the mutations of this writer ("" is
the replica that asked) whose keys are the prefix and a number (`sync/ids.py`).

TypeScript twin: `pwa/src/sync/id-table.ts`; cases: `tests/contract/cases/id_table.json`.
"""

import re
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from sync import columns
from sync.ids import UUID_TEXT_LENGTH, born_id, uuid_of
from sync.protocol import KindPage, Origin

ID_BYTES = 16
ORIGIN_IDS_MIN = 4  # fewer do not pay for naming the writer
_UUIDS = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})*")
# Longer keys are another program's own names for things: nobody else's business.
_KEY = re.compile(r"([A-Za-z:._-]{0,12}?)(0|[1-9][0-9]{0,8})")


class Birth(msgspec.Struct, frozen=True):
    """The mutation in which a row was born, and which of its rows it was."""

    writer: str
    key: str
    ordinal: int


class Table(msgspec.Struct):
    """The ids of an answer and their places."""

    ids: str
    origins: list[Origin]
    places: dict[str, int]


def table_of(pages: Sequence[KindPage], births: Mapping[str, Birth], replica: str) -> Table:
    """The table of all ids that these pages, still plain, have and name."""
    found = _ids_in(pages)
    groups: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for row_id in found if births else ():
        birth = births.get(row_id)
        match = _KEY.fullmatch(birth.key) if birth else None
        if birth and match:
            line = (row_id, int(match[2]), birth.ordinal)
            groups[birth.writer, match[1]].append(line)
    # One's own are always told so: their columns may speak of the entries they were born in.
    kept = {
        key: lines
        for key, lines in groups.items()
        if len(lines) >= ORIGIN_IDS_MIN or key == (replica, "")
    }
    derived = [row_id for lines in kept.values() for row_id, _, _ in lines]
    is_derived = set(derived)
    spelt = [row_id for row_id in found if row_id not in is_derived]
    octets = bytes.fromhex("".join(spelt).replace("-", ""))
    origins = [
        Origin(
            "" if writer == replica else writer,
            prefix,
            len(lines),
            columns.pack([number for _, number, _ in lines]),
            columns.pack([ordinal for _, _, ordinal in lines]),
        )
        for (writer, prefix), lines in kept.items()
    ]
    places = {row_id: place for place, row_id in enumerate([*spelt, *derived])}
    return Table(b64encode(octets).decode(), origins, places)


def read(ids: str, origins: Sequence[Origin], replica: str) -> list[str]:
    """The ids of a table, by place."""
    octets = b64decode(ids)
    starts = range(0, len(octets), ID_BYTES)
    found = [uuid_of(octets[start : start + ID_BYTES]) for start in starts]
    for origin in origins:
        numbers = columns.unpack(origin.numbers, origin.count)
        ordinals = columns.unpack(origin.ordinals, origin.count)
        for number, ordinal in zip(numbers, ordinals, strict=True):
            key = f"{origin.prefix}{number}"
            found.append(born_id(origin.writer or replica, key, ordinal))
    return found


def is_ids(cells: Sequence[Any]) -> bool:
    """Whether there are ids, and nothing beside them but nulls."""
    if not _begins_with_id(cells):
        return False  # most columns: told by one look
    texts = [cell for cell in cells if cell is not None]
    if set(map(type, texts)) != {str} or set(map(len, texts)) != {UUID_TEXT_LENGTH}:
        return False
    return _UUIDS.fullmatch("".join(texts)) is not None


def _begins_with_id(cells: Sequence[Any]) -> bool:
    """Whether the first that is not null is as long as an id."""
    first = cells[0] if cells else None
    if first is None:
        first = next((cell for cell in cells if cell is not None), None)
    return type(first) is str and len(first) == UUID_TEXT_LENGTH


def _ids_in(pages: Sequence[KindPage]) -> dict[str, None]:
    """Rows that enter come first, so that their places count up by one."""
    found: dict[Any, None] = {}
    for page in pages:
        if is_ids(page.enter_ids):
            found |= dict.fromkeys(page.enter_ids)
    for page in pages:
        for cells in [*page.enter_columns, *(values for _, _, values in page.changes)]:
            if is_ids(cells):
                found |= dict.fromkeys(cells)
    found.pop(None, None)
    return found


def coded(cells: Sequence[Any], places: Mapping[str, int]) -> columns.Column:
    """A column of values or of ids, as it travels. `places` are those of the table that was made
    with it: what is in there is an id, and a column that is not all ids is not all in there."""
    if not _begins_with_id(cells):
        return columns.pack(cells)
    try:
        named = [None if cell is None else places[cell] for cell in cells]
    except KeyError:
        return columns.pack(cells)
    return [columns.IDS, columns.pack(named)]
