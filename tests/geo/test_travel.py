import numpy as np
import pytest

from geo.travel import LineModel


def test_near_and_far_lines_have_their_detours() -> None:
    roads = LineModel().roads_m(np.array([500.0, 1_000.0, 2_500.0, 4_000.0, 10_000.0]))
    assert roads.tolist() == pytest.approx([900, 1_800, 2_500 * 1.575, 5_400, 13_500])


def test_travel_is_road_over_speed_and_access() -> None:
    assert LineModel().travel_s(10_000) == 13.5 / 30 * 3600 + 180


def test_the_same_place_needs_no_travel() -> None:
    assert LineModel().travel_s(49.9) == 0
    assert LineModel().travel_s(50) > 180


def test_further_never_takes_less() -> None:
    travels = LineModel().travels_s(np.linspace(0, 20_000, 2_000))
    assert (np.diff(travels) >= 0).all()


def test_one_and_many_agree() -> None:
    lines = np.array([0.0, 60.0, 999.9, 1_234.5, 3_999.0, 77_777.0])
    assert LineModel().travels_s(lines).tolist() == [LineModel().travel_s(m) for m in lines]
