"""Strokes of a signature: how they are packed, and what is too little to be one. Pure.

Packed strokes are canonical JSON, `{"height_px": 200, "strokes": [[…], …], "width_px": 320}`. A
stroke is a flat list, four whole numbers a point: x and y in tenths of a pixel of the pad, ms since
the signature's first point, pressure in % (50 where the glass does not tell). The first point of
each stroke is written as it is, each further one as what it differs from the one before.
TypeScript twin: `pwa/src/domain/signatures/strokes.ts`; both are judged by
`tests/contract/cases/signature_strokes.json`.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import hypot

import msgspec

from server.signatures.schema import SIGNATURE_POINTS_MAX

TENTHS = 10
SIDE_PX_MAX = 4_000
DURATION_MS_MAX = 3_600_000
# A name, however short, is a line of some length that goes somewhere; a tap or a dot is not.
INK_PX_MIN = 60
EXTENT_PX_MIN = 24

Point = tuple[int, int, int, int]  # x, y, ms, %


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As packed."""

    height_px: int
    width_px: int
    strokes: tuple[tuple[int, ...], ...]


def unpack(text: str) -> Sheet | None:
    """The packed sheet; None when nobody can read it."""
    try:
        sheet = msgspec.json.decode(text, type=Sheet)
    except msgspec.DecodeError:
        return None
    is_whole = all(stroke and len(stroke) % 4 == 0 for stroke in sheet.strokes)
    has_sides = all(1 <= side <= SIDE_PX_MAX for side in (sheet.width_px, sheet.height_px))
    return sheet if is_whole and has_sides else None


def points_of(stroke: tuple[int, ...]) -> list[Point]:
    """The points of one stroke, each as it was."""
    found: list[Point] = []
    x = y = ms = pressure = 0
    for at in range(0, len(stroke), 4):
        x, y, ms = x + stroke[at], y + stroke[at + 1], ms + stroke[at + 2]
        pressure += stroke[at + 3]
        found.append((x, y, ms, pressure))
    return found


def problem_of(sheet: Sheet) -> str:
    """What cannot have come from a pen on this sheet, "" if nothing."""
    points = [point for stroke in sheet.strokes for point in points_of(stroke)]
    if len(points) > SIGNATURE_POINTS_MAX:
        return "too_many"
    if any(not 0 <= point[3] <= 100 for point in points):
        return "pressure"
    times = [0, *(point[2] for point in points), DURATION_MS_MAX]
    if any(later < earlier for earlier, later in pairwise(times)):
        return "time"
    if any(not _is_near(sheet, point) for point in points):
        return "outside"
    return ""


def is_blank(sheet: Sheet) -> bool:
    """Too little ink for a name, or all of it on one spot."""
    drawn = [points_of(stroke) for stroke in sheet.strokes]
    ink = sum(_length(points) for points in drawn)
    points = [point for stroke in drawn for point in stroke]
    if not points:
        return True
    width, height = (_span(point[axis] for point in points) for axis in (0, 1))
    return ink < INK_PX_MIN * TENTHS or hypot(width, height) < EXTENT_PX_MIN * TENTHS


def _is_near(sheet: Sheet, point: Point) -> bool:
    """A finger may leave the pad by as much as its side before it is lifted."""
    sides = (sheet.width_px * TENTHS, sheet.height_px * TENTHS)
    return all(-side <= point[axis] <= 2 * side for axis, side in enumerate(sides))


def _length(points: list[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))


def _span(values: Iterable[int]) -> int:
    all_values = list(values)
    return max(all_values) - min(all_values)
