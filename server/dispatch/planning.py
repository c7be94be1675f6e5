"""Open orders laid out over the next days: what `assign_all` proposes, before it is decided."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from geo.assign_all import Assigned, Unassigned, assign_all
from geo.latlon import LonLat
from geo.model import Busy, OpenJob, Span, Technician
from server.appointments.windows import local_minute
from server.dispatch import fleet, queries
from server.dispatch.authority import must_dispatch, territories_of
from server.dispatch.calendar import day_span
from server.dispatch.crew import crew
from server.dispatch.queries import OpenVisit, Order
from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.work_orders.lifecycle import ASSIGNABLE
from server.work_orders.schema import Grade, WorkOrderState

ORDERS_MAX = 500
DAYS_MAX = 14
DAY_MS = 24 * 3_600_000
TURN_OF: dict[str, int] = {Grade.URGENT: 1, Grade.NORMAL: 2, Grade.MINOR: 3}
WAITING = tuple(s.value for s in ASSIGNABLE if s is not WorkOrderState.ON_HOLD)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One order for one technician: the arguments of `appointment.assign`."""

    work_order_id: str
    technician_id: str
    start_local: str
    zone: str
    duration_min: int


class Plan(msgspec.Struct, frozen=True):
    """`unassigned` with everybody's reasons; `unknown` are ids not in sight or not open."""

    proposals: tuple[Proposal, ...]
    unassigned: tuple[Unassigned, ...]
    unknown: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True):
    """The orders of one zone with what is known about them."""

    orders: list[Order]
    visits: dict[str, OpenVisit]
    points: dict[str, LonLat]
    declined: dict[str, frozenset[str]]


def plan(
    connection: Connection,
    actor: Actor,
    work_order_ids: Collection[str] | None,
    from_day: date,
    days: int,
    now_ms: int,
) -> Plan:
    """A fixed number of statements. Raises ProblemError not_allowed.

    Without ids: every order in sight that waits for somebody, up to ORDERS_MAX. Days are those of
    each order's own zone.
    """
    must_dispatch(actor)
    tx = Tx(connection, actor.tenant_id)
    wanted = _wanted(tx, actor, work_order_ids)
    zone_of = queries.zones(tx)
    by_zone: dict[str, list[Order]] = defaultdict(list)
    for order in wanted.orders:
        by_zone[zone_of[order.territory_id]].append(order)
    spans = {zone: _days(from_day, days, ZoneInfo(zone)) for zone in by_zone}
    team = _team(tx, actor, wanted, [span for each in spans.values() for span in each])
    users = {technician.id: user_id for technician, user_id in team}
    technicians = [technician for technician, _ in team]
    proposals: list[Proposal] = []
    unassigned: list[Unassigned] = []
    for zone in sorted(by_zone):
        jobs = [_job(order, wanted, users, now_ms) for order in by_zone[zone]]
        made = assign_all(jobs, technicians, spans[zone], now_ms)
        unassigned.extend(made.unassigned)
        proposals.extend(_proposal(given, jobs, zone) for given in made.assigned)
        technicians = _with_load(technicians, made.assigned, jobs)
    found = {order.id for order in wanted.orders}
    unknown = tuple(sorted(set(work_order_ids or ()) - found))
    return Plan(tuple(proposals), tuple(unassigned), unknown)


def _wanted(tx: Tx, actor: Actor, ids: Collection[str] | None) -> Wanted:
    """Orders that wait: open to be assigned, without anybody on the way."""
    if ids is not None:
        seen = queries.seen_by(tx, actor.user_id, ids)
    else:
        seen = queries.seen_in_states(tx, actor.user_id, WAITING)
    visits = queries.open_visits(tx, [order.id for order in seen])
    orders = [o for o in seen if o.state in ASSIGNABLE and not _is_taken(visits.get(o.id))]
    orders = sorted(orders, key=_urgency)[:ORDERS_MAX]
    location_ids = {order.location_id for order in orders if order.location_id is not None}
    declined = queries.refusals(tx, [order.id for order in orders])
    return Wanted(orders, visits, queries.points(tx, location_ids), declined)


def _urgency(order: Order) -> tuple[int, int, str]:
    return TURN_OF[order.grade], order.arrival_due_ms or order.reported_ms, order.id


def _is_taken(visit: OpenVisit | None) -> bool:
    return visit is not None and visit.technician_id is not None


def _days(from_day: date, days: int, zone: ZoneInfo) -> list[Span]:
    return [day_span(from_day + timedelta(days=number), zone) for number in range(days)]


def _team(
    tx: Tx, actor: Actor, wanted: Wanted, days: Collection[Span]
) -> list[tuple[Technician, str]]:
    """Technicians with their users' ids; visits bring their places along, for the way between."""
    if not days:
        return []
    whole = Span(min(d.start_ms for d in days), max(d.end_ms for d in days) + DAY_MS)
    skill_ids = {order.skill_id for order in wanted.orders if order.skill_id is not None}
    roster = fleet.roster(tx, skill_ids, whole)
    visits = roster.visits.rows.values()
    location_of = queries.location_of_orders(tx, {visit.work_order_id for visit in visits})
    points = queries.points(tx, set(location_of.values()))
    places = {
        visit.id: points[location_of[visit.work_order_id]]
        for visit in visits
        if location_of.get(visit.work_order_id) in points
    }
    user_of = {one.id: one.user_id for one in roster.technicians.rows.values()}
    found = crew(roster, whole, whole, territories_of(actor), places)
    return [(one, user_of[one.id]) for one in found]


def _job(order: Order, wanted: Wanted, users: dict[str, str], now_ms: int) -> OpenJob:
    """A visit that lost its technician keeps the time promised, while that can be kept."""
    visit = wanted.visits.get(order.id)
    declined = wanted.declined.get(order.id, frozenset[str]())
    is_promised = visit is not None and visit.start_ms >= now_ms
    promised = (Span(visit.start_ms, visit.start_ms),) if visit and is_promised else ()
    return OpenJob(
        id=order.id,
        place=wanted.points.get(order.location_id) if order.location_id else None,
        duration_min=visit.duration_min if visit else order.duration_min,
        skill=order.skill_id,
        level=order.skill_level,
        territory_id=order.territory_id,
        refused_by=frozenset(t for t, user_id in users.items() if user_id in declined),
        appointment_id=visit.id if visit else None,
        grade=TURN_OF[order.grade],
        due_ms=order.arrival_due_ms,
        reported_ms=order.reported_ms,
        windows=promised,
    )


def _proposal(given: Assigned, jobs: list[OpenJob], zone: str) -> Proposal:
    job = next(job for job in jobs if job.id == given.job_id)
    return Proposal(
        work_order_id=given.job_id,
        technician_id=given.technician_id,
        start_local=local_minute(given.start_ms, zone),
        zone=zone,
        duration_min=job.duration_min,
    )


def _with_load(
    technicians: list[Technician], assigned: Collection[Assigned], jobs: list[OpenJob]
) -> list[Technician]:
    """The same people with what they were just given: the next zone shares them."""
    place_of = {job.id: job.place for job in jobs}
    more: dict[str, list[Busy]] = defaultdict(list)
    for given in assigned:
        busy = Busy(given.job_id, given.start_ms, given.end_ms, place_of[given.job_id])
        more[given.technician_id].append(busy)
    return [
        msgspec.structs.replace(one, busy=(*one.busy, *more[one.id])) if one.id in more else one
        for one in technicians
    ]
