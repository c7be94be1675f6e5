"""The least that a phase could cost: changed values and ids in MessagePack, compressed once.

Columns by table; a row that both sides know is its place in the table, a new one its 16 bytes;
one message, brotli at its best, no head. Phase d is what people said (verb, order, words, time):
everything else in those rows follows from that. Where ids are computed and not sent, as most of
ours are, one can be below it; so there is a floor without them too.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import brotli
import msgspec

from benchmarks.peers.story import Change, Row, Rows, Story

UUID_TEXT_LENGTH = 36
TOLD = ("verb", "work_order_id", "text", "device_ms")


class Places:
    """Ids as both sides can name them."""

    def __init__(self, rows: Rows) -> None:
        self._place = {id: place for place, id in enumerate(rows)}

    def short(self, name: str, value: Any) -> Any:
        """The place of a row that is referred to, 16 bytes of another id, all else as it is."""
        if not isinstance(value, str) or len(value) != UUID_TEXT_LENGTH:
            return value
        if name != "id" and (place := self._place.get(value)) is not None:
            return place
        try:
            return UUID(value).bytes
        except ValueError:
            return value

    def in_order(self, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=self._place.__getitem__)

    def steps(self, ids: Iterable[str]) -> list[int]:
        """Places of known rows in order, each as the step from the one before."""
        places = [self._place[id] for id in self.in_order(ids)]
        return [place - before for place, before in zip(places, [0, *places], strict=False)]


def packed_bytes(said: Any) -> int:
    return len(brotli.compress(msgspec.msgpack.encode(said), quality=11, lgwin=24))


def columns(rows: list[Row], places: Places, has_ids: bool) -> list[Any]:
    """Per table and field all values, so that like stands beside like."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        tables[row["table"]].append(row)
    return [
        [
            [name, [places.short(name, row.get(name)) for row in held]]
            for name in _names(held, has_ids)
        ]
        for held in tables.values()
    ]


def _names(rows: list[Row], has_ids: bool) -> list[str]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [name for name in names if name != "table" and (has_ids or name != "id")]


def changed(changes: list[Change], places: Places, has_ids: bool) -> list[Any]:
    """Per field the rows that changed and their values; rows that left; rows that came."""
    fields: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for change in changes:
        for name, value in change.get("set", {}).items():
            fields[change["table"], name][change["id"]] = value
    sets = [
        [table, name, places.steps(values), [values[id] for id in places.in_order(values)]]
        for (table, name), values in fields.items()
    ]
    puts = [change["put"] for change in changes if "put" in change]
    gone = [each["id"] for each in changes if "put" not in each and "set" not in each]
    return [sets, places.steps(gone), columns(puts, places, has_ids)]


def floors(story: Story, has_ids: bool = True) -> dict[str, int]:
    """Bytes for each phase; without `has_ids` a new row comes without its own."""
    known = Places(story.seed)
    moved = Places({**story.after("d2"), **story.after("e")})
    edited = [change for edit in story.d for change in edit]
    facts = [change["put"] for change in edited if "put" in change]
    said = [{name: fact[name] for name in ("table", *TOLD)} for fact in facts]
    nothing = packed_bytes([1, len(story.seed)])
    told = {
        "a": columns(list(story.seed.values()), known, has_ids),
        "c": changed(story.c, known, has_ids),
        "d": columns(said, known, has_ids) if said else changed(edited, known, has_ids),
        "e": changed(story.e, moved, has_ids),
    }
    return {
        "b": nothing,
        "d2": nothing,
        **{name: packed_bytes(each) for name, each in told.items()},
    }
