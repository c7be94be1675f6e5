"""Chapter two: projects with their location trees, the things in them, and who lives there."""

from collections.abc import Iterator

import msgspec

from server.assets.schema import AddAsset, AssetKind
from server.customers.schema import AddCustomer
from server.demo.firm import Firm, digits
from server.demo.model import City, Thing, Works, e7
from server.demo.script import MINUTE_MS, Script
from server.places.schema import AddLocation, AddProject, LocationKind, ProjectType
from server.shapes import Fix


class Kit(msgspec.Struct, frozen=True):
    """An asset, as a fault or a label finds it."""

    tag: str
    part: int
    asset_id: str
    code: str


class Place(msgspec.Struct, frozen=True):
    """A room (or spot) that something can break in, with whom to ask."""

    location_id: str
    area: int
    type: str
    name: str
    part: int
    lon_e7: int
    lat_e7: int
    customer_id: str
    contact_id: str
    contact_name: str
    kits: list[Kit]  # of the whole project

    def kit(self, tag: str) -> Kit | None:
        """The thing of this kind in the same building, or one that serves the whole site."""
        fits = (kit for kit in self.kits if tag == kit.tag and kit.part in (self.part, -1))
        return next(fits, None)


class Site(msgspec.Struct, frozen=True):
    """Ids of a project's places, where its things are put."""

    number: int
    works: Works
    site_id: str
    parts: list[str]
    rooms: list[list[str]]  # by part


def build(script: Script, city: City, firm: Firm, *, is_small: bool = False) -> tuple[Place, ...]:
    """Write chapter two; the places in the order of their projects. Small: a part of each."""
    places: list[Place] = []
    for number, works in enumerate(city.projects):
        fewer = msgspec.structs.replace(works, parts=works.parts[:1], rooms=works.rooms[:2])
        places += _project(script, city, number, fewer if is_small else works, firm)
    return tuple(places)


def _project(script: Script, city: City, number: int, works: Works, firm: Firm) -> list[Place]:
    at_ms, words = script.begin_ms + 10 * MINUTE_MS, city.words
    label = f"project:{number}"
    territory_id = firm.territories[works.area]
    added = AddProject(name=works.name, type=ProjectType(works.type), territory_id=territory_id)
    project_id = script.add(at_ms, None, label, added)(0)
    site = AddLocation(
        project_id=project_id,
        kind=LocationKind.SITE,
        name=works.name,
        address=works.address,
        code=f"P{number:02d}",
        fix=_fix(*works.place),
        access=words.access_home if works.type == "housing" else words.access_works,
    )
    site_id = script.add(at_ms, None, f"{label}:site", site)(0)
    client = _client(script, f"{label}:client", city, works) if works.client else None
    here = Site(number, works, site_id, [], [])
    places: list[Place] = []
    kits: list[Kit] = []
    for at, part in enumerate(works.parts):
        point = (works.place[0] + (at - 1) * 0.0011, works.place[1] + at * 0.0007)
        building = AddLocation(
            parent_id=site_id,
            kind=LocationKind.BUILDING,
            name=part,
            address=words.join.join((works.address, part)),
            code=f"P{number:02d}-{at + 1}",
            fix=_fix(*point),
        )
        here.parts.append(script.add(at_ms, None, f"{label}:{at}", building)(0))
        here.rooms.append([])
        for parent_id, name, code in _inside(script, city, f"{label}:{at}", here):
            spot = f"P{number:02d}-{at + 1}-{code}"
            room = AddLocation(
                parent_id=parent_id,
                kind=LocationKind.ROOM,
                name=name,
                address=words.join.join((works.address, part, name)),
                code=spot,
            )
            room_id = script.add(at_ms, None, f"room:{spot}", room)(0)
            here.rooms[at].append(room_id)
            who = client or _resident(script, city, spot)
            named = words.join.join((part, name))
            spot_e7 = (e7(point[0]), e7(point[1]))
            places.append(Place(room_id, works.area, works.type, named, at, *spot_e7, *who, kits))
    kits += _things(script, here)
    return places


def _things(script: Script, site: Site) -> Iterator[Kit]:
    """Assets at the places they are in; those of parts that are left out are left out too."""
    for at, thing in enumerate(site.works.things, start=1):
        location_id = _where(site, thing)
        if location_id is None:
            continue
        code = f"P{site.number:02d}-A{at}"
        chance = script.chance(f"thing:{code}")
        year = script.day(0).year - thing.years
        installed_on = f"{year}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        args = AddAsset(
            kind=AssetKind.PART if thing.is_part else AssetKind.EQUIPMENT,
            location_id=location_id,
            name=thing.name,
            code=code,
            manufacturer=thing.maker,
            model=thing.model,
            serial="" if thing.is_part else f"{year % 100}{chance.randrange(10**6):06d}",
            installed_on=installed_on if thing.years else None,
        )
        asset_id = script.add(script.begin_ms + 12 * MINUTE_MS, None, f"asset:{code}", args)(0)
        yield Kit(thing.tag, thing.part, asset_id, code)


def _where(site: Site, thing: Thing) -> str | None:
    if thing.part < 0:
        return site.site_id
    if thing.part >= len(site.parts):
        return None
    rooms = site.rooms[thing.part]
    return rooms[thing.room] if 0 <= thing.room < len(rooms) else site.parts[thing.part]


def _inside(script: Script, city: City, label: str, here: Site) -> list[tuple[str, str, str]]:
    """Parent, name and code of each room of the newest part; houses have two entrances."""
    works, part_id = here.works, here.parts[-1]
    if works.type != "housing":
        return [(part_id, room, str(at + 1)) for at, room in enumerate(works.rooms)]
    rooms: list[tuple[str, str, str]] = []
    for entrance in (1, 2):
        name = city.words.unit.format(entrance)
        unit = AddLocation(parent_id=part_id, kind=LocationKind.UNIT, name=name)
        at_ms = script.begin_ms + 10 * MINUTE_MS
        unit_id = script.add(at_ms, None, f"{label}:unit:{entrance}", unit)(0)
        for room in works.rooms:
            door = "".join(each for each in room if each.isascii() and each.isalnum())
            rooms.append((unit_id, room, f"{entrance}-{door.upper()}"))
    return rooms


def _client(script: Script, label: str, city: City, works: Works) -> tuple[str, str, str]:
    chance, words = script.chance(label), city.words
    contact = words.official.format(
        surname=chance.choice(words.surnames), title=chance.choice(words.titles)
    )
    args = AddCustomer(
        name=works.client,
        phone=digits(words.office_phone, chance),
        tier="vip" if works.type in ("mep", "energy") else "normal",
        remark=words.terms if works.type == "mep" else "",
        contact_name=contact,
        relation=words.keeper,
    )
    born = script.add(script.begin_ms + 5 * MINUTE_MS, None, label, args)
    return born(0), born(1), contact


def _resident(script: Script, city: City, spot: str) -> tuple[str, str, str]:
    chance, words = script.chance(f"resident:{spot}"), city.words
    name = words.person.format(
        surname=chance.choice(words.surnames), given=chance.choice(words.given)
    )
    args = AddCustomer(
        name=name,
        phone=digits(city.phone, chance),
        tier="vip" if chance.random() < 0.08 else "normal",
        contact_name=name,
        relation=chance.choice(words.relations),
    )
    born = script.add(script.begin_ms + 5 * MINUTE_MS, None, f"customer:{spot}", args)
    return born(0), born(1), name


def _fix(lon: float, lat: float) -> Fix:
    return Fix(lon_e7=e7(lon), lat_e7=e7(lat), source="map")
