"""The map file: which column of a register is what of a work order. See `docs/import.md`."""

import re
import tomllib
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from geo.datum import Datum
from server.work_orders.schema import Grade

SHIPPED = Path(__file__).parent / "maps"
COLUMN = re.compile(r"\{([^{}]+)\}")
DURATION_MIN = (5, 2_880)
Register = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]


class BadMap(Exception):
    """The map cannot be used; the message is a sentence that says what to change."""


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lists are parts with columns in braces, joined; a part with an empty column is left out.
    Of several key columns each must be filled."""

    key: tuple[str, ...]
    title: tuple[str, ...]
    description: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    lon: str = ""
    lat: str = ""
    reported: str = ""
    closed: str = ""


class Only(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows whose column holds another value are skipped, for the reason given."""

    column: str
    values: tuple[str, ...]
    skipped: str


class ValueTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column's values in our words; capitals and outer blanks do not matter."""

    column: str = ""
    default: str = ""
    values: dict[str, str] = {}

    def of(self, cells: dict[str, str]) -> str:
        return self._by_value().get(_plain(cells.get(self.column, "")), self.default)

    def words(self) -> set[str]:
        return {word for word in (*self.values.values(), self.default) if word}

    def _by_value(self) -> dict[str, str]:
        return {_plain(value): word for value, word in self.values.items()}


class Status(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which values say that the request is over; read with --keep-status only."""

    column: str = ""
    closed: tuple[str, ...] = ()

    def is_closed(self, cells: dict[str, str]) -> bool:
        return _plain(cells.get(self.column, "")) in {_plain(value) for value in self.closed}


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole map. `grade`, `skill`, `duration` and `unlocated` give our words: a grade, the
    code of a trade, minutes, the code of the location of rows without coordinates."""

    register: Register
    zone: str
    columns: Columns
    locale: str = "zh-CN"
    datum: Datum = Datum.WGS84
    times: tuple[str, ...] = ()
    only: tuple[Only, ...] = ()
    grade: ValueTable = ValueTable(default=Grade.NORMAL.value)
    skill: ValueTable = ValueTable()
    duration: ValueTable = ValueTable(default="60")
    unlocated: ValueTable = ValueTable()
    status: Status = Status()

    def named_columns(self) -> set[str]:
        """Every column of the register that the map reads."""
        c = self.columns
        parts = (*c.title, *c.description, *c.address, *c.customer, *c.contact, *c.phone)
        tables = (self.grade, self.skill, self.duration, self.unlocated, self.status, *self.only)
        named = {column for part in parts for column in COLUMN.findall(part)}
        named |= {table.column for table in tables}
        return (named | {*c.key, c.lon, c.lat, c.reported, c.closed}) - {""}


def find_map(name: str) -> Path:
    """A path, or the name of a map that is shipped. Raises BadMap."""
    shipped = SHIPPED / f"{name}.toml"
    path = Path(name)
    if path.is_file():
        return path
    if "/" not in name and shipped.is_file():
        return shipped
    names = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
    raise BadMap(f"There is no map {name}: give the path of a .toml file, or one of: {names}.")


def read_map(name: str, text: str) -> Mapping:
    """The map of this text. Raises BadMap."""
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except tomllib.TOMLDecodeError as error:
        raise BadMap(f"The map {name} is not TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise BadMap(f"The map {name} cannot be used: {error}.") from error
    for problem in _problems(mapping):
        raise BadMap(f"The map {name} cannot be used: {problem}.")
    return mapping


def check_columns(mapping: Mapping, headers: tuple[str, ...]) -> None:
    """Raises BadMap where the map names a column that the register does not have."""
    missing = sorted(mapping.named_columns() - set(headers))
    if missing:
        there = ", ".join(headers[:20])
        raise BadMap(f"The register has no column {', '.join(missing)}. It has: {there}.")


def _problems(mapping: Mapping) -> list[str]:
    found: list[str] = []
    try:
        ZoneInfo(mapping.zone)
    except (ValueError, OSError, LookupError):
        found.append(f"zone = {mapping.zone!r} is no IANA zone such as Asia/Shanghai")
    if not mapping.columns.key or not mapping.columns.title:
        found.append("columns.key and columns.title must name something")
    if bool(mapping.columns.lon) != bool(mapping.columns.lat):
        found.append("columns.lon and columns.lat go together")
    unknown = mapping.grade.words() - {grade.value for grade in Grade}
    if unknown:
        found.append(f"grade knows urgent, normal and minor, not {', '.join(sorted(unknown))}")
    for word in sorted(mapping.duration.words()):
        if not word.isdecimal() or not DURATION_MIN[0] <= int(word) <= DURATION_MIN[1]:
            found.append(f"duration takes whole minutes from 5 to 2880, not {word!r}")
    if mapping.status.closed and not mapping.columns.closed:
        found.append("status.closed needs columns.closed, the time when it was over")
    return found


def _plain(value: str) -> str:
    return value.strip().casefold()
