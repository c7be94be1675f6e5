"""What dispatch reads: a fixed number of statements, however many technicians and orders."""

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import ColumnElement, literal, select

from geo.latlon import LonLat
from geo.model import Span
from server.appointments.lifecycle import OPEN
from server.appointments.schema import Appointment, AppointmentState, DeclineAppointment
from server.appointments.tables import APPOINTMENTS
from server.gateway.tables import MEMBER, USER_SCOPE
from server.gateway.tx import Tx
from server.places.rules import LEVELS_MAX
from server.places.tables import LOCATIONS
from server.technicians.schema import Absence, Position, Shift, Technician, TechnicianSkill
from server.technicians.tables import ABSENCES, SHIFTS, TECHNICIAN_SKILLS, TECHNICIANS
from server.territories.schema import Territory
from server.work_orders.rules import DEFAULT_ZONE
from server.work_orders.schema import WorkOrder
from server.work_orders.tables import FACTS, WORK_ORDERS

A = APPOINTMENTS.c
OPEN_STATES = tuple(state.value for state in OPEN)
W = WORK_ORDERS.c


class Roster(msgspec.Struct, frozen=True):
    """Everybody who may be sent, as stored, with what bears on the time asked for."""

    technicians: list[Technician]
    skills: list[TechnicianSkill]
    shifts: list[Shift]
    absences: list[Absence]
    positions: list[Position]
    visits: list[Appointment]  # of anybody, cancelled ones left out


def roster(tx: Tx, skill_ids: Collection[str], reach: Span) -> Roster:
    """Six statements."""
    s = TECHNICIAN_SKILLS.c
    return Roster(
        technicians=tx.rows(Technician, TECHNICIANS.c.is_active.is_(True)),
        skills=tx.rows(TechnicianSkill, s.is_active.is_(True), s.skill_id.in_(skill_ids)),
        shifts=tx.rows(Shift, SHIFTS.c.is_active.is_(True)),
        absences=tx.rows(
            Absence,
            ABSENCES.c.is_active.is_(True),
            ABSENCES.c.from_ms < reach.end_ms,
            ABSENCES.c.to_ms > reach.start_ms,
        ),
        positions=tx.rows(Position),
        visits=tx.rows(
            Appointment,
            A.technician_id.is_not(None),
            A.state != AppointmentState.CANCELLED.value,
            A.start_ms < reach.end_ms,
            A.end_ms > reach.start_ms,
        ),
    )


def seen_by(tx: Tx, user_id: str, *where: ColumnElement[bool]) -> list[WorkOrder]:
    """Orders that are in one of the user's scopes now."""
    m, u = MEMBER.c, USER_SCOPE.c
    held = (
        select(m.row_id)
        .join(USER_SCOPE, (u.tenant_id == m.tenant_id) & (u.scope == m.scope))
        .where(m.tenant_id == tx.tenant_id, m.leave_seq.is_(None))
        .where(u.user_id == user_id, u.leave_seq.is_(None))
    )
    return tx.rows(WorkOrder, W.id.in_(held), *where)


def open_visits(tx: Tx, work_order_ids: Collection[str]) -> dict[str, Appointment]:
    """The open visit of each order; one with a technician before one without."""
    found = tx.rows(Appointment, A.work_order_id.in_(work_order_ids), A.state.in_(OPEN_STATES))
    found.sort(key=lambda visit: visit.technician_id is not None)
    return {visit.work_order_id: visit for visit in found}


def refusals(tx: Tx, work_order_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Users who declined a visit, by order."""
    f = FACTS.c
    query = select(f.work_order_id, f.author_id).where(
        f.tenant_id == tx.tenant_id,
        f.work_order_id.in_(work_order_ids),
        f.verb == DeclineAppointment.mutation,
        f.author_id.is_not(None),
    )
    found: dict[str, frozenset[str]] = {}
    for line in tx.connection.execute(query):
        found[line.work_order_id] = found.get(line.work_order_id, frozenset()) | {line.author_id}
    return found


def points(tx: Tx, location_ids: Collection[str]) -> dict[str, LonLat]:
    """Where each location is: its own point, or that of the nearest one above it."""
    c = LOCATIONS.c
    tree = (
        select(c.id.label("asked"), c.parent_id, c.lon_e7, c.lat_e7, literal(0).label("steps"))
        .where(c.tenant_id == tx.tenant_id, c.id.in_(location_ids))
        .cte("tree", recursive=True)
    )
    t = tree.c
    above = (
        select(t.asked, c.parent_id, c.lon_e7, c.lat_e7, t.steps + 1)
        .join_from(tree, LOCATIONS, c.id == t.parent_id)
        .where(c.tenant_id == tx.tenant_id, t.lon_e7.is_(None), t.steps < LEVELS_MAX)
    )
    tree = tree.union_all(above)
    query = select(tree.c.asked, tree.c.lon_e7, tree.c.lat_e7).where(
        tree.c.lon_e7.is_not(None), tree.c.lat_e7.is_not(None)
    )
    lines = tx.connection.execute(query)  # a walk stops at its first point: one line each
    return {line.asked: LonLat(line.lon_e7, line.lat_e7) for line in lines}


def zones(tx: Tx) -> dict[str | None, str]:
    """The zone of each territory; without one, the firm's."""
    named: dict[str | None, str] = {each.id: each.zone for each in tx.rows(Territory)}
    return named | {None: DEFAULT_ZONE}


def location_of_orders(tx: Tx, work_order_ids: Iterable[str]) -> dict[str, str]:
    """Location ids of those orders that have one."""
    query = select(W.id, W.location_id).where(
        W.tenant_id == tx.tenant_id, W.id.in_(set(work_order_ids)), W.location_id.is_not(None)
    )
    return {line.id: line.location_id for line in tx.connection.execute(query)}
