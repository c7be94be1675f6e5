"""Rows judged by a map, case by case."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from server.imports.mapping import read_map
from server.imports.reading import TableRow
from server.imports.reasons import WORDS, in_words
from server.imports.requests_rows import Request, Skipped, Wrong, judge
from server.work_orders.schema import Grade

NOW_MS = 1_772_330_400_000  # 2026-03-01 10:00 in Shanghai
MAP = """
register = "works"
zone = "Asia/Shanghai"
datum = "gcj02"
times = ["%Y/%m/%d %H:%M"]
[columns]
key = ["No", "Part"]
title = ["{What}"]
description = ["{More}", "at {Where}, {Room}"]
address = ["{Where}"]
contact = ["{Who}"]
phone = ["{Tel}"]
lon = "Lon"
lat = "Lat"
reported = "At"
closed = "Done"
[[only]]
column = "Kind"
values = ["repair"]
skipped = "{Kind} is not ours"
[status]
column = "State"
closed = ["closed"]
[grade]
column = "What"
values = { leak = "urgent" }
[duration]
column = "What"
values = { leak = "90" }
[unlocated]
column = "Room"
values = { cellar = "C-1" }
"""
ROW = {
    "No": "1", "Part": "a", "What": "Leak", "More": "it drips", "Where": "Road 5", "Room": "",
    "Who": "", "Tel": "", "Lon": "121.4737", "Lat": "31.2304", "At": "2026/02/01 08:00",
    "Done": "", "Kind": "repair", "State": "open",
}  # fmt: skip


def judged(keep: bool = False, surplus: int = 0, **cells: Any) -> Any:
    row = TableRow(2, ROW | cells, surplus)
    return judge((row,), read_map("m", MAP), NOW_MS, keep)[0]


def shanghai_ms(*wall: int) -> int:
    return int(datetime(*wall, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)  # type: ignore[misc]


def test_a_whole_row() -> None:
    found = judged()
    assert isinstance(found, Request)
    assert (found.key, found.title, found.description) == ("1/a", "Leak", "it drips")
    assert (found.grade, found.duration_min, found.address) == (Grade.URGENT, 90, "Road 5")
    assert found.reported_ms == shanghai_ms(2026, 2, 1, 8, 0)
    assert found.fix is not None
    assert (found.fix.datum, found.fix.original) == ("gcj02", "121.4737, 31.2304")
    assert 0.003 < 121.4737 - found.fix.lon_e7 / 1e7 < 0.006  # the shift of GCJ-02 in Shanghai
    assert msgspec.to_builtins(found.party) == {"customer": "", "contact": "", "phone": ""}


def test_a_part_with_an_empty_column_is_left_out() -> None:
    assert judged(More="").description == ""
    assert judged(Room="3").description == "it drips\nat Road 5, 3"


def test_texts_are_mended_and_cut() -> None:
    assert judged(What="itâ\x80\x99s wet").title == "it’s wet"
    long = judged(What="x" * 200)
    assert (len(long.title), long.title[-1]) == (160, "…")


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2026-02-01T09:30", (2026, 2, 1, 9, 30)),
        ("2026-02-01", (2026, 2, 1)),
        ("2026-02-01T09:30:00+00:00", (2026, 2, 1, 17, 30)),
        ("2026/02/01 23:59", (2026, 2, 1, 23, 59)),
    ],
)
def test_times(text: str, wall: tuple[int, ...]) -> None:
    assert judged(At=text).reported_ms == shanghai_ms(*wall)


def test_no_time_and_no_coordinates_are_no_mistake() -> None:
    found = judged(At="", Lon="", Lat="")
    assert (found.reported_ms, found.fix, found.location) == (None, None, "")
    assert judged(Lon="0", Lat="0.0").fix is None
    assert judged(Lon="", Lat="", Room="Cellar").location == "C-1"
    assert judged(Lon="121,4737", Lat="31,2304").fix.lon_e7 == judged().fix.lon_e7


def test_whoever_can_be_asked_is_enough() -> None:
    found = judged(Lon="", Lat="", Where="", Who="Wang", Tel="138")
    assert (found.party.contact, found.party.phone) == ("Wang", "138")


def test_the_status_counts_only_when_it_is_kept() -> None:
    over: dict[str, Any] = {"State": "CLOSED", "Done": "2026/02/02 10:00"}
    assert judged(**over).closed_ms is None
    assert judged(keep=True, **over).closed_ms == shanghai_ms(2026, 2, 2, 10, 0)
    assert judged(keep=True).closed_ms is None


def test_another_kind_is_skipped_with_the_reason_of_the_map() -> None:
    assert judged(Kind="move", No="") == Skipped(2, "/a", "move is not ours")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"No": ""}, "no_key"),
        ({"Part": ""}, "no_key"),
        ({"No": "9" * 60}, "key_too_long"),
        ({"surplus": 2}, "too_many_cells"),
        ({"What": " "}, "no_title"),
        ({"Where": "", "Lon": "", "Lat": ""}, "no_whereabouts"),
        ({"At": "yesterday"}, "bad_time"),
        ({"At": "1890/01/01 00:00"}, "bad_time"),
        ({"At": "2026/12/01 00:00"}, "time_ahead"),
        ({"Lon": ""}, "bad_coordinates"),
        ({"Lon": "east"}, "bad_coordinates"),
        ({"Lon": "nan"}, "bad_coordinates"),
        ({"Lat": "-131"}, "bad_coordinates"),
        ({"Lon": "31.2", "Lat": "121.4"}, "swapped_coordinates"),
        ({"keep": True, "State": "closed"}, "no_closing_time"),
    ],
)
def test_why_a_row_cannot_be_taken(cells: dict[str, Any], code: str) -> None:
    found = judged(**cells)
    assert isinstance(found, Wrong)
    assert found.code == code
    for locale in ("en", "zh-CN"):
        assert "{" not in in_words(locale, found.code, **found.figures)


def test_a_key_counts_once() -> None:
    parts = {2: "a", 5: "b", 9: "a"}
    rows = tuple(TableRow(line, ROW | {"Part": part}) for line, part in parts.items())
    first, other, again = judge(rows, read_map("m", MAP), NOW_MS, False)
    assert isinstance(first, Request)
    assert isinstance(other, Request)
    assert again == Wrong(9, "1/a", "same_key", {"line": 2})


def test_fields_are_named_in_both_languages() -> None:
    assert in_words("en", "taken", fields=("title", "skill")) == "from the register: title, trade"
    assert in_words("zh-CN", "taken", fields=("title", "skill")) == "按登记册更新：标题、工种"
    assert all(len(words) == 2 for words in WORDS.values())
