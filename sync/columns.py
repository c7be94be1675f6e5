"""A column of JSON values, written so that little is said twice.

A coded column is an array; its first element says how the rest is to be read:

    [0, v, v, …]           the values as they are
    [1, v]                 every value is v
    [2, d, d, …]           whole numbers: the first, then differences; null stays null
    [3, [w, w, …], "AAB"]  up to 64 words, and the place of each value's word in base64url's order
    [4, "AAB"]             whole numbers from 0 to 63, each as one character in that order
    [5, column]            ids: a column of places in a table of ids; null stays null
    [6, blank, name, …]    for a row born in an entry of the request: the first of these
                           arguments that the entry has, else the blank; "@name" is the entry's
                           name and "@ms" its device_ms
    [7, d, column]         whole numbers, each d more than the one in that column

How many values a column holds is known from its surroundings. TypeScript twin:
`pwa/src/sync/columns.ts`; shared cases: `tests/contract/cases/columns.json`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

PLAIN, SAME, STEPS, WORDS, SMALL, IDS, ARGUMENTS, MORE = range(8)
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PLACE_OF = {letter: place for place, letter in enumerate(DIGITS)}

_NUMBERS, _TEXTS, _TRUTHS = ({each, type(None)} for each in (int, str, bool))

Column = list[Any]


class BrokenColumn(ValueError):
    """What came is no coded column of this length."""


def is_same(values: Sequence[Any]) -> bool:
    """Whether these would be coded as one value that holds for all."""
    first = values[0]
    if any(value != first for value in values):
        return False
    return len(set(map(type, values))) == 1 or pack(values)[0] == SAME


def pack(values: Sequence[Any]) -> Column:
    """The shortest coding of these values (never `IDS`: the caller has the table)."""
    if not values:
        return [PLAIN]
    types = set(map(type, values))
    # What is equal in Python may be two things in JSON (true and 1): then the texts are judged.
    is_plain = types <= _NUMBERS or types <= _TEXTS or types <= _TRUTHS
    texts = values if is_plain else [msgspec.json.encode(value) for value in values]
    words = dict(zip(texts, values, strict=True))
    if len(words) == 1:
        return [SAME, values[0]]
    best: tuple[int, Column] = (_written(values), [PLAIN, *values])
    if types <= _NUMBERS:
        best = min([best, *_of_numbers(values)], key=_length)
    return min([best, *_of_words(texts, words)], key=_length)[1]


def _length(candidate: tuple[int, Column]) -> int:
    return candidate[0]


def _of_numbers(values: Sequence[Any]) -> list[tuple[int, Column]]:
    steps = differences(values)
    found: list[tuple[int, Column]] = [(_written(steps), [STEPS, *steps])]
    if None not in values and min(values) >= 0 and max(values) < len(DIGITS):
        text = "".join([DIGITS[value] for value in values])
        found.append((len(text) + 2, [SMALL, text]))
    return found


def _of_words(texts: Sequence[Any], words: Mapping[Any, Any]) -> list[tuple[int, Column]]:
    """`words`: what the texts stand for, in the order of their first coming."""
    if len(words) > len(DIGITS):
        return []
    digits = dict(zip(words, DIGITS, strict=False))
    letters = "".join([digits[text] for text in texts])
    listed = list(words.values())
    return [(len(letters) + 4 + _written(listed), [WORDS, listed, letters])]


def _written(values: Sequence[Any]) -> int:
    """The length of these as JSON, each with a comma behind it."""
    return len(msgspec.json.encode(values)) - 1


def unpack(
    column: Any,
    length: int,
    ids: Sequence[str] = (),
    entries: Sequence[Mapping[str, Any]] = (),
) -> list[Any]:
    """The `length` values of a column. Raises BrokenColumn.

    `ids`: the table that `IDS` speaks of. `entries`: for each row what `ARGUMENTS` may name.
    """
    if not isinstance(column, list) or not column:
        raise BrokenColumn("a column is a list that begins with its coding")
    coding, *rest = cast(list[Any], column)
    match coding, rest:
        case 0, [*values]:
            found = values
        case 1, [value]:
            found = [value] * length
        case 2, [*steps]:
            found = sums(steps)
        case 3, [words, str(letters)] if isinstance(words, list):
            places = [_place(letter) for letter in letters]
            found = _pick(cast(list[Any], words), places)
        case 4, [str(letters)]:
            found = [_place(letter) for letter in letters]
        case 5, [[int(within), *_] as inner] if within != IDS:
            found = _pick(ids, unpack(inner, length))
        case 7, [int(more), [int(within), *_] as inner] if within != MORE:
            found = [_sum(each, more) for each in unpack(inner, length, ids, entries)]
        case 6, [blank, *names]:
            found = [_said(entry, cast(list[str], names), blank) for entry in entries]
        case _:
            raise BrokenColumn("a column of no known coding")
    if isinstance(coding, bool) or len(found) != length:
        raise BrokenColumn(f"a column holds {len(found)} values where {length} are wanted")
    return found


def from_arguments(values: Sequence[Any], entries: Sequence[Mapping[str, Any]]) -> Column | None:
    """The `ARGUMENTS` coding of these values, if they are what the entries say."""
    mores = {v - e["@ms"] if type(v) is int else None for v, e in zip(values, entries, strict=True)}
    if len(mores) == 1 and mores != {None} and mores != {0}:
        return [MORE, *mores, [ARGUMENTS, None, "@ms"]]
    names: dict[str, None] = {}
    blank: Any = None
    groups: dict[str, list[tuple[Any, Mapping[str, Any]]]] = {}
    for value, entry in zip(values, entries, strict=True):
        groups.setdefault(entry["@name"], []).append((value, entry))
    for lines in groups.values():
        first, entry = lines[0]
        same = [name for name in entry if all(said.get(name) == v for v, said in lines)]
        if same:
            names[same[0]] = None
        else:
            blank = first
    column = [ARGUMENTS, blank, *names]
    if not names or unpack(column, len(values), (), entries) != list(values):
        return None
    return column


def _sum(value: Any, more: int) -> int:
    if type(value) is not int:
        raise BrokenColumn("a number that is none")
    return value + more


def _said(entry: Mapping[str, Any], names: Sequence[str], blank: Any) -> Any:
    return next((entry[name] for name in names if name in entry), blank)


def differences(values: Sequence[int | None]) -> list[int | None]:
    """The first as it is, then what is added to the number before; null stays null."""
    steps: list[int | None] = []
    before = 0
    for value in values:
        steps.append(None if value is None else value - before)
        before = before if value is None else value
    return steps


def sums(steps: Sequence[Any]) -> list[Any]:
    """The reverse of `differences`. Raises BrokenColumn."""
    found: list[int | None] = []
    total = 0
    for step in steps:
        if step is None:
            found.append(None)
            continue
        if type(step) is not int:
            raise BrokenColumn("a difference is no whole number")
        total += step
        found.append(total)
    return found


def _place(letter: str) -> int:
    place = PLACE_OF.get(letter)
    if place is None:
        raise BrokenColumn("a place is no letter of base64url")
    return place


def _pick(words: Sequence[Any], places: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for place in places:
        if place is None:
            found.append(None)
            continue
        if type(place) is not int or not 0 <= place < len(words):
            raise BrokenColumn("a place is outside its table")
        found.append(words[place])
    return found
