"""What the dispatcher is told: technicians and jobs as plain values.

All intervals are half-open, [start_ms, end_ms), in UTC milliseconds; shifts are concrete (the
caller has laid weekly patterns and holidays out in the place's time zone). Ids are opaque text.
"""

from enum import StrEnum

import msgspec

from geo.latlon import LonLat

MINUTE_MS = 60_000


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch of time. Raises ValueError when it ends before it starts."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.end_ms < self.start_ms:
            raise ValueError(f"a span ends ({self.end_ms}) before it starts ({self.start_ms})")


class Busy(msgspec.Struct, frozen=True):
    """An appointment that a technician already has. `place` is needed for travel gaps only."""

    appointment_id: str
    start_ms: int
    end_ms: int
    place: LonLat | None = None


class Skill(msgspec.Struct, frozen=True):
    """A skill held: 1 is the lowest level; without `expires_ms` it does not expire."""

    level: int
    expires_ms: int | None = None


class Source(StrEnum):
    """Where the place of a technician comes from."""

    POSITION = "position"  # the phone's last report
    HOME = "home"  # where the day starts


class Position(msgspec.Struct, frozen=True):
    """A phone's last report."""

    place: LonLat
    at_ms: int


class Technician(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who may take a job.

    `load_count` and `load_min` are the visits of the job's day; `max_load` bounds `load_count`.
    `territory_ids` None means everywhere, an empty set nowhere.
    """

    id: str
    name: str
    position: Position | None = None
    home: LonLat | None = None
    skills: dict[str, Skill] = {}
    shifts: tuple[Span, ...] = ()
    absences: tuple[Span, ...] = ()
    busy: tuple[Busy, ...] = ()
    territory_ids: frozenset[str] | None = None
    load_count: int = 0
    load_min: int = 0
    max_load: int | None = None


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit asks of whoever makes it, whenever that is.

    A job with `pinned_to` is for this technician only; `refused_by` have declined it.
    `appointment_id`, if it has one already, is left out when overlaps are looked for. Raises
    ValueError when the visit takes no time.
    """

    id: str
    place: LonLat | None
    duration_min: int
    skill: str | None = None
    level: int = 1
    territory_id: str | None = None
    pinned_to: str | None = None
    refused_by: frozenset[str] = frozenset()
    appointment_id: str | None = None

    def __post_init__(self) -> None:
        if self.duration_min < 1:
            raise ValueError(f"a visit takes a minute or more, not {self.duration_min}")


class Job(Demand, frozen=True, kw_only=True):
    """A visit with its time."""

    start_ms: int

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_min * MINUTE_MS


class OpenJob(Demand, frozen=True, kw_only=True):
    """A visit whose time is still to be found.

    `grade` orders jobs (1 is the most urgent), then `due_ms`, then `reported_ms`, then the id.
    `windows` are the promised times of arrival, both ends included; none means any time.
    """

    grade: int = 3
    due_ms: int | None = None
    reported_ms: int = 0
    earliest_ms: int | None = None
    windows: tuple[Span, ...] = ()
