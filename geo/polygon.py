"""Polygons on the map: territories, sites, service areas.

A polygon is one outer ring and any holes; edges are straight in (lon, lat) as in GeoJSON, a ring
may be given closed or open, in either direction, and may cross the antimeridian (each edge goes
the shorter way round). Containment is computed in integers and is therefore exact; a place on a
boundary is inside. A polygon around a pole or wider than half the globe is refused.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from geo.crossings import Corner, area_doubled, first_crossing, side, turn
from geo.ellipsoid import foot_on_edge, strip_area_m2
from geo.latlon import LON_E7_MAX, LonLat, distance_m

CORNERS_MAX = 10_000
_TURN = 2 * LON_E7_MAX
# Feet of the perpendicular are found on a flat map whose error is below 1 % up to 500 km: edges
# this much further than the nearest cannot be the nearest.
_EDGE_SLACK = 1.02


class Flaw(msgspec.Struct, frozen=True, tag_field="code"):
    """Base of what can be wrong with a polygon; `code` is the tag."""


class NoRing(Flaw, frozen=True, tag="no_ring"):
    """There is no outer ring."""


class TooFewCorners(Flaw, frozen=True, tag="too_few_corners"):
    """A ring needs three different corners."""

    ring: int
    corners: int


class TooManyCorners(Flaw, frozen=True, tag="too_many_corners"):
    """All rings together have more corners than allowed."""

    corners: int
    corners_max: int


class AroundPole(Flaw, frozen=True, tag="around_pole"):
    """The ring runs round a pole, or spans half the globe: it has no inside we could trust."""

    ring: int


class NoArea(Flaw, frozen=True, tag="no_area"):
    """The corners of the ring lie on one line."""

    ring: int


class CrossesItself(Flaw, frozen=True, tag="crosses_itself"):
    """Two edges meet where they should not; `edge` counts from 0 within `ring`."""

    ring: int
    edge: int
    other_ring: int
    other_edge: int


class HoleOutside(Flaw, frozen=True, tag="hole_outside"):
    """A hole is not within the outer ring, or within another hole."""

    ring: int


BadPolygon = (
    NoRing | TooFewCorners | TooManyCorners | AroundPole | NoArea | CrossesItself | HoleOutside
)


class Box(msgspec.Struct, frozen=True):
    """Bounds; `west_e7 > east_e7` means that it crosses the antimeridian (as in GeoJSON)."""

    west_e7: int
    south_e7: int
    east_e7: int
    north_e7: int


class Polygon(msgspec.Struct, frozen=True):
    """Made by `polygon` only. Rings are open; longitudes continue past ±180° without a jump."""

    rings: tuple[tuple[Corner, ...], ...]


def polygon(rings: Sequence[Sequence[LonLat]]) -> Polygon | BadPolygon:
    """A checked polygon of an outer ring and holes, or the first thing that is wrong with it."""
    if not rings:
        return NoRing()
    corners = sum(len(ring) for ring in rings)
    if corners > CORNERS_MAX:
        return TooManyCorners(corners, CORNERS_MAX)
    unrolled: list[tuple[Corner, ...]] = []
    for number, ring in enumerate(rings):
        start = unrolled[0][0][0] if unrolled else 0
        checked = _unroll(number, ring, start)
        if not isinstance(checked, tuple):
            return checked
        unrolled.append(checked)
    crossing = first_crossing(unrolled)
    if crossing is not None:
        return CrossesItself(*crossing)
    for number, hole in enumerate(unrolled[1:], start=1):
        others = [ring for at, ring in enumerate(unrolled[1:], start=1) if at != number]
        if side(unrolled[0], hole[0]) < 0 or any(side(other, hole[0]) > 0 for other in others):
            return HoleOutside(number)
    return Polygon(tuple(unrolled))


def _unroll(number: int, ring: Sequence[LonLat], start: int) -> tuple[Corner, ...] | BadPolygon:
    corners: list[Corner] = []
    at = start
    for place in ring:
        at += _shorter_way(place.lon_e7 - at)
        if not corners or corners[-1] != (at, place.lat_e7):
            corners.append((at, place.lat_e7))
    closing = _shorter_way(corners[0][0] - corners[-1][0]) if corners else 0
    if corners and corners[-1][0] + closing != corners[0][0]:
        return AroundPole(number)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < 3:
        return TooFewCorners(number, len(set(corners)))
    width = max(lon for lon, _ in corners) - min(lon for lon, _ in corners)
    if width >= LON_E7_MAX:
        return AroundPole(number)
    flat = all(turn(corners[0], corners[1], corner) == 0 for corner in corners)
    return NoArea(number) if flat else tuple(corners)


def _shorter_way(delta_e7: int) -> int:
    """The same turn within ±180°. A turn of exactly half the globe goes west."""
    return (delta_e7 + LON_E7_MAX) % _TURN - LON_E7_MAX


def _beside(shape: Polygon, place: LonLat) -> Corner:
    """The place in the polygon's own longitudes: within half a turn of the middle."""
    lons = [lon for lon, _ in shape.rings[0]]
    middle = (min(lons) + max(lons)) // 2
    return middle + _shorter_way(place.lon_e7 - middle), place.lat_e7


def contains(shape: Polygon, place: LonLat) -> bool:
    """Whether the place is inside, or exactly on a boundary."""
    corner = _beside(shape, place)
    if side(shape.rings[0], corner) < 0:
        return False
    return all(side(hole, corner) <= 0 for hole in shape.rings[1:])


def box_of(shape: Polygon) -> Box:
    lons = [lon for lon, _ in shape.rings[0]]
    lats = [lat for _, lat in shape.rings[0]]
    west, east = _shorter_way(min(lons)), _shorter_way(max(lons))
    return Box(west, min(lats), LON_E7_MAX if east == -LON_E7_MAX else east, max(lats))


def area_m2(shape: Polygon) -> float:
    """Square metres on the ellipsoid, holes taken out; relative error below 1e-9 for edges
    shorter than 1°."""
    outer, *holes = (abs(sum(strip_area_m2(a, b) for a, b in _edges(r))) for r in shape.rings)
    return outer - sum(holes)


def centroid(shape: Polygon) -> LonLat:
    """Centre of gravity of the figure as drawn in (lon, lat); it may lie outside a hollow one."""
    whole = sum_lon = sum_lat = 0
    for number, ring in enumerate(shape.rings):
        sign = (1 if number == 0 else -1) * (1 if area_doubled(ring) > 0 else -1)
        for (x1, y1), (x2, y2) in _edges(ring):
            cross = sign * (x1 * y2 - x2 * y1)
            whole += cross
            sum_lon += (x1 + x2) * cross
            sum_lat += (y1 + y2) * cross
    return LonLat(_shorter_way(round(sum_lon / (3 * whole))), round(sum_lat / (3 * whole)))


def boundary_m(shape: Polygon, place: LonLat) -> float:
    """Metres from the place to the nearest point of any ring, from inside or outside: geodesic
    to that point, within 1 m + 0.1 % of the true minimum up to 200 km from the boundary."""
    corner = _beside(shape, place)
    feet = [foot_on_edge(corner, a, b) for ring in shape.rings for a, b in _edges(ring)]
    reach = min(metres for metres, _ in feet) * _EDGE_SLACK + 1
    near = {foot for metres, foot in feet if metres <= reach}
    return min(distance_m(place, LonLat(_shorter_way(lon), lat)) for lon, lat in near)


def _edges(ring: tuple[Corner, ...]) -> Iterator[tuple[Corner, Corner]]:
    yield from pairwise(ring)
    yield ring[-1], ring[0]
