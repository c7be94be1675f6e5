"""Who could take an order at a time, nearest first, and why; who could not, and why not."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from geo.model import MINUTE_MS, Job, Span, Technician
from geo.rank import Excluded, Fit, Why, rank
from server.dispatch import queries
from server.dispatch.authority import must_dispatch, territories_of
from server.dispatch.calendar import day_span, local_date
from server.dispatch.crew import is_theirs, without_visit
from server.dispatch.queries import OpenVisit, Order
from server.dispatch.reasons import counted
from server.dispatch.rosters import Rosters, Sheet
from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.problems import ProblemError

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
    """`fits` are the first k of `fit_count`, nearest first; `excluded` by name, everybody or as
    many as were asked for of `excluded_count`. `reasons` counts those of all, the most frequent
    first: `{code, count}`."""

    work_order_id: str
    at_ms: int
    zone: str
    duration_min: int
    fits: tuple[Candidate, ...]
    fit_count: int
    excluded: tuple[Excluded, ...]
    excluded_count: int
    reasons: tuple[dict[str, Any], ...]


def nearest(
    connection: Connection,
    actor: Actor,
    work_order_id: str,
    at_ms: int | None,
    k: int,
    now_ms: int,
    rosters: Rosters,
    excluded_max: int | None = None,
) -> Nearest:
    """Twelve statements or fewer, see `Rosters.at`. Raises ProblemError not_allowed, not_found.

    Without `at_ms` it is the time promised by the order's open visit if that is still to come,
    else the next quarter of an hour.
    """
    must_dispatch(actor)
    tx = Tx(connection, actor.tenant_id)
    found = queries.seen_by(tx, actor.user_id, [work_order_id])
    if not found:
        raise ProblemError("not_found")
    order = found[0]
    zone = queries.zone_of(tx, order.territory_id)
    visit = queries.open_visits(tx, [order.id]).get(order.id)
    if at_ms is None and visit is not None and visit.start_ms >= now_ms:
        at_ms = visit.start_ms
    start_ms = next_grain(now_ms) if at_ms is None else at_ms
    day = day_span(local_date(start_ms, ZoneInfo(zone)), ZoneInfo(zone))
    job = _job(tx, order, visit, start_ms)
    book, sheet = rosters.at(tx, Span(day.start_ms, max(day.end_ms, job.end_ms)), day)
    declined = queries.refusals(tx, [order.id]).get(order.id)
    if declined:
        everybody = book.technicians.rows.values()
        refused_by = frozenset(one.id for one in everybody if one.user_id in declined)
        job = msgspec.structs.replace(job, refused_by=refused_by)
    ranking = rank(job, _candidates(sheet, actor, job, day), now_ms, min(k, NEAREST_MAX))
    return Nearest(
        work_order_id=order.id,
        at_ms=job.start_ms,
        zone=zone,
        duration_min=job.duration_min,
        fits=tuple(_candidate(fit) for fit in ranking.fit),
        fit_count=ranking.fit_count,
        excluded=ranking.excluded[:excluded_max],
        excluded_count=len(ranking.excluded),
        reasons=tuple(counted(ranking.excluded)),
    )


def _job(tx: Tx, order: Order, visit: OpenVisit | None, start_ms: int) -> Job:
    place = None
    if order.location_id is not None:
        place = queries.points(tx, [order.location_id]).get(order.location_id)
    return Job(
        id=order.id,
        place=place,
        duration_min=visit.duration_min if visit else order.duration_min,
        start_ms=start_ms,
        skill=order.skill_id,
        level=order.skill_level,
        territory_id=order.territory_id,
        appointment_id=visit.id if visit else None,
    )


def _candidates(sheet: Sheet, actor: Actor, job: Job, day: Span) -> list[Technician]:
    """Everybody whom the author may send; the order's own visit is nobody's load."""
    territory_ids = territories_of(actor)
    crew = list(sheet.crew.values())
    if territory_ids is not None:
        crew = [one for one in crew if is_theirs(one, territory_ids)]
    own = sheet.visits.rows.get(job.appointment_id) if job.appointment_id else None
    if own is None:
        return crew
    return [without_visit(one, own, day) if one.id == own.technician_id else one for one in crew]


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
