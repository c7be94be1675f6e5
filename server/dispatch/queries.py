"""What dispatch reads of orders: a fixed number of statements, however many there are.

Statements are made once; those of a question are the greater part of its price.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Select, bindparam, exists, literal, select

from geo.latlon import LonLat
from server.appointments.lifecycle import OPEN
from server.appointments.schema import DeclineAppointment
from server.appointments.tables import APPOINTMENTS
from server.gateway.tables import MEMBER, USER_SCOPE
from server.gateway.tx import Tx
from server.places.rules import LEVELS_MAX
from server.places.tables import LOCATIONS
from server.territories.tables import TERRITORIES
from server.work_orders.rules import DEFAULT_ZONE
from server.work_orders.tables import FACTS, WORK_ORDERS

A = APPOINTMENTS.c
OPEN_STATES = tuple(state.value for state in OPEN)
W = WORK_ORDERS.c


class Order(msgspec.Struct, frozen=True):
    """What dispatch reads of a work order."""

    id: str
    state: str
    grade: str
    territory_id: str | None
    location_id: str | None
    skill_id: str | None
    skill_level: int
    duration_min: int
    arrival_due_ms: int | None
    reported_ms: int


class OpenVisit(msgspec.Struct, frozen=True):
    """What is still to be made, by whomever."""

    id: str
    work_order_id: str
    technician_id: str | None
    start_ms: int
    duration_min: int


_TENANT: BindParameter[str] = bindparam("tenant")
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_MINE = select(USER_SCOPE.c.scope).where(
    USER_SCOPE.c.tenant_id == _TENANT,
    USER_SCOPE.c.user_id == bindparam("user"),
    USER_SCOPE.c.leave_seq.is_(None),
)
# From each order to its few memberships: a scope's members may be tens of thousands.
_HELD = exists().where(
    MEMBER.c.tenant_id == _TENANT,
    MEMBER.c.row_id == W.id,
    MEMBER.c.scope.in_(_MINE),
    MEMBER.c.leave_seq.is_(None),
)
_SEEN = select(*(W[name] for name in Order.__struct_fields__)).where(W.tenant_id == _TENANT, _HELD)
_NAMED = _SEEN.where(W.id.in_(_IDS))
_IN_STATES = _SEEN.where(W.state.in_(_IDS))
# In no order: to give them in order of their ids, SQLite would walk all of the tenant's.
_OPEN_VISITS = select(*(A[name] for name in OpenVisit.__struct_fields__)).where(
    A.tenant_id == _TENANT, A.work_order_id.in_(_IDS), A.state.in_(OPEN_STATES)
)
_REFUSALS = select(FACTS.c.work_order_id, FACTS.c.author_id).where(
    FACTS.c.tenant_id == _TENANT,
    FACTS.c.work_order_id.in_(_IDS),
    FACTS.c.verb == DeclineAppointment.mutation,
    FACTS.c.author_id.is_not(None),
)
_ZONES = select(TERRITORIES.c.id, TERRITORIES.c.zone).where(TERRITORIES.c.tenant_id == _TENANT)
_ZONE = _ZONES.where(TERRITORIES.c.id == bindparam("territory"))


def _points() -> Select[str, int, int]:
    """Up the tree to the first point: a walk stops there, so one line for each id."""
    c = LOCATIONS.c
    tree = (
        select(c.id.label("asked"), c.parent_id, c.lon_e7, c.lat_e7, literal(0).label("steps"))
        .where(c.tenant_id == _TENANT, c.id.in_(_IDS))
        .cte("tree", recursive=True)
    )
    t = tree.c
    above = (
        select(t.asked, c.parent_id, c.lon_e7, c.lat_e7, t.steps + 1)
        .join_from(tree, LOCATIONS, c.id == t.parent_id)
        .where(c.tenant_id == _TENANT, t.lon_e7.is_(None), t.steps < LEVELS_MAX)
    )
    found = tree.union_all(above).c
    return select(found.asked, found.lon_e7, found.lat_e7).where(
        found.lon_e7.is_not(None), found.lat_e7.is_not(None)
    )


_POINTS = _points()


def seen_by(tx: Tx, user_id: str, work_order_ids: Collection[str]) -> list[Order]:
    """Those of these orders that are in one of the user's scopes now."""
    asked = {"tenant": tx.tenant_id, "user": user_id, "ids": list(work_order_ids)}
    return [Order(*line) for line in tx.connection.execute(_NAMED, asked)]


def seen_in_states(tx: Tx, user_id: str, states: Collection[str]) -> list[Order]:
    """Orders in these states that are in one of the user's scopes now."""
    asked = {"tenant": tx.tenant_id, "user": user_id, "ids": list(states)}
    return [Order(*line) for line in tx.connection.execute(_IN_STATES, asked)]


def open_visits(tx: Tx, work_order_ids: Collection[str]) -> dict[str, OpenVisit]:
    """The open visit of each order; one with a technician before one without."""
    lines = tx.connection.execute(_OPEN_VISITS, _asked(tx, work_order_ids))
    found = [OpenVisit(*line) for line in lines]
    found.sort(key=lambda visit: (visit.technician_id is not None, visit.id))
    return {visit.work_order_id: visit for visit in found}


def refusals(tx: Tx, work_order_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Users who declined a visit, by order."""
    found: dict[str, frozenset[str]] = {}
    for order_id, user_id in tx.connection.execute(_REFUSALS, _asked(tx, work_order_ids)):
        found[order_id] = found.get(order_id, frozenset()) | {user_id}
    return found


def points(tx: Tx, location_ids: Collection[str]) -> dict[str, LonLat]:
    """Where each location is: its own point, or that of the nearest one above it."""
    lines = tx.connection.execute(_POINTS, _asked(tx, location_ids))
    return {asked: LonLat(lon_e7, lat_e7) for asked, lon_e7, lat_e7 in lines}


def zone_of(tx: Tx, territory_id: str | None) -> str:
    """The zone of one territory; without one, the firm's."""
    if territory_id is None:
        return DEFAULT_ZONE
    asked = {"tenant": tx.tenant_id, "territory": territory_id}
    line = tx.connection.execute(_ZONE, asked).first()
    return line.zone if line else DEFAULT_ZONE


def zones(tx: Tx) -> dict[str | None, str]:
    """The zone of each territory; without one, the firm's."""
    lines = tx.connection.execute(_ZONES, {"tenant": tx.tenant_id})
    return {each.id: each.zone for each in lines} | {None: DEFAULT_ZONE}


def location_of_orders(tx: Tx, work_order_ids: Iterable[str]) -> dict[str, str]:
    """Location ids of those orders that have one."""
    query = select(W.id, W.location_id).where(
        W.tenant_id == tx.tenant_id, W.id.in_(set(work_order_ids)), W.location_id.is_not(None)
    )
    return {line.id: line.location_id for line in tx.connection.execute(query)}


def _asked(tx: Tx, ids: Collection[str]) -> dict[str, Any]:
    return {"tenant": tx.tenant_id, "ids": list(ids)}
