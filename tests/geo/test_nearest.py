import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.latlon import LonLat
from geo.nearest import PlaceIndex, nearest
from tests.geo.builders import PEOPLES_SQUARE, city_places, place, places


def brute(fleet: list[LonLat], query: LonLat, k: int, mask: list[bool]) -> list[tuple[float, int]]:
    """geopy for every place, ranked; ties by position."""
    pairs = [
        (geodesic((query.lat_deg, query.lon_deg), (at.lat_deg, at.lon_deg)).m, number)
        for number, at in enumerate(fleet)
        if mask[number]
    ]
    return sorted(pairs)[:k]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_equals_geopys_ranking_everywhere(data: st.DataObject) -> None:
    around = data.draw(st.sampled_from([places, city_places]))
    fleet = data.draw(st.lists(around, max_size=40))
    query = data.draw(around)
    k = data.draw(st.integers(0, 12))
    mask = data.draw(st.lists(st.booleans(), min_size=len(fleet), max_size=len(fleet)))
    found = nearest(PlaceIndex(fleet), query, k, np.array(mask, bool))
    assert [(hit.distance_m, hit.index) for hit in found.hits] == brute(fleet, query, k, mask)
    assert found.geodesic_calls <= sum(mask)


@pytest.mark.parametrize("query", [(179.99, 0.5), (-179.98, -17.7), (30, 89.7), (-100, -89.5)])
def test_equals_geopys_ranking_for_a_crowd_at_seams_and_poles(query: tuple[float, float]) -> None:
    rng = np.random.default_rng(7)
    middle = place(*query)
    fleet = [
        place(middle.lon_deg + rng.normal(0, 40 if abs(middle.lat_deg) > 80 else 0.5), lat)
        for lat in np.clip(rng.normal(middle.lat_deg, 0.3, 300), -90, 90)
    ]
    found = nearest(PlaceIndex(fleet), middle, 20)
    assert [(h.distance_m, h.index) for h in found.hits] == brute(fleet, middle, 20, [True] * 300)


def test_a_thousand_cost_hardly_more_geodesics_than_are_shown() -> None:
    rng = np.random.default_rng(5)
    fleet = [place(121.47 + east, 31.23 + north) for east, north in rng.normal(0, 0.12, (1000, 2))]
    index = PlaceIndex(fleet)
    calls = [
        nearest(index, place(121.47 + east, 31.23 + north), 20).geodesic_calls
        for east, north in rng.normal(0, 0.15, (50, 2))
    ]
    assert max(calls) <= 24


def test_the_sphere_alone_would_be_wrong_here() -> None:
    """The one to the north is further on the sphere and nearer on the ellipsoid."""
    north, east = place(121.4737, 31.2304 + 0.0900), place(121.4737 + 0.10497, 31.2304)
    found = nearest(PlaceIndex([north, east]), PEOPLES_SQUARE, 1)
    assert found.hits[0].index == 0
    on_sphere = PlaceIndex([north, east]).chord2(PEOPLES_SQUARE)
    assert on_sphere[1] < on_sphere[0]


def test_ties_are_decided_by_position_and_none_is_lost() -> None:
    fleet = [PEOPLES_SQUARE] * 5
    found = nearest(PlaceIndex(fleet), PEOPLES_SQUARE, 3)
    assert [hit.index for hit in found.hits] == [0, 1, 2]


def test_fewer_places_than_asked_for() -> None:
    assert nearest(PlaceIndex([]), PEOPLES_SQUARE, 3).hits == ()
    assert len(nearest(PlaceIndex([PEOPLES_SQUARE]), PEOPLES_SQUARE, 3).hits) == 1
    assert nearest(PlaceIndex([PEOPLES_SQUARE]), PEOPLES_SQUARE, 1, np.array([False])).hits == ()


def test_a_mask_of_another_length_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="mask"):
        nearest(PlaceIndex([PEOPLES_SQUARE]), PEOPLES_SQUARE, 1, np.array([True, True]))
