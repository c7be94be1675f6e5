"""Cells of a row as values. What cannot be understood is said with its column and its text."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from unicodedata import normalize

from geo.datum import BadPlace, Datum, read_place

T = TypeVar("T")
DATUMS = {"wgs84": Datum.WGS84, "gps": Datum.WGS84, "gcj02": Datum.GCJ02, "bd09": Datum.BD09}
LOCALES = {
    **dict.fromkeys(("zhcn", "zh-cn", "zh", "中文", "chinese"), "zh-CN"),
    **dict.fromkeys(("en", "英文", "english"), "en"),
}
YES = {"是", "必答", "yes", "y", "true", "1", "√", "✓"}
NO = {"否", "不必", "no", "n", "false", "0", "×"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")
SPLIT = re.compile(r"[;；\n]+")
WORDS_MAX = 80  # of a wrong text that is quoted back


class BadCell(Exception):
    """The row is refused. `reason` for a screen; `detail` holds what its words need."""

    def __init__(self, reason: str, **detail: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Cells:
    """One row: texts by field. A column that the file lacks reads as an empty cell."""

    def __init__(self, line: int, texts: Mapping[str, str]) -> None:
        self.line = line
        self._texts = texts

    def text(self, field: str, default: str = "") -> str:
        """The text; an empty cell keeps what is known."""
        return self._texts.get(field, "").strip() or default

    def texts(self) -> list[str]:
        """What the row is shown by when it cannot be understood: its filled cells, in order."""
        return [text.strip()[:WORDS_MAX] for text in self._texts.values() if text.strip()]

    def needed(self, field: str) -> str:
        """The text. Raises BadCell(missing)."""
        text = self.text(field)
        if not text:
            raise BadCell("missing", column=field)
        return text

    def wrong(self, reason: str, field: str) -> BadCell:
        """What to raise about this cell."""
        return BadCell(reason, column=field, value=self.text(field)[:WORDS_MAX])

    def choice(self, field: str, words: Mapping[str, T], default: T) -> T:
        """One of some words, in any case. Raises BadCell(wrong_choice)."""
        text = self.text(field)
        if not text:
            return default
        found = words.get(plain(text))
        if found is None:
            raise self.wrong("wrong_choice", field)
        return found

    def flag(self, field: str, *, default: bool) -> bool:
        return self.choice(field, dict.fromkeys(YES, True) | dict.fromkeys(NO, False), default)

    def whole(self, field: str, default: int) -> int:
        """A whole number, also as a spreadsheet writes it: 8.0. Raises BadCell(wrong_number)."""
        number = self.decimal(field)
        if number is None:
            return default
        if number != int(number):
            raise self.wrong("wrong_number", field)
        return int(number)

    def decimal(self, field: str) -> float | None:
        """A plain decimal. Raises BadCell(wrong_number)."""
        text = normalize("NFKC", self.text(field))
        if not text:
            return None
        if not re.fullmatch(r"[-+]?\d{1,12}(?:\.\d{1,12})?", text):
            raise self.wrong("wrong_number", field)
        return float(text)

    def day(self, field: str, default: str | None) -> str | None:
        """YYYY-MM-DD of the ways in which spreadsheets write a day. Raises BadCell(wrong_day)."""
        text = self.text(field)
        return day_of(text, self.wrong("wrong_day", field)) if text else default

    def fix(self) -> dict[str, Any] | None:
        """The point of latitude, longitude and datum. Raises BadCell(wrong_point)."""
        lat, lon = self.decimal("latitude"), self.decimal("longitude")
        if lat is None and lon is None:
            return None
        if lat is None or lon is None:
            raise BadCell("missing", column="latitude" if lat is None else "longitude")
        datum = DATUMS.get(re.sub(r"[\s\-_]", "", self.text("datum", "wgs84").lower()))
        if datum is None:
            raise self.wrong("wrong_choice", "datum")
        place = read_place(datum, lon, lat)
        if isinstance(place, BadPlace):
            raise BadCell("wrong_point", column="latitude", value=f"{lat}, {lon}")
        return {
            "lon_e7": place.lon_e7,
            "lat_e7": place.lat_e7,
            "source": "paste",
            "datum": datum.value,
            "original": f"{self.text('latitude')},{self.text('longitude')}"[:60],
        }


def plain(text: str) -> str:
    """How words of a choice are compared."""
    return normalize("NFKC", text).strip().lower()


def day_of(text: str, wrong: BadCell) -> str:
    match = DAY.fullmatch(normalize("NFKC", text))
    if match is None:
        raise wrong
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise wrong from error


def parts(text: str) -> list[str]:
    """`a; b；c` → three parts."""
    return [part.strip() for part in SPLIT.split(text) if part.strip()]
