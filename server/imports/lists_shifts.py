"""A week of shifts in words: `周一-周五 08:00-17:00; 周六 22:00-06:00`. Pure."""

import re
from unicodedata import normalize

from server.imports.lists_cells import BadCell, parts
from server.technicians.rules import DAY_MIN, check_shift

Shifts = dict[int, tuple[int, int]]  # weekday, Monday = 0 → minutes from and to
WEEK = {
    **{name: at for at, name in enumerate("一二三四五六日")},
    "天": 6,
    **{name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
DAYS = r"(?:(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
TIME = r"(\d{1,2})[:.](\d{2})"
TO = r"\s*(?:-|–|—|~|至|到|to)\s*"
SHIFT = re.compile(rf"{DAYS}(?:{TO}{DAYS})?\s*{TIME}{TO}{TIME}")


def read_shifts(text: str, wrong: BadCell) -> Shifts:
    """Weekday → minutes. An end before the start is the next day's. Raises `wrong`."""
    found: Shifts = {}
    for part in parts(text):
        match = SHIFT.fullmatch(normalize("NFKC", part).lower())
        if match is None:
            raise wrong
        first = WEEK[match.group(1) or match.group(2)]
        named = match.group(3) or match.group(4)
        last = WEEK[named] if named else first
        start_min = _minutes(match.group(5), match.group(6), wrong)
        end_min = _minutes(match.group(7), match.group(8), wrong)
        end_min += DAY_MIN if end_min <= start_min else 0
        if check_shift(start_min, end_min) is not None or last < first:
            raise wrong
        found |= dict.fromkeys(range(first, last + 1), (start_min, end_min))
    return found


def _minutes(hour: str, minute: str, wrong: BadCell) -> int:
    if int(minute) > 59 or int(hour) * 60 + int(minute) > DAY_MIN:
        raise wrong
    return int(hour) * 60 + int(minute)
