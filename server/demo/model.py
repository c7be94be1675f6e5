"""What a demo city is described by; the texts stand in `shanghai*.py` and `new_york*.py`."""

import msgspec

from server.checklists.schema import ChecklistItem

Degrees = tuple[float, float]  # longitude, latitude (WGS-84)


class Area(msgspec.Struct, frozen=True):
    """A territory: its outline, and the middle around which its technicians live."""

    name: str
    outline: tuple[Degrees, ...]
    middle: Degrees
    spread: float = 0.03  # degrees from the middle: less where water is near


class Trade(msgspec.Struct, frozen=True):
    code: str
    name_zh: str
    name_en: str


class Thing(msgspec.Struct, frozen=True):
    """An asset of a project. `tag` is what faults name it by; `part` -1: of the whole site."""

    tag: str
    name: str
    part: int
    room: int  # of that part; -1: the part itself
    maker: str
    model: str
    years: int  # installed so long ago; 0: with the building, nobody wrote it down
    is_part: bool = False  # a roof, a façade: 部位, not 设备


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
    things: tuple[Thing, ...] = ()


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
    asset: str = ""  # tag of the thing that broke, where it is one


class Sheet(msgspec.Struct, frozen=True):
    """A checklist; without a trade the one for all other orders."""

    trade: str | None
    name_zh: str
    name_en: str
    items: tuple[ChecklistItem, ...]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What people of a city say and write, in its language whoever looks on."""

    join: str  # between address, building and room
    unit: str  # name of an entrance, by its number
    access_home: str
    access_works: str
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    person: str  # of surname and given name
    titles: tuple[str, ...]
    official: str  # of surname and title
    relations: tuple[str, ...]
    keeper: str  # the relation of a client's contact
    owner: str
    office_phone: str  # each # is a digit
    terms: str
    notes: tuple[str, ...]
    consent: str
    detour: str
    unsigned: str
    no_part: str
    nobody: str
    decline: str
    move: str
    late_note: str
    off: str
    pause: str
    again: str
    hold: str
    cancel: str
    refuse: str
    somewhere: tuple[str, ...]  # places as callers name them
    edited: str  # title in better words, of title and place
    verified: str
    remarks: tuple[str, ...]  # answers to what a checklist asks in words
    gaps: tuple[str, ...]  # why a checklist has some


class City(msgspec.Struct, frozen=True):
    """`people`: logins and names of the technicians, in the order of their territories."""

    code: str
    zone: str
    locale: str
    words: Words
    areas: tuple[Area, ...]
    trades: tuple[Trade, ...]
    first_trades: tuple[str, ...]  # four that the technician has whom visitors play
    office: tuple[tuple[str, str, str], ...]  # login, name, role
    people: tuple[tuple[str, str], ...]
    phone: str  # each # is a digit
    projects: tuple[Works, ...] = ()
    faults: tuple[Fault, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    orders: int = 0


def e7(degrees: float) -> int:
    return round(degrees * 10_000_000)
