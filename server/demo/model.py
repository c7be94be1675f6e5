"""What a demo city is described by; the texts stand in `shanghai.py` and `new_york.py`."""

import msgspec

Degrees = tuple[float, float]  # longitude, latitude (WGS-84)


class Area(msgspec.Struct, frozen=True):
    """A territory: its outline, and the middle around which its technicians live."""

    name: str
    outline: tuple[Degrees, ...]
    middle: Degrees


class Trade(msgspec.Struct, frozen=True):
    code: str
    name_zh: str
    name_en: str


class Works(msgspec.Struct, frozen=True):
    """A project: `parts` are its buildings (or what it has instead of them)."""

    name: str
    type: str
    area: int
    place: Degrees
    address: str
    client: str
    parts: tuple[str, ...]
    rooms: tuple[str, ...]


class Fault(msgspec.Struct, frozen=True):
    """A complaint, and what is found, done and used up about it."""

    title: str
    description: str
    trade: str
    grade: str
    on: tuple[str, ...]  # types of projects where it happens
    found: str
    summary: str
    item: str


class City(msgspec.Struct, frozen=True):
    """`people`: logins and names of the technicians, in the order of their territories."""

    code: str
    zone: str
    locale: str
    areas: tuple[Area, ...]
    trades: tuple[Trade, ...]
    office: tuple[tuple[str, str, str], ...]  # login, name, role
    people: tuple[tuple[str, str], ...]
    phone_prefix: str
    projects: tuple[Works, ...] = ()
    faults: tuple[Fault, ...] = ()
    orders: int = 0


def e7(degrees: float) -> int:
    return round(degrees * 10_000_000)
