"""Zones and outlines."""

import json

import pytest

from geo.latlon import LonLat
from server.territories.rules import check_zone, is_inside, outline_of
from sync.outcomes import Rejected

SQUARE = [[[0, 0], [100, 0], [100, 100], [0, 100]]]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/Argentina/Ushuaia"])
def test_zones_that_exist(zone: str) -> None:
    assert check_zone(zone) is None


@pytest.mark.parametrize(
    "zone", ["Asia", "Asia/Nowhere", "../../etc/passwd", "/etc", "北京", "a\0"]
)
def test_zones_that_do_not(zone: str) -> None:
    refusal = check_zone(zone)
    assert refusal is not None
    assert refusal.reason == "unknown_zone"


def test_outlines_are_stored_canonically() -> None:
    assert outline_of("") == outline_of("  ") == ""
    assert outline_of(json.dumps(SQUARE, indent=2)) == "[[[0,0],[100,0],[100,100],[0,100]]]"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "nonsense",
        "[[[0,0],[1,1]]]",
        "[[[0,0],[100,0],[200,0]]]",
        "[[[0,0],[100,100],[100,0],[0,100]]]",
        "[[[0.5,0],[100,0],[0,100]]]",
        "[[[1800000001,0],[0,0],[0,100]]]",
    ],
)
def test_outlines_without_an_inside(text: str) -> None:
    refusal = outline_of(text)
    assert isinstance(refusal, Rejected)
    assert refusal.reason == "bad_outline"


def test_inside() -> None:
    outline = str(outline_of(json.dumps([*SQUARE, [[40, 40], [60, 40], [60, 60], [40, 60]]])))
    assert is_inside(outline, LonLat(10, 10))
    assert is_inside(outline, LonLat(0, 0))
    assert not is_inside(outline, LonLat(50, 50))
    assert not is_inside(outline, LonLat(101, 50))
    assert not is_inside("", LonLat(0, 0))
