"""Who could take an order, found by trying every technician at every five minutes.

Written down once more from the rules as people state them, so that it shares nothing with the
planner but the rows and the model of travel.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.latlon import LonLat, distance_m
from geo.travel import LineModel
from server.appointments.schema import Appointment
from server.places.schema import Location
from server.technicians.schema import Absence, Shift, Technician, TechnicianSkill
from server.work_orders.schema import WorkOrder
from tests.server.imports.town import NOW_MS, ZONE, Town

MINUTE_MS = 60_000
STEP_MS = 5 * MINUTE_MS
LINE_TOLERANCE = 1.01  # the planner measures on the sphere


class Exhaustive:
    """Everything of the firm that bears on who can go, as stored."""

    def __init__(self, days: list[date]) -> None:
        self._days = days
        self._visits: dict[str, list[tuple[int, int, LonLat]]] = defaultdict(list)
        self._skills: dict[str, dict[str, TechnicianSkill]] = defaultdict(dict)
        self._shifts: dict[str, list[Shift]] = defaultdict(list)
        self._absences: dict[str, list[Absence]] = defaultdict(list)
        self._technicians: list[Technician] = []
        self._places: dict[str, Location] = {}
        self._travel = LineModel()

    async def load(self, town: Town) -> None:
        self._technicians = [each for each in await town.rows(Technician) if each.is_active]
        self._places = {each.id: each for each in await town.rows(Location)}
        for skill in await town.rows(TechnicianSkill):
            if skill.is_active:
                self._skills[skill.technician_id][skill.skill_id] = skill
        for shift in await town.rows(Shift):
            if shift.is_active:
                self._shifts[shift.technician_id].append(shift)
        for absence in await town.rows(Absence):
            if absence.is_active:
                self._absences[absence.technician_id].append(absence)
        orders = {each.id: each for each in await town.rows(WorkOrder)}
        for visit in await town.rows(Appointment):
            place = self._point(orders[visit.work_order_id])
            if visit.technician_id is not None and place is not None:
                span = (visit.start_ms, visit.end_ms, place)
                self._visits[visit.technician_id].append(span)

    def feasible(self, order: WorkOrder) -> tuple[str, int] | None:
        """Some technician and start that break no rule; None when there is none."""
        place = self._point(order)
        if place is None:
            return None
        for technician in self._technicians:
            if technician.territory_id not in (None, order.territory_id):
                continue
            held = self._skills[technician.id].get(order.skill_id or "")
            if order.skill_id is not None and (held is None or held.level < order.skill_level):
                continue
            last = held.expires_on if held else None
            taken = self._taken(technician, place)
            duration_ms = order.duration_min * MINUTE_MS
            for start_ms in self._starts(technician, order, last):
                end_ms = start_ms + duration_ms
                if not any(from_ms < end_ms and start_ms < to_ms for from_ms, to_ms in taken):
                    return technician.id, start_ms
        return None

    def _point(self, order: WorkOrder) -> LonLat | None:
        location = self._places.get(order.location_id or "")
        if location is None or location.lon_e7 is None or location.lat_e7 is None:
            return None
        return LonLat(location.lon_e7, location.lat_e7)

    def _starts(self, technician: Technician, order: WorkOrder, last: str | None) -> Iterator[int]:
        """Every five minutes of each shift that leaves room for the visit."""
        for day in self._days:
            if last is not None and day.isoformat() > last:
                continue
            midnight, night = midnight_ms(day), midnight_ms(day + timedelta(days=1))
            visits = self._visits[technician.id]
            if sum(midnight <= visit[0] < night for visit in visits) >= technician.max_load:
                continue
            for shift in self._shifts[technician.id]:
                if shift.weekday != day.weekday():
                    continue
                begin_ms = max(wall_ms(day, shift.start_min, technician.zone), NOW_MS)
                end_ms = wall_ms(day, shift.end_min, technician.zone)
                latest_ms = end_ms - order.duration_min * MINUTE_MS
                yield from range(begin_ms, latest_ms + 1, STEP_MS)

    def _taken(self, technician: Technician, place: LonLat) -> list[tuple[int, int]]:
        """His absences, and his visits with the way from them to the place and back."""
        spans = [(each.from_ms, each.to_ms) for each in self._absences[technician.id]]
        for from_ms, to_ms, there in self._visits[technician.id]:
            gap_ms = self._gap_ms(place, there)
            spans.append((from_ms - gap_ms, to_ms + gap_ms))
        return spans

    def _gap_ms(self, here: LonLat, there: LonLat) -> int:
        return self._travel.travel_s(distance_m(here, there) * LINE_TOLERANCE) * 1000


def midnight_ms(day: date) -> int:
    return int(datetime.combine(day, time(), ZONE).timestamp() * 1000)


def wall_ms(day: date, minute: int, zone: str) -> int:
    wall = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(minutes=minute)
    return int(wall.timestamp() * 1000)
