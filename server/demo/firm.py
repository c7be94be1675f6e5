"""Chapter one: territories, trades, people, shifts. All of it stood before the story begins."""

import json
import random
from datetime import timedelta

import msgspec
from argon2.low_level import Type, hash_secret

from server.checklists.schema import ChecklistItem
from server.demo.model import Area, City, Degrees, Words, e7
from server.demo.script import DAY_MS, HOUR_MS, MINUTE_MS, Born, Person, Script
from server.gateway.call import GrantOf
from server.identity.schema import AddUser, Role
from server.shapes import Fix
from server.technicians.schema import (
    AddAbsence,
    AddSkill,
    AddTechnician,
    GrantSkill,
    ReportPosition,
    SetShift,
)
from server.territories.schema import AddTerritory

PASSWORD = "fieldward"
# Everybody knows the password, so that its salt may stand here: a second load makes the same hash.
PASSWORD_HASH = hash_secret(
    PASSWORD.encode(), b"fieldward-demo-1", 2, 19_456, 1, 32, Type.ID
).decode()
# Index of a technician → from which day, for how many days he is away (today is day 0).
AWAY = {5: (0, 2), 9: (1, 5), 14: (-12, 4), 20: (3, 7)}
SHIFT_MIN = (8 * 60, 18 * 60)
REASONS = {"zh-CN": ("病假", "休假"), "en": ("sick", "on leave")}


class Pinned(msgspec.Struct, frozen=True):
    """A checklist that orders pin from an instant on."""

    from_ms: int
    checklist_id: str
    version_id: str
    items: tuple[ChecklistItem, ...]


class Firm(msgspec.Struct):
    """Who is there, once chapter one is told."""

    words: Words
    territories: tuple[str, ...]
    skills: dict[str, str]  # code → id
    office: dict[str, Person]  # by role
    technicians: tuple[Person, ...]
    lists: dict[str | None, Pinned] = {}  # by trade; None: for all others


def found(script: Script, city: City) -> Firm:
    """Write chapter one and say who is in it."""
    at_ms = script.begin_ms
    territories = tuple(
        script.add(
            at_ms,
            None,
            f"territory:{number}",
            AddTerritory(name=area.name, zone=city.zone, outline=outline(area)),
        )(0)
        for number, area in enumerate(city.areas)
    )
    skills = {
        trade.code: script.add(
            at_ms,
            None,
            f"skill:{trade.code}",
            AddSkill(code=trade.code, name_zh=trade.name_zh, name_en=trade.name_en),
        )(0)
        for trade in city.trades
    }
    office = {role: _official(script, city, login, name, role) for login, name, role in city.office}
    crew = tuple(_technician(script, city, i, territories, skills) for i in range(len(city.people)))
    return Firm(city.words, territories, skills, office, crew)


def outline(area: Area) -> str:
    return json.dumps([[[e7(lon), e7(lat)] for lon, lat in area.outline]])


def area_of(index: int, city: City) -> int:
    """Technicians stand in the list territory by territory, as evenly as it goes."""
    return index * len(city.areas) // len(city.people)


def day_off(script: Script, index: int) -> int:
    """The weekday without a shift. The first technician, whom visitors play, is on duty today."""
    if index == 0:
        return (script.day(0).weekday() + 3) % 7
    return index % 7


def is_on_duty(script: Script, index: int, day: int) -> bool:
    first, days = AWAY.get(index, (0, 0))
    is_away = first <= day < first + days
    return not is_away and script.day(day).weekday() != day_off(script, index)


def near(area: Area, script: Script, label: str) -> Degrees:
    chance, (lon, lat) = script.chance(label), area.middle
    east, north = chance.uniform(-1, 1), chance.uniform(-0.7, 0.7)
    return lon + east * area.spread, lat + north * area.spread


def digits(mask: str, chance: random.Random) -> str:
    """A telephone number after a mask in which each # is a digit."""
    return "".join(str(chance.randrange(10)) if each == "#" else each for each in mask)


def _user(script: Script, login: str, args: AddUser) -> Born:
    return script.add(script.begin_ms, None, f"user:{login}", args)


def _official(script: Script, city: City, login: str, name: str, role: str) -> Person:
    args = AddUser(
        login=login,
        name=name,
        locale=city.locale,
        password_hash=PASSWORD_HASH,
        roles=(Role(role),),
    )
    return Person(login, name, _user(script, login, args)(0), (GrantOf(role, None),))


def _technician(
    script: Script, city: City, index: int, territories: tuple[str, ...], skills: dict[str, str]
) -> Person:
    login, name = city.people[index]
    area = area_of(index, city)
    territory_id = territories[area]
    phone = digits(city.phone, script.chance(f"phone:{login}"))
    args = AddUser(
        login=login,
        name=name,
        phone=phone,
        locale=city.locale,
        password_hash=PASSWORD_HASH,
        roles=(Role.TECHNICIAN,),
        territory_id=territory_id,
    )
    user_id = _user(script, login, args)(0)
    lon, lat = near(city.areas[area], script, f"home:{login}")
    technician_id = script.add(
        script.begin_ms,
        None,
        f"technician:{login}",
        AddTechnician(
            user_id=user_id,
            name=name,
            phone=phone,
            territory_id=territory_id,
            zone=city.zone,
            home=Fix(lon_e7=e7(lon), lat_e7=e7(lat), source="address"),
        ),
    )(0)
    codes = _skills(script, city, index, technician_id, skills)
    grants = (GrantOf("technician", territory_id),)
    person = Person(login, name, user_id, grants, technician_id, area, index, codes)
    _roster(script, city, index, technician_id, login)
    _position(script, city, person)
    return person


def _skills(
    script: Script, city: City, index: int, technician_id: str, skills: dict[str, str]
) -> tuple[str, ...]:
    """Three trades that hold, so that each territory has them all; some one that ran out."""
    codes = [trade.code for trade in city.trades]
    held = tuple(codes[(index * 3 + step) % len(codes)] for step in range(3))
    if index == 0:
        held = city.first_trades
    days: dict[str, int | None] = dict.fromkeys(held)
    if index % 4 == 1:
        days[held[1]] = 180
    if index % 6 == 2:
        days[next(code for code in codes if code not in held)] = -5  # ran out last week
    for number, (code, left) in enumerate(days.items()):
        expires = None if left is None else (script.day(0) + timedelta(days=left)).date()
        script.add(
            script.begin_ms,
            None,
            f"grant:{index}:{code}",
            GrantSkill(
                technician_id=technician_id,
                skill_id=skills[code],
                level=5 if number == 0 else 2 + (index + number) % 3,
                expires_on=expires.isoformat() if expires else None,
            ),
        )
    return held


def _roster(script: Script, city: City, index: int, technician_id: str, login: str) -> None:
    for weekday in range(7):
        if weekday == day_off(script, index):
            continue
        start_min, end_min = SHIFT_MIN
        if index == 0:
            start_min, end_min = 0, 24 * 60  # whenever the demo is opened, he is at work
        shift = SetShift(
            technician_id=technician_id, weekday=weekday, start_min=start_min, end_min=end_min
        )
        script.add(script.begin_ms, None, f"shift:{login}:{weekday}", shift)
    if index in AWAY:
        first, days = AWAY[index]
        absence = AddAbsence(
            technician_id=technician_id,
            from_ms=script.at(first, 0),
            to_ms=script.at(first + days, 0),
            reason=REASONS[city.locale][index % 2],
        )
        script.add(script.begin_ms + HOUR_MS, None, f"absence:{login}", absence)


def _position(script: Script, city: City, person: Person) -> None:
    """Last seen within the last minutes; who is not on duty was seen yesterday."""
    chance = script.chance(f"seen:{person.login}")
    lon, lat = near(city.areas[person.territory], script, f"at:{person.login}")
    on_duty = is_on_duty(script, person.index, 0)
    at_ms = script.now_ms - chance.randrange(1, 12) * MINUTE_MS - (0 if on_duty else DAY_MS)
    fix = Fix(lon_e7=e7(lon), lat_e7=e7(lat), accuracy_m=chance.randrange(6, 45), at_ms=at_ms)
    report = ReportPosition(technician_id=person.technician_id or "", fix=fix)
    script.add(at_ms, person, f"position:{person.login}", report)
