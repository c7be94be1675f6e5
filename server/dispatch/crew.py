"""Stored rows turned into the technicians that `geo` knows. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo

from geo import model
from geo.latlon import LonLat
from geo.model import Span
from server.appointments.lifecycle import OPEN
from server.appointments.schema import Appointment
from server.dispatch.calendar import day_after_ms, shift_spans
from server.dispatch.queries import Roster
from server.technicians.schema import Absence, Position, Shift, Technician, TechnicianSkill

R = TypeVar("R", TechnicianSkill, Shift, Absence, Appointment)


def crew(
    roster: Roster,
    reach: Span,
    day: Span,
    territory_ids: frozenset[str] | None,
    places: Mapping[str, LonLat] | None = None,
    but_visit_id: str | None = None,
) -> list[model.Technician]:
    """Everybody whom somebody in charge of these territories (None: all) may send.

    `reach` bounds shifts, `day` is the job's, for the load. `places`: where the order of each
    visit is, by the visit's id; without it there are no gaps for travel. `but_visit_id` is being
    given anew and is no load.
    """
    skills = _by_technician(roster.skills)
    shifts = _by_technician(roster.shifts)
    absences = _by_technician(roster.absences)
    visits = _by_technician(roster.visits)
    positions = {position.technician_id: position for position in roster.positions}
    found: list[model.Technician] = []
    for one in roster.technicians:
        if not _is_mine(one, territory_ids):
            continue
        zone = ZoneInfo(one.zone)
        his = [visit for visit in visits[one.id] if visit.id != but_visit_id]
        that_day = [visit for visit in his if day.start_ms <= visit.start_ms < day.end_ms]
        found.append(
            model.Technician(
                id=one.id,
                name=one.name,
                position=_position(positions.get(one.id)),
                home=_home(one),
                skills={held.skill_id: _skill(held, zone) for held in skills[one.id]},
                shifts=shift_spans(shifts[one.id], zone, reach),
                absences=tuple(Span(away.from_ms, away.to_ms) for away in absences[one.id]),
                busy=tuple(_busy(visit, places or {}) for visit in his if visit.state in OPEN),
                territory_ids=frozenset((one.territory_id,)) if one.territory_id else None,
                load_count=len(that_day),
                load_min=sum(visit.duration_min for visit in that_day),
                max_load=one.max_load,
            )
        )
    return found


def _by_technician(rows: Iterable[R]) -> dict[str | None, list[R]]:
    found: dict[str | None, list[R]] = defaultdict(list)
    for row in rows:
        found[row.technician_id].append(row)
    return found


def _is_mine(technician: Technician, territory_ids: frozenset[str] | None) -> bool:
    own = technician.territory_id
    return territory_ids is None or own is None or own in territory_ids


def _position(position: Position | None) -> model.Position | None:
    if position is None:
        return None
    return model.Position(LonLat(position.lon_e7, position.lat_e7), position.at_ms)


def _home(technician: Technician) -> LonLat | None:
    lon_e7, lat_e7 = technician.home_lon_e7, technician.home_lat_e7
    return None if lon_e7 is None or lat_e7 is None else LonLat(lon_e7, lat_e7)


def _skill(held: TechnicianSkill, zone: ZoneInfo) -> model.Skill:
    """It counts on its last day too."""
    expires_ms = None if held.expires_on is None else day_after_ms(held.expires_on, zone)
    return model.Skill(held.level, expires_ms)


def _busy(visit: Appointment, places: Mapping[str, LonLat]) -> model.Busy:
    return model.Busy(visit.id, visit.start_ms, visit.end_ms, places.get(visit.id))
