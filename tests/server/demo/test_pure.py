"""The parts of the demo that need no database."""

import io
import json
import tomllib
from collections import Counter

import pytest
from PIL import Image

from geo.latlon import LonLat
from geo.polygon import Polygon, contains, polygon
from server.appointments.schema import Complete
from server.checklists.rules import check_items
from server.checklists.schema import AnswerChecklist, CheckAnswer, ItemKind
from server.demo import logins
from server.demo.basemap import local_layer
from server.demo.city import CITIES, tell
from server.demo.firm import found
from server.demo.model import City, e7
from server.demo.pictures import SCENES, scene, signature
from server.demo.script import Script
from server.demo.sheets import SHEETS
from server.identity.schema import Role
from server.imports.mapping import find_map
from server.places.schema import ProjectType
from server.work_orders.schema import EditWorkOrder, NameAsset, ReportWorkOrder
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


def story(code: str, now_ms: int = NOW_MS, scale: float = 1) -> Script:
    city = CITIES[code]
    script = Script(city.code, city.zone, now_ms)
    tell(script, city, scale)
    return script


def counts(script: Script) -> Counter[str]:
    return Counter(step.name for step in script.steps)


def test_the_story_is_long_enough_at_every_hour_and_on_every_weekday() -> None:
    for hours in range(0, 7 * 24, 31):
        script = story("shanghai", NOW_MS + hours * HOUR_MS)
        told = counts(script)
        assert told[ReportWorkOrder.mutation] >= 400
        assert 250 <= told[AnswerChecklist.mutation] <= 700
        # Load time is about so many times a constant: what is added here is waited for.
        assert len(script.steps) <= 5_800
        assert max(step.at_ms for step in script.steps) <= script.now_ms
        assert len({step.key for step in script.steps}) == len(script.steps)


@pytest.mark.parametrize("code", list(CITIES))
def test_the_same_story_is_told_twice(code: str) -> None:
    assert story(code).told() == story(code).told()
    assert {works.type for works in CITIES[code].projects} == set(ProjectType)


def test_new_york_is_not_empty_at_any_hour() -> None:
    for hours in range(0, 7 * 24, 31):
        told = counts(story("new-york", NOW_MS + hours * HOUR_MS))
        assert told[ReportWorkOrder.mutation] >= 55
    assert counts(story("new-york", scale=0))[ReportWorkOrder.mutation] == 0


def test_visits_fail_measure_too_much_and_leave_gaps_with_a_reason() -> None:
    script = story("shanghai")
    items = {item.code: item for sheet in SHEETS for item in sheet.items}
    answers = [step.args for step in script.steps if step.name == AnswerChecklist.mutation]
    assert any(each["value"] == CheckAnswer.FAIL for each in answers)
    assert any(each["value"] == CheckAnswer.NOT_APPLICABLE for each in answers)
    beyond = [
        each
        for each in answers
        for item in (items[each["item"]],)
        if item.kind is ItemKind.NUMBER and float(each["value"]) * 1_000 > (item.max_milli or 0)
    ]
    assert 0 < len(beyond) < len(answers) / 10
    finished = [step.args for step in script.steps if step.name == Complete.mutation]
    assert 0 < sum(bool(each["gaps_reason"]) for each in finished) < len(finished) / 4
    named = [step.args for step in script.steps if step.name == NameAsset.mutation]
    assert any(each["code"].startswith("OLD-") for each in named)
    assert any(each["code"].startswith("P") for each in named)
    assert 3 <= counts(script)[EditWorkOrder.mutation] <= 20


@pytest.mark.parametrize("city", CITIES.values(), ids=lambda city: city.code)
def test_every_list_is_one_that_the_firm_may_publish(city: City) -> None:
    assert {sheet.trade for sheet in city.sheets} == {None, *(each.code for each in city.trades)}
    for sheet in city.sheets:
        assert check_items(sheet.items) is None
        assert 5 <= len(sheet.items) <= 10
        assert any(item.kind is ItemKind.PHOTO and item.is_required for item in sheet.items)
        assert all(item.label_zh and item.label_en for item in sheet.items)


@pytest.mark.parametrize("city", CITIES.values(), ids=lambda city: city.code)
def test_every_project_has_things_in_places_that_exist(city: City) -> None:
    tags = {fault.asset for fault in city.faults}
    for works in city.projects:
        assert 2 <= len(works.things) <= 6
        for thing in works.things:
            assert thing.tag in tags
            assert thing.part < len(works.parts)
            assert thing.room < len(works.rooms)


def test_somebody_holds_each_skill_that_the_register_of_new_york_asks_for() -> None:
    mapping = find_map("nyc311").read_text(encoding="utf-8")
    skill = tomllib.loads(mapping)["skill"]
    city = CITIES["new-york"]
    crew = found(Script(city.code, city.zone, NOW_MS), city).technicians
    for code in {skill["default"], *skill["values"].values()}:
        assert {each.territory for each in crew if code in each.skills} == set(range(5))


def test_each_city_says_who_may_sign_in() -> None:
    for city in CITIES.values():
        known = {login for login, *_ in (*city.office, *city.people)}
        assert set(logins.LOGINS[city.code].values()) <= known
        assert logins.LOGINS[city.code][Role.TECHNICIAN] == city.people[0][0]
    assert "maria" in logins.in_words(["new-york"])
    assert "wang" not in logins.meta_element(["new-york"])


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
