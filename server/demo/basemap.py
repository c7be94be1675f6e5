"""A city's streets, water and names, drawn by a generator: no map of the demo is ever blank.

The layer is a picture of a city like this one, not a survey: only river, coast and the places of
the districts follow the real ones.
"""

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

from server.demo.basemap_plans import PLANS, Plan
from server.demo.model import Degrees

DIGITS = 4  # of a degree: about ten metres
Line = list[Degrees]


def local_layer(*cities: str) -> dict[str, Any]:
    """GeoJSON FeatureCollection of these cities in degrees WGS-84, the same in every run."""
    features = [feature for city in cities for feature in _city(city)]
    return {"type": "FeatureCollection", "features": features}


def _city(city: str) -> list[dict[str, Any]]:
    plan = PLANS[city]
    chance = random.Random(f"map:{city}")
    return [
        _feature("Polygon", [_closed(plan.land)], {"kind": "land"}),
        *_parks(plan, chance),
        *_rivers(plan),
        *_minor(plan, chance),
        *_major(plan, chance),
        *_rings(plan),
        *(_feature("Point", at, _named(plan, zh, en, "district")) for zh, en, at in plan.districts),
    ]


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": _rounded(coordinates)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    return [_rounded(each) for each in value]


def _named(plan: Plan, zh: str, en: str, kind: str, **more: str) -> dict[str, Any]:
    name = zh if plan.is_chinese else en
    return {"kind": kind, "name": name, "name_zh": zh, "name_en": en, **more}


def _closed(ring: tuple[Degrees, ...] | Line) -> Line:
    return [*ring, ring[0]]


def _parks(plan: Plan, chance: random.Random) -> Iterator[dict[str, Any]]:
    for zh, en, (lon, lat), radius in plan.parks:
        ring: Line = []
        for step in range(14):
            angle, far = step * math.tau / 14, radius * chance.uniform(0.75, 1.1)
            ring.append((lon + far * math.cos(angle), lat + far * 0.8 * math.sin(angle)))
        yield _feature("Polygon", [_closed(ring)], {"kind": "park"})
        yield _feature("Point", (lon, lat), _named(plan, zh, en, "park"))


def _rivers(plan: Plan) -> Iterator[dict[str, Any]]:
    """Both banks of the middle line as one polygon, so that the river is wide at every zoom."""
    for zh, en, middle, width in plan.rivers:
        banks: tuple[Line, Line] = ([], [])
        smooth = _smooth(middle)
        for at, (lon, lat) in enumerate(smooth):
            before, after = smooth[max(0, at - 1)], smooth[min(len(smooth) - 1, at + 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy)
            east, north = -dy / length * width / 2, dx / length * width / 2
            banks[0].append((lon + east, lat + north))
            banks[1].append((lon - east, lat - north))
        ring = [*banks[0], *reversed(banks[1])]
        yield _feature("Polygon", [_closed(ring)], {"kind": "water"})
        yield _feature("LineString", smooth, _named(plan, zh, en, "river"))


def _smooth(line: tuple[Degrees, ...]) -> Line:
    """Cut the corners three times."""
    points: Line = list(line)
    for _ in range(3):
        cut: Line = [points[0]]
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            cut.append((ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25))
            cut.append((ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75))
        points = [*cut, points[-1]]
    return points


def _bend(lon: float, lat: float) -> Degrees:
    """Streets follow the ground a little: the same bend for all, so that crossings stay."""
    return (
        lon + 0.004 * math.sin(lat * 61) + 0.0012 * math.sin(lat * 190 + lon * 40),
        lat + 0.003 * math.sin(lon * 53) + 0.001 * math.sin(lon * 170 + lat * 30),
    )


def _steps(start: float, end: float, step: float) -> list[float]:
    return [start + step * at for at in range(math.floor((end - start) / step) + 1)]


def _grid(
    box: tuple[float, float, float, float], apart: float, piece: float
) -> Iterator[tuple[bool, Line]]:
    """All lines of a bent grid with their direction (True: north to south)."""
    west, south, east, north = box
    for lon in _steps(west, east, apart):
        yield True, [_bend(lon, lat) for lat in _steps(south, north, piece)]
    for lat in _steps(south, north, apart * 0.86):
        yield False, [_bend(lon, lat) for lon in _steps(west, east, piece)]


def _major(plan: Plan, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number, (_, line) in enumerate(_grid(plan.box, 0.028, 0.014)):
        zh, en = plan.streets[number % len(plan.streets)]
        for part in _on_land(plan, line):
            if len(part) > 2 and chance.random() < 0.96:
                yield _feature(
                    "LineString", part, _named(plan, zh, en, "street", **{"class": "major"})
                )


def _minor(plan: Plan, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Short streets within the core; they end at the river, only major ones have bridges."""
    for _, line in _grid(plan.core, 0.0056, 0.0056):
        part: Line = []
        for point in line:
            if _in_river(plan, point) or not _inside(plan.land, point) or chance.random() < 0.1:
                if len(part) > 1:
                    yield _feature("LineString", part, {"kind": "street", "class": "minor"})
                part = []
            else:
                part.append(point)
        if len(part) > 1:
            yield _feature("LineString", part, {"kind": "street", "class": "minor"})


def _on_land(plan: Plan, line: Line) -> Iterator[Line]:
    part: Line = []
    for point in line:
        if _inside(plan.land, point):
            part.append(point)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _in_river(plan: Plan, place: Degrees) -> bool:
    return any(
        _distance(place, a, b) < width * 0.75
        for _, _, middle, width in plan.rivers
        for a, b in itertools.pairwise(middle)
    )


def _distance(place: Degrees, a: Degrees, b: Degrees) -> float:
    """Degrees to a piece of line: enough to keep a street out of the water."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((place[0] - a[0]) * dx + (place[1] - a[1]) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return math.hypot(place[0] - a[0] - along * dx, place[1] - a[1] - along * dy)


def _inside(ring: tuple[Degrees, ...], place: Degrees) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        crosses = (ay > place[1]) != (by > place[1])
        if crosses and place[0] < ax + (place[1] - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def _rings(plan: Plan) -> Iterator[dict[str, Any]]:
    for zh, en, (lon, lat), wide, high in plan.rings:
        line: Line = [
            (
                lon + wide * math.cos(at * math.tau / 48),
                lat + high * math.sin(at * math.tau / 48),
            )
            for at in range(49)
        ]
        yield _feature("LineString", line, _named(plan, zh, en, "highway", **{"class": "major"}))
