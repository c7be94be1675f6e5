"""Small named values and hypothesis strategies for the geo tests."""

from hypothesis import strategies as st

from geo import Busy, Job, LonLat, OpenJob, Position, Skill, Span, Technician

MIN_MS = 60_000
HOUR_MS = 60 * MIN_MS
DAY_MS = 24 * HOUR_MS
MONDAY_MS = 1_767_571_200_000  # 2026-01-05 00:00 UTC
NINE_MS = MONDAY_MS + 9 * HOUR_MS

PEOPLES_SQUARE = LonLat.from_degrees(121.4737, 31.2304)
XUJIAHUI = LonLat.from_degrees(121.4365, 31.1946)
PUDONG = LonLat.from_degrees(121.5440, 31.2210)
HONGQIAO = LonLat.from_degrees(121.3270, 31.1940)


def place(lon_deg: float, lat_deg: float) -> LonLat:
    return LonLat.from_degrees(lon_deg, lat_deg)


def hours(start: float, end: float, day: int = 0) -> Span:
    """From one o'clock to another, on the day-th day after Monday."""
    midnight_ms = MONDAY_MS + day * DAY_MS
    return Span(midnight_ms + int(start * HOUR_MS), midnight_ms + int(end * HOUR_MS))


def busy(
    start: float, end: float, name: str = "a1", at: LonLat | None = None, day: int = 0
) -> Busy:
    span = hours(start, end, day)
    return Busy(name, span.start_ms, span.end_ms, at)


def fitter(**changes: object) -> Technician:
    """A technician who passes every rule for `leak()`."""
    fields: dict[str, object] = {
        "id": "t1",
        "name": "Wang",
        "position": Position(XUJIAHUI, NINE_MS - 10 * MIN_MS),
        "home": PUDONG,
        "skills": {"plumbing": Skill(2, MONDAY_MS + DAY_MS)},
        "shifts": (hours(8, 17),),
        "absences": (hours(8, 17, day=1),),
        "busy": (busy(8, 9, "before"), busy(12, 13, "after")),
        "territory_ids": frozenset({"huangpu", "xuhui"}),
        "load_count": 2,
        "load_min": 120,
        "max_load": 6,
    }
    return Technician(**(fields | changes))  # type: ignore[arg-type]


def leak(**changes: object) -> Job:
    """An hour's job at ten o'clock on Monday at People's Square."""
    fields: dict[str, object] = {
        "id": "j1",
        "place": PEOPLES_SQUARE,
        "duration_min": 60,
        "skill": "plumbing",
        "level": 2,
        "territory_id": "huangpu",
        "start_ms": MONDAY_MS + 10 * HOUR_MS,
    }
    return Job(**(fields | changes))  # type: ignore[arg-type]


def open_leak(**changes: object) -> OpenJob:
    fields: dict[str, object] = {"id": "j1", "place": PEOPLES_SQUARE, "duration_min": 60}
    return OpenJob(**(fields | changes))  # type: ignore[arg-type]


def worker(name: str = "t1", home: LonLat = PUDONG, **changes: object) -> Technician:
    fields: dict[str, object] = {
        "id": name,
        "name": name,
        "position": None,
        "home": home,
        "busy": (),
        "absences": (),
        "shifts": (hours(8, 17), hours(8, 17, 1)),
        "max_load": None,
    }
    return fitter(**(fields | changes))


anywhere = st.builds(
    LonLat,
    st.integers(-1_800_000_000, 1_800_000_000),
    st.integers(-900_000_000, 900_000_000),
)
_seam = st.builds(
    LonLat,
    st.one_of(
        st.integers(-1_800_000_000, -1_799_000_000), st.integers(1_799_000_000, 1_800_000_000)
    ),
    st.integers(-900_000_000, 900_000_000),
)
_poles = st.builds(
    LonLat,
    st.integers(-1_800_000_000, 1_800_000_000),
    st.one_of(st.integers(-900_000_000, -899_000_000), st.integers(899_000_000, 900_000_000)),
)
_city = st.builds(
    LonLat, st.integers(1_213_000_000, 1_216_000_000), st.integers(311_000_000, 313_000_000)
)
places = st.one_of(_city, _seam, _poles, anywhere)
city_places = _city
