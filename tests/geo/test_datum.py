import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import BadPlace, Bd09, Datum, Gcj02, read_place, to_bd09, to_gcj02, to_wgs84
from geo.latlon import LonLat, distance_m, sphere_m
from geo.mainland import in_mainland
from tests.geo.builders import places

# (name, WGS-84 lon, lat, GCJ-02 lon, lat, BD-09 lon, lat), by an independent implementation
KNOWN = [
    ("beijing", 116.397, 39.909, 116.403243506, 39.910403397, 116.409615693, 39.916744222),
    ("shanghai", 121.4737, 31.2304, 121.478223059, 31.228457738, 121.484781469, 31.234310594),
    ("shenzhen", 114.0579, 22.5431, 114.063013999, 22.540382814, 114.069563987, 22.546041559),
    ("chengdu", 104.0665, 30.5723, 104.069004906, 30.569845541, 104.075480941, 30.575856164),
    ("urumqi", 87.6168, 43.8256, 87.619649949, 43.826805393, 87.626099771, 43.832949795),
    ("harbin", 126.6424, 45.7567, 126.648369816, 45.758651102, 126.654999329, 45.764345564),
    ("lhasa", 91.1322, 29.6604, 91.133743325, 29.657679590, 91.140342762, 29.663425674),
    ("sanya", 109.5119, 18.2528, 109.515984295, 18.251094792, 109.522531792, 18.256876554),
    ("kashgar", 75.9897, 39.4677, 75.992654574, 39.467925854, 75.999160490, 39.473888821),
    ("xiamen", 118.0894, 24.4798, 118.094377084, 24.477153232, 118.100820586, 24.483411181),
]
ABROAD = {
    "hong kong": (114.158, 22.281),
    "coloane": (113.565, 22.12),
    "taipei": (121.5654, 25.0330),
    "kinmen": (118.32, 24.43),
    "seoul": (126.978, 37.5665),
    "singapore": (103.8198, 1.3521),
    "hanoi": (105.8342, 21.0278),
    "ulaanbaatar": (106.9057, 47.8864),
    "vladivostok": (131.8855, 43.1155),
    "almaty": (76.8897, 43.2389),
    "kathmandu": (85.3240, 27.7172),
    "new york": (-74.0060, 40.7128),
    "south pole": (0.0, -90.0),
}
AT_THE_EDGE = {
    "luohu": (114.1165, 22.5335),
    "gongbei": (113.552, 22.222),
    "dandong": (124.385, 40.124),
    "heihe": (127.53, 50.245),
    "ruili": (97.855, 24.01),
    "erenhot": (111.98, 43.65),
    "zhoushan": (122.1, 30.0),
    "xiamen island, east": (118.19, 24.49),
    "manzhouli": (117.38, 49.60),
}
inland = st.builds(
    LonLat, st.integers(1_000_000_000, 1_160_000_000), st.integers(270_000_000, 400_000_000)
)


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: row[0])
def test_forward_equals_the_published_shift(row: tuple[str, *tuple[float, ...]]) -> None:
    _, lon, lat, gcj_lon, gcj_lat, bd_lon, bd_lat = row
    at = LonLat.from_degrees(lon, lat)
    gcj, bd = to_gcj02(at), to_bd09(at)
    assert (gcj.lon_deg, gcj.lat_deg) == pytest.approx((gcj_lon, gcj_lat), abs=1e-9)
    assert (bd.lon_deg, bd.lat_deg) == pytest.approx((bd_lon, bd_lat), abs=1e-9)
    assert 50 < sphere_m(at, LonLat.from_degrees(gcj_lon, gcj_lat)) < 700


@given(inland)
def test_our_own_places_survive_every_round_exactly(at: LonLat) -> None:
    assert to_wgs84(to_gcj02(at)) == at
    assert to_wgs84(to_bd09(at)) == at
    assert to_wgs84(to_gcj02(to_bd09(at))) == at


@given(inland)
def test_foreign_pairs_survive_a_round_within_a_centimetre(at: LonLat) -> None:
    gcj = Gcj02(at.lon_deg + 3e-8, at.lat_deg - 3e-8)
    again = to_gcj02(to_wgs84(gcj))
    assert _metres(gcj, again) < 0.01
    bd = Bd09(at.lon_deg, at.lat_deg)
    assert _metres(bd, to_bd09(to_wgs84(bd))) < 0.01
    assert _metres(to_gcj02(bd), to_gcj02(to_bd09(to_gcj02(bd)))) < 1e-5


def _metres(a: Gcj02 | Bd09, b: Gcj02 | Bd09) -> float:
    """On a flat map; LonLat would round to the very centimetre under test."""
    north = math.radians(a.lat_deg - b.lat_deg)
    east = math.radians(a.lon_deg - b.lon_deg) * math.cos(math.radians(a.lat_deg))
    return 6_400_000 * math.hypot(north, east)


@pytest.mark.parametrize("name", ABROAD)
def test_nothing_is_shifted_abroad(name: str) -> None:
    lon, lat = ABROAD[name]
    at = LonLat.from_degrees(lon, lat)
    assert not in_mainland(lon, lat)
    assert to_gcj02(at) == Gcj02(lon, lat)
    assert to_bd09(at) == to_bd09(Gcj02(lon, lat)) == Bd09(lon, lat)
    assert to_wgs84(Gcj02(lon, lat)) == to_wgs84(Bd09(lon, lat)) == at
    assert to_gcj02(Bd09(lon, lat)) == Gcj02(lon, lat)


@pytest.mark.parametrize(("lon", "lat"), [(114.0657, 22.5147), (113.5439, 22.1987)])
def test_across_the_river_nothing_is_shifted_either(lon: float, lat: float) -> None:
    at = LonLat.from_degrees(lon, lat)
    assert to_gcj02(at) == Gcj02(lon, lat)
    assert to_bd09(at) == Bd09(lon, lat)


@pytest.mark.parametrize("name", AT_THE_EDGE)
def test_towns_at_the_edge_are_shifted_and_come_back(name: str) -> None:
    at = LonLat.from_degrees(*AT_THE_EDGE[name])
    gcj = to_gcj02(at)
    assert sphere_m(at, LonLat.from_degrees(gcj.lon_deg, gcj.lat_deg)) > 50
    assert to_wgs84(gcj) == to_wgs84(to_bd09(at)) == at


@given(places)
def test_no_place_on_earth_fails_or_moves_far(at: LonLat) -> None:
    gcj, bd = to_gcj02(at), to_bd09(at)
    assert sphere_m(at, LonLat.from_degrees(gcj.lon_deg, gcj.lat_deg)) < 1_000
    assert sphere_m(at, LonLat.from_degrees(bd.lon_deg, bd.lat_deg)) < 2_000


@pytest.mark.parametrize(
    ("datum", "lon", "lat"),
    [
        (Datum.WGS84, 116.397, 39.909),
        (Datum.GCJ02, 116.403243506, 39.910403397),
        (Datum.BD09, 116.409615693, 39.916744222),
    ],
)
def test_an_inbound_pair_is_read_by_its_datum(datum: Datum, lon: float, lat: float) -> None:
    read = read_place(datum, lon, lat)
    assert isinstance(read, LonLat)
    assert distance_m(read, LonLat.from_degrees(116.397, 39.909)) < 0.02


@pytest.mark.parametrize(
    ("lon", "lat", "swapped"),
    [(39.909, 116.397, True), (181, 0, False), (0, math.nan, False), (math.inf, 0, False)],
)
def test_what_is_no_place_says_so(lon: float, lat: float, swapped: bool) -> None:
    answer = read_place(Datum.GCJ02, lon, lat)
    assert isinstance(answer, BadPlace)
    assert answer.swapped is swapped
