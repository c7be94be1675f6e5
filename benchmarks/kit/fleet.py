"""A firm with 1,000 technicians and a day of 10,000 appointments in a SQLite file.

Its office, territories and skills come in by mutations. At some 14 ms a mutation the fleet and its
day would take minutes, so those are laid in by bulk: lines made from the same row types.
"""

import asyncio
import random
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.kit.bulk import Bulk
from server.app import open_gateway
from server.appointments.schema import Appointment, AppointmentState
from server.appointments.windows import local_minute
from server.db.migrate import upgrade, with_connection
from server.firm import create_firm
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.scope import territory_scope
from server.identity.sessions import Sessions, actor_of_user
from server.places.schema import Location
from server.settings import Settings
from server.technicians.schema import Absence, Position, Shift, Technician, TechnicianSkill
from server.work_orders.schema import WorkOrder, WorkOrderState
from sync.ids import born_id

TENANT = "00000000-0000-7000-8000-0000000000f2"
TOKEN = "a dispatcher's token"
ZONE = "Asia/Shanghai"
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
MONDAY_MS = 1_767_542_400_000  # 2026-01-05 00:00 in Shanghai
NOW_MS = MONDAY_MS + 10 * HOUR_MS
VISITS_EACH = 10
HALF_HOURS = 20  # of a working day, from 08:00
SKILLS, TERRITORIES, WAITING = 6, 5, 240
LON_E7, LAT_E7, SPREAD_E7 = 1_214_700_000, 312_300_000, 1_200_000
PATTERNS = ((480, 1_080), (480, 1_080), (420, 960), (600, 1_200))


class Fleet(msgspec.Struct):
    """What can be asked about: nobody has the `waiting` orders yet, the n-th technician has the
    skill that the n-th asks for."""

    dispatcher: Actor
    technicians: list[str]
    waiting: list[str]


class _Day:
    """Draws the fleet and its day."""

    def __init__(self, rng: random.Random, territories: list[str], skills: list[str]) -> None:
        self.rng = rng
        self.bulk = Bulk(rng, TENANT)
        self.territories = territories
        self.skills = skills
        self.first_skills: list[str] = []  # one of each technician

    def technician(self, number: int) -> str:
        """Two skills of six, six shifts a week; one in ten is away, one in ten not seen lately;
        two in five go everywhere."""
        rng, bulk = self.rng, self.bulk
        mine = None if rng.random() < 0.4 else rng.choice(self.territories)
        scope = territory_scope(mine)
        home = self._point()
        one = bulk.add(
            Technician,
            scope,
            user_id=f"00000000-0000-4000-8000-{number:012d}",
            name=f"师傅{number:04}",
            territory_id=mine,
            zone=ZONE,
            home_lon_e7=home["lon_e7"],
            home_lat_e7=home["lat_e7"],
            max_load=rng.choice((10, 12, 12, 12)),
        )
        held = rng.sample(self.skills, 2)
        self.first_skills.append(held[0])
        for skill_id in held:
            level = rng.randint(1, 3)
            bulk.add(TechnicianSkill, scope, technician_id=one, skill_id=skill_id, level=level)
        start_min, end_min = rng.choice(PATTERNS)
        for weekday in range(6):
            times = {"start_min": start_min, "end_min": end_min}
            bulk.add(Shift, scope, technician_id=one, weekday=weekday, **times)
        if rng.random() < 0.1:
            away = {"from_ms": MONDAY_MS, "to_ms": MONDAY_MS + 48 * HOUR_MS}
            bulk.add(Absence, scope, technician_id=one, **away)
        if rng.random() < 0.9:
            at_ms = NOW_MS - rng.randint(1, 90) * MINUTE_MS
            seen: dict[str, Any] = {"source": "gps", "datum": "wgs84", "at_ms": at_ms}
            bulk.add(Position, scope, technician_id=one, **seen, **self._point())
        return one

    def visits(self, technician_id: str) -> None:
        """Ten of the day's half hours, each an order of its own."""
        for slot in self.rng.sample(range(HALF_HOURS), VISITS_EACH):
            start_ms = MONDAY_MS + 8 * HOUR_MS + slot * 30 * MINUTE_MS
            territory_id = self.rng.choice(self.territories)
            done = start_ms < NOW_MS - HOUR_MS
            state = AppointmentState.COMPLETED if done else AppointmentState.DISPATCHED
            self.bulk.add(
                Appointment,
                territory_scope(territory_id),
                work_order_id=self.order(territory_id, WorkOrderState.ASSIGNED),
                technician_id=technician_id,
                state=state,
                start_local=local_minute(start_ms, ZONE),
                zone=ZONE,
                duration_min=30,
                start_ms=start_ms,
                end_ms=start_ms + 30 * MINUTE_MS,
            )

    def waiting(self, number: int) -> str:
        skill_id = self.first_skills[number]
        return self.order(self.rng.choice(self.territories), WorkOrderState.TRIAGED, skill_id)

    def order(self, territory_id: str, state: WorkOrderState, skill_id: str | None = None) -> str:
        scope = territory_scope(territory_id)
        place = {"radius_m": 200, "territory_id": territory_id}
        location = self.bulk.add(Location, scope, name="阳光路1号", **place, **self._point())
        return self.bulk.add(
            WorkOrder,
            scope,
            title="漏水",
            state=state,
            location_id=location,
            territory_id=territory_id,
            skill_id=skill_id or self.rng.choice(self.skills),
            skill_level=1,
            duration_min=30,
            reported_ms=NOW_MS - 24 * HOUR_MS,
        )

    def _point(self) -> dict[str, int]:
        rng = self.rng
        return {
            "lon_e7": LON_E7 + round(rng.gauss(0, SPREAD_E7)),
            "lat_e7": LAT_E7 + round(rng.gauss(0, SPREAD_E7)),
        }


async def _office(gateway: Gateway) -> tuple[Actor, list[str], list[str]]:
    """The dispatcher, the territories and the skills."""

    async def done(key: str, name: str, /, **args: Any) -> str:
        result = await gateway.submit_system(TENANT, name, args, key)
        if result.outcome != "accepted":
            raise RuntimeError(f"{name}: {result.reason} {result.detail}")
        return born_id("system:", key, 0)

    territories = [
        await done(f"t{n}", "territory.add", name=f"片区{n}", zone=ZONE) for n in range(TERRITORIES)
    ]
    skills = [
        await done(f"s{n}", "skill.add", code=f"s{n}", name_zh=f"工种{n}", name_en=f"Trade {n}")
        for n in range(SKILLS)
    ]
    user_id = await done("min", "user.add", login="min", name="敏姐", roles=["dispatcher"])
    actor = await gateway.read(lambda c: actor_of_user(c, TENANT, user_id, ""))
    if actor is None:
        raise RuntimeError("the dispatcher was not stored")
    await Sessions(gateway).open(actor, TOKEN, is_cookie=False)
    return actor, territories, skills


async def found(data_dir: Path, crew: int) -> tuple[Settings, Fleet]:
    """A new database with the firm; sign in with TOKEN. Stands at NOW_MS."""
    settings = Settings(data_dir=data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    # Off the loop: migrations run a loop of their own.
    await asyncio.to_thread(upgrade, settings.url)
    firm = partial(create_firm, tenant_id=TENANT, name="维保公司", epoch="abcdefgh", now_ms=NOW_MS)
    await asyncio.to_thread(with_connection, settings.url, firm)
    gateway = open_gateway(settings, lambda: NOW_MS)
    await gateway.start()
    try:
        actor, territories, skills = await _office(gateway)
        day = _Day(random.Random(20260105), territories, skills)
        technicians = [day.technician(number) for number in range(crew)]
        for technician_id in technicians:
            day.visits(technician_id)
        waiting = [day.waiting(number) for number in range(WAITING)]
        await gateway.database.change(lambda c: day.bulk.store(c, seq=1))
    finally:
        await gateway.stop()
    return settings, Fleet(actor, technicians, waiting)
