"""The demo's story before it is told: who does which mutation when, all ids known beforehand."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from server.gateway.call import GrantOf
from server.gateway.unit import SYSTEM
from server.shapes import Args
from sync.ids import born_id

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
Born = Callable[[int], str]


class Person(msgspec.Struct, frozen=True):
    """Somebody who signs in. `index` counts the technicians, -1 for the office."""

    login: str
    name: str
    user_id: str
    grants: tuple[GrantOf, ...]
    technician_id: str | None = None
    territory: int = 0
    index: int = -1
    skills: tuple[str, ...] = ()  # codes that hold for as long as the story goes


class Step(msgspec.Struct, frozen=True):
    """One mutation. Without a person the server itself is its author."""

    at_ms: int
    person: Person | None
    name: str
    key: str
    args: dict[str, Any]


class Script:
    """Collects steps, drops what would be in the future, and knows the ids that will be born."""

    def __init__(self, city: str, zone: str, now_ms: int) -> None:
        self.city = city
        self.zone = ZoneInfo(zone)
        self.zone_name = zone
        self.now_ms = now_ms
        self.begin_ms = now_ms - 31 * DAY_MS
        self.steps: list[Step] = []
        self._days: dict[int, datetime] = {}

    def add(self, at_ms: int, person: Person | None, label: str, args: Args) -> Born:
        """A step of this time, unless it is still to come. Returns its ids by ordinal."""
        return self.add_keyed(at_ms, person, f"demo:{self.city}:{label}", args)

    def add_keyed(self, at_ms: int, person: Person | None, key: str, args: Args) -> Born:
        writer = f"demo:{person.user_id}" if person else SYSTEM
        if at_ms <= self.now_ms:
            values: dict[str, Any] = msgspec.to_builtins(args)
            self.steps.append(Step(at_ms, person, args.mutation, key, values))
        return lambda ordinal: born_id(writer, key, ordinal)

    def told(self) -> list[Step]:
        """All steps by time; those of one moment in the order in which they were written."""
        return sorted(self.steps, key=lambda step: step.at_ms)

    def local(self, at_ms: int) -> datetime:
        return datetime.fromtimestamp(at_ms / 1000, self.zone)

    def day(self, offset: int) -> datetime:
        """Midnight of today plus some days, on the wall clock of the city."""
        if offset not in self._days:
            today = self.local(self.now_ms).replace(hour=0, minute=0, second=0, microsecond=0)
            wall = today.replace(tzinfo=None) + timedelta(days=offset)
            self._days[offset] = wall.replace(tzinfo=self.zone)
        return self._days[offset]

    def at(self, day: int, minute: int) -> int:
        """The instant of a minute of a day, today being day 0."""
        wall = self.day(day).replace(tzinfo=None) + timedelta(minutes=minute)
        return round(wall.replace(tzinfo=self.zone).timestamp() * 1000)

    def wall(self, at_ms: int) -> str:
        """What a window's start looks like: 2026-03-01T09:30."""
        return self.local(at_ms).strftime("%Y-%m-%dT%H:%M")

    def chance(self, label: str) -> random.Random:
        """Chance that falls the same way in every run."""
        return random.Random(f"fieldward:{self.city}:{label}")
