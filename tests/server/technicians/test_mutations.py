"""Technicians: accepted, refused, and who sees what belongs to them."""

from typing import Any

import pytest

from tests.server.harness_people import NOW_MS, UNKNOWN, Firm

ZONE = "Asia/Shanghai"
FIX = {"lon_e7": 1_214_700_000, "lat_e7": 312_300_000}


@pytest.fixture
def north(firm: Firm) -> str:
    return firm.done("territory.add", firm.admin, name="North", zone=ZONE)


@pytest.fixture
def south(firm: Firm) -> str:
    return firm.done("territory.add", firm.admin, name="South", zone=ZONE)


@pytest.fixture
def user(firm: Firm) -> str:
    return firm.person("tech", ["technician"])


@pytest.fixture
def technician(firm: Firm, user: str, north: str) -> str:
    more = {"territory_id": north, "home": FIX}
    return firm.done("technician.add", firm.admin, user_id=user, name="王建国", **more)


def edit(technician: str, territory: str | None, **more: Any) -> dict[str, Any]:
    whole = {"technician_id": technician, "territory_id": territory, "name": "王", "phone": ""}
    return whole | {"zone": ZONE, "max_load": 6} | more


def test_add_technician(firm: Firm, technician: str, north: str) -> None:
    row = firm.row("technician", technician)
    assert (row.initials, row.home_lon_e7, row.max_load) == ("wjg", FIX["lon_e7"], 8)
    assert firm.places_of(technician) == {"catalog", f"territory:{north}"}


def test_add_technician_refused(firm: Firm, technician: str, user: str) -> None:
    office = firm.person("office", ["dispatcher"])
    assert (
        firm.refused("technician.add", firm.admin, user_id=user, name="x") == "already_technician"
    )
    assert firm.refused("technician.add", firm.admin, user_id=office, name="x") == "not_found"
    assert firm.refused("technician.add", firm.admin, user_id=UNKNOWN, name="x") == "not_found"
    assert firm.refused("technician.add", office, user_id=user, name="x") == "not_allowed"
    new = {"user_id": firm.person("second", ["technician"]), "name": "x"}
    assert firm.refused("technician.add", firm.admin, **new, zone="Mars") == "unknown_zone"
    assert firm.refused("technician.add", firm.admin, **new, territory_id=UNKNOWN) == "not_found"


def test_what_belongs_to_him_moves_with_him(
    firm: Firm, technician: str, user: str, north: str, south: str
) -> None:
    skill = firm.done("skill.add", firm.admin, code="plumbing", name_zh="水", name_en="Plumbing")
    who = {"technician_id": technician}
    skilled = firm.done("technician.grant_skill", firm.admin, **who, skill_id=skill)
    times = {"weekday": 0, "start_min": 480, "end_min": 1_020}
    shift = firm.done("technician.set_shift", firm.admin, **who, **times)
    absence = firm.done("technician.add_absence", firm.admin, **who, from_ms=1, to_ms=2)
    position = firm.done("position.report", user, **who, fix=FIX)
    own = f"user:{user}"
    for territory, name in ((north, f"territory:{north}"), (south, f"territory:{south}")):
        firm.done("technician.edit", firm.admin, **edit(technician, territory))
        assert firm.places_of(skilled) == {name}
        assert firm.places_of(position) == {name}
        assert firm.places_of(shift) == {name, own}
        assert firm.places_of(absence) == {name, own}
        assert firm.places_of(technician) == {"catalog", name}
    firm.done("technician.edit", firm.admin, **edit(technician, None))
    assert firm.places_of(position) == {"office"}
    assert firm.row("technician", technician).home_lon_e7 == FIX["lon_e7"]
    moved = edit(technician, None, home={"lon_e7": 1, "lat_e7": 2})
    firm.done("technician.edit", firm.admin, **moved)
    assert firm.row("technician", technician).home_lat_e7 == 2


def test_edit_refused(firm: Firm, technician: str, north: str) -> None:
    manager = firm.person("m", ["manager"])
    good = edit(technician, north)
    for author, wrong, reason in (
        (manager, {}, "not_allowed"),
        (firm.admin, {"technician_id": UNKNOWN}, "not_found"),
        (firm.admin, {"territory_id": UNKNOWN}, "not_found"),
        (firm.admin, {"zone": "Mars"}, "unknown_zone"),
        (firm.admin, {"max_load": 0}, "bad_arguments"),
    ):
        assert firm.refused("technician.edit", author, **good | wrong) == reason


def test_active(firm: Firm, technician: str, user: str) -> None:
    off = {"technician_id": technician, "is_active": False}
    assert firm.refused("technician.set_active", user, **off) == "not_allowed"
    assert (
        firm.refused("technician.set_active", firm.admin, **off | {"technician_id": UNKNOWN})
        == "not_found"
    )
    firm.done("technician.set_active", firm.admin, **off)
    assert not firm.row("technician", technician).is_active


def test_whoever_cannot_sign_in_cannot_be_sent(firm: Firm, technician: str, user: str) -> None:
    firm.done("user.set_active", firm.admin, user_id=user, is_active=False)
    assert not firm.row("technician", technician).is_active
    firm.done("user.set_active", firm.admin, user_id=user, is_active=True)
    assert not firm.row("technician", technician).is_active


def test_skills(firm: Firm, technician: str, north: str, south: str) -> None:
    new = {"code": "roof", "name_zh": "屋面", "name_en": "Roof"}
    skill = firm.done("skill.add", firm.admin, **new)
    assert firm.refused("skill.add", firm.admin, **new) == "skill_code_taken"
    here = firm.person("here", ["manager"], north)
    there = firm.person("there", ["manager"], south)
    assert firm.refused("skill.add", here, **new | {"code": "x"}) == "not_allowed"
    pair = {"technician_id": technician, "skill_id": skill}
    assert firm.refused("technician.grant_skill", there, **pair) == "not_allowed"
    held = firm.done("technician.grant_skill", here, **pair, level=2)
    firm.done("technician.grant_skill", here, **pair, level=3, expires_on="2027-01-01")
    assert [row.id for row in firm.rows("technician_skill")] == [held]
    assert firm.row("technician_skill", held).level == 3
    for wrong in ({"technician_id": UNKNOWN}, {"skill_id": UNKNOWN}):
        assert firm.refused("technician.grant_skill", firm.admin, **pair | wrong) == "not_found"


def test_one_shift_a_weekday(firm: Firm, technician: str) -> None:
    new = {"technician_id": technician, "weekday": 2, "start_min": 480, "end_min": 1_020}
    shift = firm.done("technician.set_shift", firm.admin, **new)
    firm.done("technician.set_shift", firm.admin, **new | {"start_min": 540})
    assert [(row.id, row.start_min) for row in firm.rows("shift")] == [(shift, 540)]
    dispatcher = firm.person("d", ["dispatcher"])
    assert firm.refused("technician.set_shift", dispatcher, **new) == "not_allowed"
    assert firm.refused("technician.set_shift", firm.admin, **new | {"end_min": 1}) == "bad_shift"
    unknown = new | {"technician_id": UNKNOWN}
    assert firm.refused("technician.set_shift", firm.admin, **unknown) == "not_found"


def test_absences(firm: Firm, technician: str, user: str, north: str, south: str) -> None:
    here = firm.person("here", ["dispatcher"], north)
    there = firm.person("there", ["dispatcher"], south)
    new = {"technician_id": technician, "from_ms": 10, "to_ms": 20, "reason": "ill"}
    for author in (user, there):
        assert firm.refused("technician.add_absence", author, **new) == "not_allowed"
    assert firm.refused("technician.add_absence", here, **new | {"to_ms": 10}) == "bad_absence"
    unknown = new | {"technician_id": UNKNOWN}
    assert firm.refused("technician.add_absence", here, **unknown) == "not_found"
    absence = firm.done("technician.add_absence", here, **new)
    assert firm.refused("technician.end_absence", there, absence_id=absence) == "not_allowed"
    assert firm.refused("technician.end_absence", here, absence_id=UNKNOWN) == "not_found"
    firm.done("technician.end_absence", here, absence_id=absence)
    assert not firm.row("absence", absence).is_active


def test_the_latest_position_stays(firm: Firm, technician: str, user: str, north: str) -> None:
    report = {"technician_id": technician, "fix": FIX | {"at_ms": NOW_MS - 1_000}}
    position = firm.done("position.report", user, **report)
    older = {"technician_id": technician, "fix": {"lon_e7": 1, "lat_e7": 1, "at_ms": 5}}
    result = firm.run("position.report", user, **older)
    assert (result.outcome, result.flags) == ("accepted", ["late"])
    newer = {"technician_id": technician, "fix": {"lon_e7": 2, "lat_e7": 3}}
    assert firm.run("position.report", user, **newer).flags == []
    (row,) = firm.rows("position")
    assert (row.id, row.lon_e7, row.at_ms) == (position, 2, NOW_MS)
    assert firm.places_of(position) == {f"territory:{north}"}


def test_nobody_reports_for_another(firm: Firm, technician: str) -> None:
    other = firm.person("other", ["technician"])
    report = {"technician_id": technician, "fix": FIX}
    assert firm.sees(other, technician)
    for author in (other, firm.admin):
        assert firm.refused("position.report", author, **report) == "not_found"
    unknown = report | {"technician_id": UNKNOWN}
    assert firm.refused("position.report", firm.admin, **unknown) == "not_found"
