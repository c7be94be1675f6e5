"""Small measures on the WGS-84 ellipsoid that geopy does not offer."""

import math

from geo.crossings import Corner
from geo.geodesic import E7

A_M = 6_378_137.0
F = 1 / 298.257_223_563
E2 = F * (2 - F)
_E = math.sqrt(E2)
_B_M = A_M * (1 - F)
# Three-point Gauss–Legendre: nodes and weights on 0…1
_GAUSS = (
    (0.5 - math.sqrt(0.15), 5 / 18),
    (0.5, 4 / 9),
    (0.5 + math.sqrt(0.15), 5 / 18),
)
_FOOT_ROUNDS = 3


def strip_area_m2(a: Corner, b: Corner) -> float:
    """Signed area between the equator and an edge straight in (lon, lat); westwards is > 0, so
    that the sum round a counter-clockwise ring is its area."""
    lat_a, lat_b = math.radians(a[1] / E7), math.radians(b[1] / E7)
    mean = sum(w * _from_equator_m2(lat_a + t * (lat_b - lat_a)) for t, w in _GAUSS)
    return math.radians((a[0] - b[0]) / E7) * mean


def _from_equator_m2(lat: float) -> float:
    """Area between the equator and a latitude, for one radian of longitude."""
    s = math.sin(lat)
    return _B_M * _B_M / 2 * (s / (1 - E2 * s * s) + math.atanh(_E * s) / _E)


def foot_on_edge(place: Corner, a: Corner, b: Corner) -> tuple[float, Corner]:
    """(metres, corner) of the point of an edge nearest to a place.

    A flat map with the scale of the latitude half way between the place and the foot, corrected
    as the foot moves.
    """
    t, metres = 0.5, 0.0
    for _ in range(_FOOT_ROUNDS):
        middle = (place[1] + a[1] + t * (b[1] - a[1])) / 2
        east_m, north_m = _scale_m(math.radians(middle / E7))
        ax, ay = (a[0] - place[0]) * east_m, (a[1] - place[1]) * north_m
        dx, dy = (b[0] - a[0]) * east_m, (b[1] - a[1]) * north_m
        long2 = dx * dx + dy * dy
        t = min(1.0, max(0.0, -(ax * dx + ay * dy) / long2)) if long2 else 0.0
        metres = math.hypot(ax + t * dx, ay + t * dy)
    return metres, (round(a[0] + t * (b[0] - a[0])), round(a[1] + t * (b[1] - a[1])))


def _scale_m(lat: float) -> tuple[float, float]:
    """Metres of 10⁻⁷ degree eastwards and northwards."""
    w = 1 - E2 * math.sin(lat) ** 2
    unit = math.radians(1 / E7)
    return A_M * math.cos(lat) / math.sqrt(w) * unit, A_M * (1 - E2) / w**1.5 * unit
