"""Chapter two: projects with their location trees, and the customers who live there."""

import msgspec

from server.customers.schema import AddCustomer
from server.demo.firm import Firm
from server.demo.model import City, Works, e7
from server.demo.script import MINUTE_MS, Script
from server.places.schema import AddLocation, AddProject, LocationKind, ProjectType
from server.shapes import Fix

SURNAMES = "李张陈黄徐胡林郭梁宋唐邓曹许彭苏叶程袁陆"
GIVEN = ("丽华", "建平", "晓燕", "志远", "美玲", "国强", "雅琴", "子轩", "慧敏", "文杰", "秀英")
RELATIONS = ("业主", "租户", "业主家属")


class Place(msgspec.Struct, frozen=True):
    """A room (or spot) that something can break in, with whom to ask."""

    location_id: str
    area: int
    type: str
    lon_e7: int
    lat_e7: int
    customer_id: str
    contact_id: str
    contact_name: str


def build(script: Script, city: City, firm: Firm) -> tuple[Place, ...]:
    """Write chapter two; the places in the order of their projects."""
    places: list[Place] = []
    for number, works in enumerate(city.projects):
        places += _project(script, number, works, firm)
    return tuple(places)


def _project(script: Script, number: int, works: Works, firm: Firm) -> list[Place]:
    at_ms = script.begin_ms + 10 * MINUTE_MS
    label = f"project:{number}"
    project_id = script.add(
        at_ms,
        None,
        label,
        AddProject(
            name=works.name,
            type=ProjectType(works.type),
            territory_id=firm.territories[works.area],
        ),
    )(0)
    site_id = script.add(
        at_ms,
        None,
        f"{label}:site",
        AddLocation(
            project_id=project_id,
            kind=LocationKind.SITE,
            name=works.name,
            address=works.address,
            code=f"P{number:02d}",
            fix=_fix(*works.place),
            access="门卫登记后进入，工程车停北门" if works.type == "housing" else "凭工作证进入",
        ),
    )(0)
    client = _client(script, f"{label}:client", works) if works.client else None
    places: list[Place] = []
    for part_number, part in enumerate(works.parts):
        point = (works.place[0] + (part_number - 1) * 0.0011, works.place[1] + part_number * 0.0007)
        part_id = script.add(
            at_ms,
            None,
            f"{label}:{part_number}",
            AddLocation(
                parent_id=site_id,
                kind=LocationKind.BUILDING,
                name=part,
                address=f"{works.address}{part}",
                code=f"P{number:02d}-{part_number + 1}",
                fix=_fix(*point),
            ),
        )(0)
        for parent_id, name, code in _inside(script, f"{label}:{part_number}", works, part_id):
            spot = f"P{number:02d}-{part_number + 1}-{code}"
            room = AddLocation(
                parent_id=parent_id,
                kind=LocationKind.ROOM,
                name=name,
                address=f"{works.address}{part}{name}",
                code=spot,
            )
            room_id = script.add(at_ms, None, f"room:{spot}", room)(0)
            customer_id, contact_id, who = client or _resident(script, spot)
            at = (e7(point[0]), e7(point[1]))
            places.append(Place(room_id, works.area, works.type, *at, customer_id, contact_id, who))
    return places


def _inside(script: Script, label: str, works: Works, part_id: str) -> list[tuple[str, str, str]]:
    """Parent, name and code of each room of a part; houses have two entrances."""
    if works.type != "housing":
        return [(part_id, room, str(at + 1)) for at, room in enumerate(works.rooms)]
    rooms: list[tuple[str, str, str]] = []
    for entrance in (1, 2):
        unit = AddLocation(parent_id=part_id, kind=LocationKind.UNIT, name=f"{entrance}单元")
        at_ms = script.begin_ms + 10 * MINUTE_MS
        unit_id = script.add(at_ms, None, f"{label}:unit:{entrance}", unit)(0)
        rooms += [(unit_id, room, f"{entrance}-{room[:-1]}") for room in works.rooms]
    return rooms


def _client(script: Script, label: str, works: Works) -> tuple[str, str, str]:
    chance = script.chance(label)
    contact = f"{chance.choice(SURNAMES)}{chance.choice(('经理', '主任', '工'))}"
    args = AddCustomer(
        name=works.client,
        phone=f"021-5{chance.randrange(10**7):07d}",
        tier="vip" if works.type in ("mep", "energy") else "normal",
        remark="月结，附照片和签字单" if works.type == "mep" else "",
        contact_name=contact,
        relation="物业",
    )
    born = script.add(script.begin_ms + 5 * MINUTE_MS, None, label, args)
    return born(0), born(1), contact


def _resident(script: Script, spot: str) -> tuple[str, str, str]:
    chance = script.chance(f"resident:{spot}")
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    args = AddCustomer(
        name=name,
        phone=f"138{chance.randrange(10**8):08d}",
        tier="vip" if chance.random() < 0.08 else "normal",
        contact_name=name,
        relation=chance.choice(RELATIONS),
    )
    born = script.add(script.begin_ms + 5 * MINUTE_MS, None, f"customer:{spot}", args)
    return born(0), born(1), name


def _fix(lon: float, lat: float) -> Fix:
    return Fix(lon_e7=e7(lon), lat_e7=e7(lat), source="map")
