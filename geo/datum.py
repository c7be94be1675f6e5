"""WGS-84, GCJ-02, BD-09: the datum is the type, so that a pair cannot be taken for another.

    LonLat   WGS-84: GPS, browsers, OpenStreetMap. The only one that is stored or ranked.
    Gcj02    Amap, Tencent, Google's streets of China: shifted 58–676 m inside the mainland.
    Bd09     Baidu: GCJ-02 shifted again, about 1.1 km from WGS-84.

Conversion happens only at an adapter (map, geocoder, navigation link, a phone's Chinese SDK),
which keeps the original pair. Error: forward equals the published formulas to 0.1 mm; a round
trip is within 0.8 cm, the rounding of LonLat (LonLat → other → LonLat gives the same integers).

Outside `geo.mainland` all three are the same pair. At its edge GCJ-02 is not continuous: for
places outside and less than 1.5 km from it the way back may be off by the shift itself.
"""

import math
from collections.abc import Callable
from enum import StrEnum

import msgspec

from geo.latlon import LonLat
from geo.mainland import in_mainland, near_mainland

_A_M = 6_378_245.0  # Krasovsky 1940, on which GCJ-02 is defined
_EE = 0.006_693_421_622_965_943
_BD_TURN = math.pi * 3000 / 180
_STEPS_MAX = 30
_CLOSE_DEG = 1e-12  # 0.1 µm


class Datum(StrEnum):
    """What an inbound pair is measured in; a required field of every inbound position."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class Gcj02(msgspec.Struct, frozen=True):
    """A GCJ-02 pair in degrees, as a Chinese map gave it or wants it."""

    lon_deg: float
    lat_deg: float


class Bd09(msgspec.Struct, frozen=True):
    """A BD-09 pair in degrees, as Baidu gave it or wants it."""

    lon_deg: float
    lat_deg: float


class BadPlace(msgspec.Struct, frozen=True, tag_field="code", tag="bad_place"):
    """An inbound pair that is no place. `swapped`: latitude and longitude look exchanged."""

    lon_deg: float
    lat_deg: float
    swapped: bool


AnyPlace = LonLat | Gcj02 | Bd09


def read_place(datum: Datum, lon_deg: float, lat_deg: float) -> LonLat | BadPlace:
    """An inbound pair as WGS-84, or the reason why it is no place."""
    if not (abs(lon_deg) <= 180 and abs(lat_deg) <= 90):  # also false for NaN
        swapped = abs(lon_deg) <= 90 < abs(lat_deg) <= 180
        return BadPlace(lon_deg, lat_deg, swapped)
    match datum:
        case Datum.WGS84:
            return LonLat.from_degrees(lon_deg, lat_deg)
        case Datum.GCJ02:
            return to_wgs84(Gcj02(lon_deg, lat_deg))
        case Datum.BD09:
            return to_wgs84(Bd09(lon_deg, lat_deg))


def to_wgs84(place: AnyPlace) -> LonLat:
    """WGS-84 of a pair of any datum. Raises ValueError when it is out of range."""
    if isinstance(place, LonLat):
        return place
    gcj = to_gcj02(place)
    return LonLat.from_degrees(*(_unshift(gcj) or (gcj.lon_deg, gcj.lat_deg)))


def to_gcj02(place: AnyPlace) -> Gcj02:
    """GCJ-02 of a pair of any datum: what Amap's tiles and links want."""
    if isinstance(place, Gcj02):
        return place
    if isinstance(place, Bd09):
        gcj = Gcj02(*_invert(_to_baidu, place.lon_deg, place.lat_deg))
        return gcj if _unshift(gcj) else Gcj02(place.lon_deg, place.lat_deg)
    if in_mainland(place.lon_deg, place.lat_deg):
        return Gcj02(*_shift(place.lon_deg, place.lat_deg))
    return Gcj02(place.lon_deg, place.lat_deg)


def to_bd09(place: AnyPlace) -> Bd09:
    """BD-09 of a pair of any datum: what Baidu's tiles and links want."""
    if isinstance(place, Bd09):
        return place
    if isinstance(place, LonLat):
        if not in_mainland(place.lon_deg, place.lat_deg):
            return Bd09(place.lon_deg, place.lat_deg)
        return Bd09(*_to_baidu(*_shift(place.lon_deg, place.lat_deg)))
    if not _unshift(place):
        return Bd09(place.lon_deg, place.lat_deg)
    return Bd09(*_to_baidu(place.lon_deg, place.lat_deg))


def _unshift(gcj: Gcj02) -> tuple[float, float] | None:
    """The WGS-84 pair that the shift brings here; None if no place of the mainland does."""
    if not near_mainland(gcj.lon_deg, gcj.lat_deg):
        return None
    lon, lat = _invert(_shift, gcj.lon_deg, gcj.lat_deg)
    return (lon, lat) if in_mainland(lon, lat) else None


def _invert(
    forward: Callable[[float, float], tuple[float, float]], lon: float, lat: float
) -> tuple[float, float]:
    """Fixed point: both shifts change by less than 3 % of a step, so each round gains a digit."""
    guess_lon, guess_lat = lon, lat
    for _ in range(_STEPS_MAX):
        there_lon, there_lat = forward(guess_lon, guess_lat)
        guess_lon += lon - there_lon
        guess_lat += lat - there_lat
        if abs(lon - there_lon) < _CLOSE_DEG and abs(lat - there_lat) < _CLOSE_DEG:
            break
    return guess_lon, guess_lat


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 → GCJ-02, the published formula, wherever the place is."""
    x, y = lon - 105, lat - 35
    root = math.sqrt(abs(x))
    both = 0.1 * x * y + _waves(20, 6 * x, 20, 2 * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * root + both
    east += _waves(20, x, 40, x / 3) + _waves(150, x / 12, 300, x / 30)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * root + both
    north += _waves(20, y, 40, y / 3) + _waves(160, y / 12, 320, y / 30)
    phi = math.radians(lat)
    w = 1 - _EE * math.sin(phi) ** 2
    d_lon = math.degrees(east * math.sqrt(w) / (_A_M * math.cos(phi)))
    d_lat = math.degrees(north * w * math.sqrt(w) / (_A_M * (1 - _EE)))
    return lon + d_lon, lat + d_lat


def _waves(high_a: float, at_a: float, high_b: float, at_b: float) -> float:
    return (high_a * math.sin(at_a * math.pi) + high_b * math.sin(at_b * math.pi)) * 2 / 3


def _to_baidu(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 → BD-09, the published formula, wherever the place is."""
    radius = math.hypot(lon, lat) + 0.000_02 * math.sin(lat * _BD_TURN)
    angle = math.atan2(lat, lon) + 0.000_003 * math.cos(lon * _BD_TURN)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006
