import math

import msgspec
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import given

from geo.latlon import GEODESIC_MAX, GEODESIC_MIN, LonLat, distance_m, sphere_m
from tests.geo.builders import PEOPLES_SQUARE, places


def test_degrees_are_rounded_to_the_nearest_unit() -> None:
    at = LonLat.from_degrees(121.47370004, -31.23040006)
    assert (at.lon_e7, at.lat_e7) == (1_214_737_000, -312_304_001)
    assert (at.lon_deg, at.lat_deg) == (121.4737, -31.2304001)


@pytest.mark.parametrize(
    ("given_deg", "kept_deg"), [(181.0, -179.0), (-180.5, 179.5), (180.0, -180.0), (541.0, -179.0)]
)
def test_a_longitude_beyond_the_seam_is_wrapped(given_deg: float, kept_deg: float) -> None:
    assert LonLat.from_degrees(given_deg, 0).lon_deg == kept_deg


@pytest.mark.parametrize(("lon", "lat"), [(0, 90.1), (0, -90.1), (math.nan, 0), (0, math.inf)])
def test_no_place_beyond_a_pole_or_of_no_number(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match=r"latitude|finite"):
        LonLat.from_degrees(lon, lat)


def test_decoding_checks_the_range() -> None:
    read = msgspec.json.decode(b'{"lon_e7":1214737000,"lat_e7":312304000}', type=LonLat)
    assert read == PEOPLES_SQUARE
    with pytest.raises(msgspec.ValidationError, match="longitude"):
        msgspec.json.decode(b'{"lon_e7":1800000001,"lat_e7":0}', type=LonLat)


@given(places, places)
def test_distances_equal_geopys_and_the_bound_holds(a: LonLat, b: LonLat) -> None:
    pair_a, pair_b = (a.lat_deg, a.lon_deg), (b.lat_deg, b.lon_deg)
    exact_m = geodesic(pair_a, pair_b).m
    assert distance_m(a, b) == exact_m
    on_sphere_m = sphere_m(a, b)
    assert on_sphere_m == pytest.approx(great_circle(pair_a, pair_b).m, rel=2e-6, abs=0.5)
    assert GEODESIC_MIN * on_sphere_m - 0.5 <= exact_m <= GEODESIC_MAX * on_sphere_m + 0.5
