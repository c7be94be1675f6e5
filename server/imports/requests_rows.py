"""A row of a register as the work order it asks for, or why it becomes none. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from geo.datum import BadPlace, read_place
from geo.latlon import LonLat
from server.imports.mapping import COLUMN, Mapping
from server.imports.mending import mend
from server.imports.reading import TableRow
from server.shapes import Fix
from server.work_orders.schema import Grade

KEY_LENGTH_MAX = 60
TITLE_LENGTH_MAX = 160
TEXT_LENGTH_MAX = 2_000
ADDRESS_LENGTH_MAX = 300
NAME_LENGTH_MAX = 120
ORIGINAL_LENGTH_MAX = 60
AHEAD_MS_MAX = 24 * 3_600_000  # clocks and zones of registers are not exact
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Party(msgspec.Struct, frozen=True):
    """Who reported: all three "" when the register does not say."""

    customer: str = ""
    contact: str = ""
    phone: str = ""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a row asks for, in the register's words where the firm's ids are needed."""

    line: int
    key: str
    title: str
    description: str
    grade: Grade
    skill: str  # code
    duration_min: int
    address: str
    fix: Fix | None
    location: str  # code, where there is no fix
    party: Party
    reported_ms: int | None
    closed_ms: int | None


class Skipped(msgspec.Struct, frozen=True):
    """The map leaves it out; `reason` is the map's text."""

    line: int
    key: str
    reason: str


class Wrong(msgspec.Struct, frozen=True):
    """The row cannot be taken as it is."""

    line: int
    key: str
    code: str
    figures: dict[str, object] = {}


Judged = Request | Skipped | Wrong


class _Bad(Exception):
    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


def judge(rows: tuple[TableRow, ...], mapping: Mapping, now_ms: int, keep: bool) -> list[Judged]:
    """Every row, in order. `keep`: requests that are over come in as closed orders."""
    seen: dict[str, int] = {}
    found: list[Judged] = []
    for row in rows:
        judged = _judge(row, mapping, now_ms, keep)
        if isinstance(judged, Request):
            first = seen.setdefault(judged.key, judged.line)
            if first != judged.line:
                judged = Wrong(judged.line, judged.key, "same_key", {"line": first})
        found.append(judged)
    return found


def _judge(row: TableRow, mapping: Mapping, now_ms: int, keep: bool) -> Judged:
    cells = {name: mend(value) for name, value in row.cells.items()}
    keys = [cells[column] for column in mapping.columns.key]
    key = "/".join(keys)
    for only in mapping.only:
        if cells[only.column] not in only.values:
            return Skipped(row.line, key[:KEY_LENGTH_MAX], filled(only.skipped, cells))
    try:
        if row.surplus:
            raise _Bad("too_many_cells", count=row.surplus)
        if not all(keys):
            raise _Bad("no_key")
        if len(key) > KEY_LENGTH_MAX:
            raise _Bad("key_too_long", limit=KEY_LENGTH_MAX)
        return _request(row.line, key, cells, mapping, now_ms, keep)
    except _Bad as bad:
        return Wrong(row.line, key[:KEY_LENGTH_MAX], bad.code, bad.figures)


def _request(
    line: int, key: str, cells: dict[str, str], mapping: Mapping, now_ms: int, keep: bool
) -> Request:
    columns = mapping.columns
    title = _joined(columns.title, " – ", cells, TITLE_LENGTH_MAX)
    if not title:
        raise _Bad("no_title")
    fix = _fix(cells.get(columns.lon, ""), cells.get(columns.lat, ""), mapping)
    address = _joined(columns.address, ", ", cells, ADDRESS_LENGTH_MAX)
    party = Party(
        _joined(columns.customer, " ", cells, NAME_LENGTH_MAX),
        _joined(columns.contact, " ", cells, NAME_LENGTH_MAX),
        _joined(columns.phone, " ", cells, 40),
    )
    location = "" if fix else mapping.unlocated.of(cells)
    if not (fix or address or location or party != Party()):
        raise _Bad("no_whereabouts")
    return Request(
        line=line,
        key=key,
        title=title,
        description=_joined(columns.description, "\n", cells, TEXT_LENGTH_MAX),
        grade=Grade(mapping.grade.of(cells) or Grade.NORMAL),
        skill=mapping.skill.of(cells),
        duration_min=int(mapping.duration.of(cells) or 60),
        address=address,
        fix=fix,
        location=location,
        party=party,
        reported_ms=_instant(columns.reported, cells, mapping, now_ms),
        closed_ms=_closed(cells, mapping, now_ms) if keep else None,
    )


def filled(part: str, cells: dict[str, str]) -> str:
    """The text with each column in braces replaced by its cell."""
    return COLUMN.sub(lambda found: cells.get(found[1], found[0]), part)


def _joined(parts: tuple[str, ...], between: str, cells: dict[str, str], limit: int) -> str:
    """Parts without an empty column, none twice; cut at the limit with an ellipsis."""
    whole = (part for part in parts if all(cells[column] for column in COLUMN.findall(part)))
    text = between.join(dict.fromkeys(filled(part, cells) for part in whole))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _closed(cells: dict[str, str], mapping: Mapping, now_ms: int) -> int | None:
    if not mapping.status.is_closed(cells):
        return None
    closed_ms = _instant(mapping.columns.closed, cells, mapping, now_ms)
    if closed_ms is None:
        raise _Bad("no_closing_time")
    return closed_ms


def _instant(column: str, cells: dict[str, str], mapping: Mapping, now_ms: int) -> int | None:
    """Wall clock of the map's zone, unless the text brings its own offset; None when empty."""
    text = cells.get(column, "")
    if not text:
        return None
    moment = _moment(text, mapping.times)
    if moment is None:
        raise _Bad("bad_time", value=text, column=column)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(mapping.zone))
    at_ms = (moment.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
    if at_ms < 0:
        raise _Bad("bad_time", value=text, column=column)
    if at_ms > now_ms + AHEAD_MS_MAX:
        raise _Bad("time_ahead", value=text, column=column)
    return at_ms


def _moment(text: str, formats: tuple[str, ...]) -> datetime | None:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007  (the map's zone follows)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)  # what a workbook's dates become
    except ValueError:
        return None


def _fix(lon: str, lat: str, mapping: Mapping) -> Fix | None:
    """None without coordinates; 0, 0 is how some registers say that."""
    if not lon and not lat:
        return None
    pair = f"{lon}, {lat}"
    try:
        lon_deg, lat_deg = (float(text.replace(",", ".")) for text in (lon, lat))
    except ValueError as error:
        raise _Bad("bad_coordinates", value=pair) from error
    if lon_deg == lat_deg == 0:
        return None
    place = read_place(mapping.datum, lon_deg, lat_deg)
    if isinstance(place, BadPlace):
        code = "swapped_coordinates" if place.swapped else "bad_coordinates"
        raise _Bad(code, value=pair)
    return Fix(
        lon_e7=place.lon_e7,
        lat_e7=place.lat_e7,
        source="address",
        datum=mapping.datum.value,
        original=pair[:ORIGINAL_LENGTH_MAX],
    )


def point_of(fix: Fix) -> LonLat:
    return LonLat(fix.lon_e7, fix.lat_e7)
