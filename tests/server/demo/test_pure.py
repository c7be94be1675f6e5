"""The parts of the demo that need no database."""

import io
import json

import pytest
from PIL import Image

from geo.latlon import LonLat
from geo.polygon import Polygon, contains, polygon
from server.demo.basemap import local_layer
from server.demo.city import CITIES
from server.demo.estate import build
from server.demo.firm import found
from server.demo.model import City, e7
from server.demo.orders import tell_orders
from server.demo.pictures import SCENES, scene, signature
from server.demo.script import Script
from server.work_orders.schema import ReportWorkOrder
from tests.server.demo.conftest import NOW_MS

HOUR_MS = 3_600_000


def shape(city: City, area: int) -> Polygon:
    made = polygon([[LonLat(e7(lon), e7(lat)) for lon, lat in city.areas[area].outline]])
    assert isinstance(made, Polygon)
    return made


@pytest.mark.parametrize("city", CITIES.values(), ids=lambda city: city.code)
def test_areas_hold_their_middles_and_projects_and_no_other(city: City) -> None:
    spots = [(area.middle, number) for number, area in enumerate(city.areas)]
    spots += [(works.place, works.area) for works in city.projects]
    for (lon, lat), at in spots:
        place = LonLat(e7(lon), e7(lat))
        found_in = [n for n in range(len(city.areas)) if contains(shape(city, n), place)]
        assert found_in == [at]


def test_the_story_is_long_enough_at_every_hour_and_on_every_weekday() -> None:
    city = CITIES["shanghai"]
    for hours in range(0, 7 * 24, 11):
        script = Script(city.code, city.zone, NOW_MS + hours * HOUR_MS)
        firm = found(script, city)
        tell_orders(script, city, firm, build(script, city, firm), 1)
        reports = sum(step.name == ReportWorkOrder.mutation for step in script.steps)
        assert reports >= 400
        assert max(step.at_ms for step in script.steps) <= script.now_ms
        assert len({step.key for step in script.steps}) == len(script.steps)
        assert {works.type for works in city.projects} == {
            "housing", "municipal", "mep", "landscape", "plant", "energy",
        }  # fmt: skip


@pytest.mark.parametrize("city", list(CITIES))
def test_a_layer_is_small_and_the_same_each_time(city: str) -> None:
    layer = local_layer(city)
    text = json.dumps(layer, ensure_ascii=False, separators=(",", ":"))
    assert text == json.dumps(local_layer(city), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 300_000
    kinds = {each["properties"]["kind"] for each in layer["features"]}
    assert {"land", "water", "river", "street", "park", "district"} <= kinds


@pytest.mark.parametrize("trade", SCENES)
def test_pictures_are_small_and_differ_before_and_after(trade: str) -> None:
    before, after = scene(trade, False), scene(trade, True)
    assert before.sha256 != after.sha256
    for each in (before, after):
        assert len(each.body) < 60_000
        with Image.open(io.BytesIO(each.body)) as image:
            assert image.size == (each.width_px, each.height_px)


def test_signatures_are_four_different_ones() -> None:
    assert len({signature(number).sha256 for number in range(4)}) == 4
