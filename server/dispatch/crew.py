"""Stored lines turned into the technicians that `geo` knows. Pure."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from geo import model
from geo.latlon import LonLat
from geo.model import Span
from server.appointments.lifecycle import OPEN
from server.dispatch.calendar import day_after_ms, shift_spans
from server.dispatch.rows import (
    AbsenceLine,
    PositionLine,
    Shelf,
    ShiftLine,
    SkillLine,
    TechnicianLine,
    VisitLine,
)

NOWHERE: dict[str, LonLat] = {}


class Roster(msgspec.Struct, frozen=True):
    """Everybody who may be sent, as stored, with what bears on the time asked for."""

    technicians: Shelf[TechnicianLine]
    skills: Shelf[SkillLine]
    shifts: Shelf[ShiftLine]
    absences: Shelf[AbsenceLine]
    positions: Shelf[PositionLine]
    visits: Shelf[VisitLine]  # cancelled ones left out


def crew(
    roster: Roster,
    reach: Span,
    day: Span,
    territory_ids: frozenset[str] | None,
    places: Mapping[str, LonLat] = NOWHERE,
) -> list[model.Technician]:
    """Everybody whom somebody in charge of these territories (None: all) may send.

    `reach` bounds shifts, `day` is the job's, for the load. `places`: where the order of each
    visit is, by the visit's id; without it there are no gaps for travel.
    """
    found = [member(roster, one, reach, day, places) for one in roster.technicians.rows.values()]
    return [one for one in found if is_theirs(one, territory_ids)]


def is_theirs(one: model.Technician, territory_ids: frozenset[str] | None) -> bool:
    """Whoever goes everywhere is everybody's."""
    own = one.territory_ids
    return territory_ids is None or own is None or not own.isdisjoint(territory_ids)


def member(
    roster: Roster,
    one: TechnicianLine,
    reach: Span,
    day: Span,
    places: Mapping[str, LonLat] = NOWHERE,
) -> model.Technician:
    """One of the roster's technicians, see `crew`."""
    zone = ZoneInfo(one.zone)
    his = roster.visits.of(one.id)
    that_day = [visit for visit in his if day.start_ms <= visit.start_ms < day.end_ms]
    return model.Technician(
        id=one.id,
        name=one.name,
        position=_position(roster.positions.of(one.id)),
        home=_home(one),
        skills={held.skill_id: _skill(held, zone) for held in roster.skills.of(one.id)},
        shifts=shift_spans(roster.shifts.of(one.id), zone, reach),
        absences=tuple(Span(away.from_ms, away.to_ms) for away in roster.absences.of(one.id)),
        busy=tuple(_busy(visit, places) for visit in his if visit.state in OPEN),
        territory_ids=frozenset((one.territory_id,)) if one.territory_id else None,
        load_count=len(that_day),
        load_min=sum(visit.duration_min for visit in that_day),
        max_load=one.max_load,
    )


def without_visit(one: model.Technician, visit: VisitLine, day: Span) -> model.Technician:
    """The same person as if this visit were not his: it is being given anew."""
    counts = day.start_ms <= visit.start_ms < day.end_ms
    return msgspec.structs.replace(
        one,
        busy=tuple(busy for busy in one.busy if busy.appointment_id != visit.id),
        load_count=one.load_count - counts,
        load_min=one.load_min - counts * visit.duration_min,
    )


def _position(known: tuple[PositionLine, ...]) -> model.Position | None:
    if not known:
        return None
    return model.Position(LonLat(known[0].lon_e7, known[0].lat_e7), known[0].at_ms)


def _home(technician: TechnicianLine) -> LonLat | None:
    lon_e7, lat_e7 = technician.home_lon_e7, technician.home_lat_e7
    return None if lon_e7 is None or lat_e7 is None else LonLat(lon_e7, lat_e7)


def _skill(held: SkillLine, zone: ZoneInfo) -> model.Skill:
    """It counts on its last day too."""
    expires_ms = None if held.expires_on is None else day_after_ms(held.expires_on, zone)
    return model.Skill(held.level, expires_ms)


def _busy(visit: VisitLine, places: Mapping[str, LonLat]) -> model.Busy:
    return model.Busy(visit.id, visit.start_ms, visit.end_ms, places.get(visit.id))
