"""Who could take an order at a time, nearest first, and why; who could not, and why not."""

from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from geo.model import MINUTE_MS, Job, Span
from geo.rank import Excluded, Fit, Ranking, Why, rank
from server.dispatch import queries
from server.dispatch.authority import must_dispatch, territories_of
from server.dispatch.calendar import day_span, local_date
from server.dispatch.crew import crew
from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.problems import ProblemError
from server.work_orders.schema import WorkOrder
from server.work_orders.tables import WORK_ORDERS

GRAIN_MS = 15 * MINUTE_MS
NEAREST_MAX = 50


class Seen(msgspec.Struct, frozen=True):
    """Where the distance is measured from; a home has no age."""

    source: str
    age_ms: int | None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    technician_id: str
    name: str
    distance_m: int
    travel_s: int
    position: Seen
    skill_level: int | None
    load: int
    shift_end_ms: int
    facts: tuple[Why, ...]


class Nearest(msgspec.Struct, frozen=True, kw_only=True):
    """`fits` are the first k of `fit_count`, nearest first."""

    work_order_id: str
    at_ms: int
    zone: str
    duration_min: int
    fits: tuple[Candidate, ...]
    fit_count: int
    excluded: tuple[Excluded, ...]


def nearest(
    connection: Connection, actor: Actor, work_order_id: str, at_ms: int | None, k: int, now_ms: int
) -> Nearest:
    """Eleven statements or fewer. Raises ProblemError not_allowed, not_found.

    Without `at_ms` it is the time promised by the order's open visit if that is still to come,
    else the next quarter of an hour.
    """
    must_dispatch(actor)
    tx = Tx(connection, actor.tenant_id)
    found = queries.seen_by(tx, actor.user_id, WORK_ORDERS.c.id == work_order_id)
    if not found:
        raise ProblemError("not_found")
    order = found[0]
    zone = queries.zones(tx)[order.territory_id]
    job, ranking = _rank(tx, actor, order, at_ms, ZoneInfo(zone), min(k, NEAREST_MAX), now_ms)
    return Nearest(
        work_order_id=order.id,
        at_ms=job.start_ms,
        zone=zone,
        duration_min=job.duration_min,
        fits=tuple(_candidate(fit) for fit in ranking.fit),
        fit_count=ranking.fit_count,
        excluded=ranking.excluded,
    )


def _rank(
    tx: Tx, actor: Actor, order: WorkOrder, at_ms: int | None, zone: ZoneInfo, k: int, now_ms: int
) -> tuple[Job, Ranking]:
    visit = queries.open_visits(tx, [order.id]).get(order.id)
    if at_ms is None and visit is not None and visit.start_ms >= now_ms:
        at_ms = visit.start_ms
    start_ms = next_grain(now_ms) if at_ms is None else at_ms
    skill_ids = [] if order.skill_id is None else [order.skill_id]
    day = day_span(local_date(start_ms, zone), zone)
    duration_min = visit.duration_min if visit else order.duration_min
    reach = Span(day.start_ms, max(day.end_ms, start_ms + duration_min * MINUTE_MS))
    roster = queries.roster(tx, skill_ids, reach)
    declined = queries.refusals(tx, [order.id]).get(order.id, frozenset())
    place = None
    if order.location_id is not None:
        place = queries.points(tx, [order.location_id]).get(order.location_id)
    job = Job(
        id=order.id,
        place=place,
        duration_min=duration_min,
        start_ms=start_ms,
        skill=order.skill_id,
        level=order.skill_level,
        territory_id=order.territory_id,
        refused_by=frozenset(t.id for t in roster.technicians if t.user_id in declined),
        appointment_id=visit.id if visit else None,
    )
    candidates = crew(
        roster, reach, day, territories_of(actor), but_visit_id=visit.id if visit else None
    )
    return job, rank(job, candidates, now_ms, k)


def next_grain(at_ms: int) -> int:
    return -(-at_ms // GRAIN_MS) * GRAIN_MS


def _candidate(fit: Fit) -> Candidate:
    return Candidate(
        technician_id=fit.technician_id,
        name=fit.name,
        distance_m=round(fit.distance_m),
        travel_s=fit.travel_s,
        position=Seen(fit.source.value, None if fit.age_s is None else fit.age_s * 1_000),
        skill_level=fit.skill_level,
        load=fit.load_count,
        shift_end_ms=fit.shift_end_ms,
        facts=fit.why,
    )
