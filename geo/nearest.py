"""The k nearest places by geodesic distance: exactly geopy's ranking, with few calls of geopy.

Why it is exact. Let s be the distance on the sphere and g the geodesic. The ellipsoid's radii of
curvature bound the length of every curve, so m*s <= g <= X*s for every pair (m, X are
GEODESIC_MIN and GEODESIC_MAX of `geo.latlon`). The k places with the smallest s have
g <= X*s_k; whoever is in the true top k therefore has m*s <= X*s_k, that is
s <= (X/m)*s_k = 1.010126*s_k. Only these can matter. They are measured in order of s until m*s
alone is beyond the k-th best g. Ties of g are decided by the position in the index.
"""

import math
from bisect import insort
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from geo.geodesic import E7, geodesic_m
from geo.latlon import GEODESIC_MAX, GEODESIC_MIN, SPHERE_RADIUS_M, LonLat

SUPERSET_FACTOR = GEODESIC_MAX / GEODESIC_MIN
_SLACK_RAD = 1e-9  # rounding of unit vectors
_SLACK_M = 1.0  # rounding of arcs near the antipode, where the arc sine is steep

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Hit(msgspec.Struct, frozen=True):
    """A place found: its position in the index, and metres by geopy."""

    index: int
    distance_m: float


class Nearest(msgspec.Struct, frozen=True):
    """The hits, nearest first, and how often geopy was asked."""

    hits: tuple[Hit, ...]
    geodesic_calls: int


class PlaceIndex:
    """Places prepared for `nearest`. Not changed after it is made."""

    def __init__(self, places: Sequence[LonLat]) -> None:
        self.places = tuple(places)
        self._units = unit_vectors(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def chord2(self, query: LonLat) -> Floats:
        """Squared chord on the unit sphere from the query to each place."""
        offset = self._units - np.array(query.unit())
        return np.einsum("ij,ij->i", offset, offset)


def unit_vectors(places: Sequence[LonLat]) -> Floats:
    """Unit vectors of many places, one row each."""
    pairs = np.array([(place.lon_e7, place.lat_e7) for place in places], np.float64)
    radians = np.radians(pairs.reshape(-1, 2) / E7)
    lon, lat = radians[:, 0], radians[:, 1]
    ring = np.cos(lat)
    return np.stack([ring * np.cos(lon), ring * np.sin(lon), np.sin(lat)], axis=1)


def nearest(places: PlaceIndex, query: LonLat, k: int, mask: Mask | None = None) -> Nearest:
    """The k nearest places whose mask is true (all without one), nearest first.

    Fewer when fewer pass; none for k = 0. Raises ValueError for a mask of another length.
    """
    if mask is not None and len(mask) != len(places):
        raise ValueError(f"the mask has {len(mask)} entries for {len(places)} places")
    passing = np.arange(len(places)) if mask is None else np.flatnonzero(mask)
    if k <= 0 or len(passing) == 0:
        return Nearest((), 0)
    chord2 = places.chord2(query)[passing]
    kept = _superset(chord2, k)
    order = kept[np.argsort(chord2[kept], kind="stable")]
    arcs_m = 2 * SPHERE_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord2[order]) / 2))
    return _measure(places, query, k, passing[order].tolist(), arcs_m.tolist())


def _superset(chord2: Floats, k: int) -> NDArray[np.intp]:
    """Positions of all that the proof cannot rule out."""
    if len(chord2) <= k:
        return np.arange(len(chord2))
    kth = float(np.partition(chord2, k - 1)[k - 1])
    angle = 2 * math.asin(min(1.0, math.sqrt(kth) / 2)) * SUPERSET_FACTOR + _SLACK_RAD
    if angle >= math.pi:
        return np.arange(len(chord2))
    return np.flatnonzero(chord2 <= (2 * math.sin(angle / 2)) ** 2)


def _measure(
    places: PlaceIndex, query: LonLat, k: int, candidates: list[int], arcs_m: list[float]
) -> Nearest:
    best: list[tuple[float, int]] = []
    calls = 0
    for index, arc_m in zip(candidates, arcs_m, strict=True):
        if len(best) >= k and GEODESIC_MIN * arc_m - _SLACK_M > best[k - 1][0]:
            break
        place = places.places[index]
        metres = geodesic_m(query.lon_e7, query.lat_e7, place.lon_e7, place.lat_e7)
        calls += 1
        insort(best, (metres, index))
    return Nearest(tuple(Hit(index, metres) for metres, index in best[:k]), calls)
