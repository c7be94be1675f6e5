"""What the firm already holds that an import has to know: a fixed number of statements."""

from typing import Any

import msgspec
from sqlalchemy import select

from geo.latlon import LonLat
from server.customers.schema import Contact, Customer
from server.customers.tables import CONTACTS, CUSTOMERS
from server.dispatch.queries import points
from server.gateway.tables import EVENT
from server.gateway.tx import Tx
from server.imports.following import Now, Told
from server.places.schema import Location
from server.places.tables import LOCATIONS
from server.technicians.schema import Skill
from server.territories import rules
from server.territories.schema import Territory
from server.territories.tables import TERRITORIES
from server.work_orders.schema import (
    EditWorkOrder,
    PlaceWorkOrder,
    ReportWorkOrder,
    TriageWorkOrder,
    WorkOrder,
)
from server.work_orders.tables import WORK_ORDERS
from sync.ids import born_id

WRITER = "import"


class Firm(msgspec.Struct, frozen=True):
    """`orders` and `told` by the row's key in the register; the other ids by code or name."""

    skills: dict[str, str]
    locations: dict[str, str]
    customers: dict[str, str]
    contacts: dict[tuple[str, str, str], str]  # (customer's id, name, phone)
    outlines: tuple[str, ...]
    orders: dict[str, Now]
    told: dict[str, Told]

    def is_served(self, place: LonLat) -> bool:
        """Whether some territory holds the place."""
        return any(rules.is_inside(outline, place) for outline in self.outlines)


def standing(tx: Tx, register: str) -> Firm:
    """The firm as it is before the import."""
    known = tx.rows(
        WorkOrder, WORK_ORDERS.c.external_ref.startswith(f"{register}:", autoescape=True)
    )
    told = {each.order_id: each for each in _told(tx, register).values()}
    there = points(tx, {order.location_id for order in known if order.location_id})
    prefix = len(register) + 1
    customers = tx.rows(Customer, CUSTOMERS.c.is_active.is_(True))
    contacts = tx.rows(Contact, CONTACTS.c.customer_id.in_([each.id for each in customers]))
    return Firm(
        skills={each.code: each.id for each in tx.rows(Skill) if each.is_active},
        locations={
            each.code: each.id
            for each in tx.rows(Location, LOCATIONS.c.code != "", LOCATIONS.c.is_active.is_(True))
        },
        customers={each.name: each.id for each in reversed(customers)},
        contacts={
            (each.customer_id, each.name, each.phone): each.id for each in reversed(contacts)
        },
        outlines=tuple(
            each.outline for each in tx.rows(Territory, TERRITORIES.c.is_active.is_(True))
        ),
        orders={
            order.external_ref[prefix:]: Now(order, _point(order, told.get(order.id), there))
            for order in known
        },
        told={order.external_ref[prefix:]: told[order.id] for order in known if order.id in told},
    )


def _point(order: WorkOrder, told: Told | None, there: dict[str, LonLat]) -> LonLat | None:
    """Where the order is; None while it stands where rows without coordinates are put."""
    if order.location_id is None:
        return None
    if told is not None and told.point is None and told.location_id == order.location_id:
        return None
    return there.get(order.location_id)


def _told(tx: Tx, register: str) -> dict[str, Told]:
    """What this register said of each order, by the order's id, from the events of its imports."""
    e = EVENT.c
    query = (
        select(e.writer, e.key, e.payload)
        .where(
            e.tenant_id == tx.tenant_id, e.key.startswith(f"import:{register}:", autoescape=True)
        )
        .where(e.writer.startswith(f"{WRITER}:"))
        .order_by(e.seq)
    )
    found: dict[str, Told] = {}
    for line in tx.connection.execute(query):
        payload: Any = msgspec.json.decode(line.payload)
        if payload["name"] == ReportWorkOrder.mutation:
            first = _first(payload["args"], line.writer, line.key)
            found[first.order_id] = first
        else:
            order_id = payload["args"]["work_order_id"]
            before = found[order_id]
            news = _news(payload["name"], payload["args"], line.writer, line.key)
            found[order_id] = msgspec.structs.replace(before, later=before.later + 1, **news)
    return found


def _first(args: dict[str, Any], writer: str, key: str) -> Told:
    said = msgspec.convert(args, ReportWorkOrder)
    new_location_id = born_id(writer, key, 4) if said.fix else None
    return Told(
        order_id=born_id(writer, key, 0),
        title=said.title,
        description=said.description,
        grade=said.grade.value,
        skill_id=said.skill_id,
        duration_min=said.duration_min,
        address=said.address,
        point=LonLat(said.fix.lon_e7, said.fix.lat_e7) if said.fix else None,
        location_id=said.location_id or new_location_id,
    )


def _news(name: str, args: dict[str, Any], writer: str, key: str) -> dict[str, Any]:
    """The fields that a later mutation took over: they stand at the end of its key."""
    taken = key.rpartition(":")[2].split("+")
    said: dict[str, Any] = {}
    if name == EditWorkOrder.mutation:
        said = {"title": args["title"], "description": args["description"]}
    elif name == TriageWorkOrder.mutation:
        said = {
            "grade": args["grade"],
            "skill": args["skill_id"],
            "duration": args["duration_min"],
        }
    elif name == PlaceWorkOrder.mutation:
        fix = args["fix"]
        point = LonLat(fix["lon_e7"], fix["lat_e7"]) if fix else None
        said = {"address": args["address"], "place": point}
    news = {_FIELD.get(name, name): value for name, value in said.items() if name in taken}
    if "point" in news:
        news["location_id"] = born_id(writer, key, 1)
    return news | ({"is_triaged": True} if name == TriageWorkOrder.mutation else {})


_FIELD = {"skill": "skill_id", "duration": "duration_min", "place": "point"}
