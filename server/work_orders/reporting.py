"""Reporting: an order comes into being, with whoever and wherever it is about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from server.assets.schema import Asset
from server.customers.schema import Contact, Customer
from server.gateway.authorise import NOT_FOUND
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.pinyin import initials
from server.places.schema import Location
from server.technicians.schema import Skill
from server.territories.schema import Territory
from server.work_orders import history, placing, queries, rules
from server.work_orders.authority import is_office, may_name
from server.work_orders.schema import (
    Channel,
    Reason,
    ReportWorkOrder,
    Signing,
    WorkOrder,
    WorkOrderKind,
    WorkOrderState,
)
from sync.outcomes import Accepted, ProtocolReason, Rejected, Verdict

NAME_LENGTH_MAX = 120


def report(tx: Tx, args: ReportWorkOrder, call: Call) -> Verdict:
    """Store the order; new people and places named in it are stored with it."""
    if not _names_known_rows(tx, args, call):
        return NOT_FOUND
    refusal = _may_import(tx, args, call)
    if refusal is not None:
        return refusal
    parent = tx.get(WorkOrder, args.parent_id)
    contact = tx.get(Contact, args.contact_id)
    if contact is not None and args.customer_id not in (None, contact.customer_id):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "contact of another customer"})
    refusal = rules.may_report(
        has_place=bool(args.location_id or args.address or args.fix or parent),
        has_person=bool(
            args.customer_id
            or args.contact_id
            or args.new_customer_name
            or args.new_contact_name
            or args.phone
        ),
    )
    if refusal is not None:
        return refusal
    customer_id, contact_id = _people(tx, args, call, contact, parent)
    location_id, address = _place(tx, args, call, parent)
    at = placing.at_location(tx, location_id)
    order = tx.insert(_new_order(tx, args, call, customer_id, contact_id, address, at))
    detail = {"grade": order.grade.value, "channel": order.channel.value}
    history.write(tx, call, 1, order.id, text=order.title, detail=detail)
    return Accepted()


def _names_known_rows(tx: Tx, args: ReportWorkOrder, call: Call) -> bool:
    return (
        may_name(tx, call, Customer, args.customer_id)
        and may_name(tx, call, Contact, args.contact_id)
        and may_name(tx, call, Location, args.location_id)
        and may_name(tx, call, Asset, args.asset_id)
        and may_name(tx, call, WorkOrder, args.parent_id)
        and (args.skill_id is None or tx.get(Skill, args.skill_id) is not None)
    )


def _may_import(tx: Tx, args: ReportWorkOrder, call: Call) -> Rejected | None:
    """Only the office brings in a register, and each of its rows once."""
    is_register = bool(args.external_ref or args.reported_ms or args.closed_ms)
    if not is_register:
        return None
    if args.channel is not Channel.IMPORT or not is_office(call):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "for imports only"})
    known = queries.order_by_external_ref(tx, args.external_ref)
    if known is None:
        return None
    return Rejected(Reason.ALREADY_IMPORTED, {"number": known.number or known.local_code})


def _people(
    tx: Tx, args: ReportWorkOrder, call: Call, contact: Contact | None, parent: WorkOrder | None
) -> tuple[str | None, str | None]:
    """Ids of customer and contact, made where only a name or a number was given."""
    if contact is not None:
        return contact.customer_id, contact.id
    named = args.new_customer_name or args.new_contact_name or args.phone
    if not named and args.customer_id is None:
        return (parent.customer_id, parent.contact_id) if parent else (None, None)
    customer_id = args.customer_id
    if customer_id is None:
        customer_id = _new_customer(tx, args, call, named)
    if not args.new_contact_name and not args.phone:
        return customer_id, None
    name = args.new_contact_name or args.new_customer_name or args.phone
    return customer_id, _new_contact(tx, args, call, customer_id, name)


def _new_customer(tx: Tx, args: ReportWorkOrder, call: Call, name: str) -> str:
    row = Customer(
        id=call.born(2),
        name=name,
        initials=initials(name),
        tier="normal",
        phone=args.phone,
        remark="",
        is_active=True,
    )
    return tx.insert(row).id


def _new_contact(tx: Tx, args: ReportWorkOrder, call: Call, customer_id: str, name: str) -> str:
    row = Contact(
        id=call.born(3),
        customer_id=customer_id,
        name=name,
        initials=initials(name),
        relation=args.relation,
        phone=args.phone,
        locale=args.locale,
    )
    return tx.insert(row).id


def _place(
    tx: Tx, args: ReportWorkOrder, call: Call, parent: WorkOrder | None
) -> tuple[str | None, str]:
    """Id of the location (made from a fix) and the address as it was said."""
    if args.location_id is not None:
        return args.location_id, args.address
    if args.fix is not None:
        name = (args.address or args.title)[:NAME_LENGTH_MAX]
        return placing.new_location(tx, call, 4, name, args.address, args.fix).id, args.address
    if parent is not None and not args.address:
        return parent.location_id, parent.address
    return None, args.address


def _new_order(
    tx: Tx,
    args: ReportWorkOrder,
    call: Call,
    customer_id: str | None,
    contact_id: str | None,
    address: str,
    at: placing.Place,
) -> WorkOrder:
    reported_ms = call.moment_ms if args.reported_ms is None else args.reported_ms
    return WorkOrder(
        id=call.born(0),
        number=_number(tx, call, at["territory_id"]),
        local_code=args.local_code,
        kind=WorkOrderKind.REPAIR,
        state=WorkOrderState.REPORTED if args.closed_ms is None else WorkOrderState.CLOSED,
        held_from=None,
        grade=args.grade,
        channel=args.channel,
        external_ref=args.external_ref,
        title=args.title,
        description=args.description,
        customer_id=customer_id,
        contact_id=contact_id,
        location_id=at["location_id"],
        asset_id=args.asset_id,
        address=address,
        territory_id=at["territory_id"],
        skill_id=args.skill_id,
        skill_level=1,
        duration_min=args.duration_min,
        reporter_id=call.author_id,
        reported_ms=reported_ms,
        **rules.due(args.grade, reported_ms),
        arrived_ms=None,
        done_ms=args.closed_ms,
        signing=Signing.NONE,
        hold_reason="",
        reopened_count=0,
        checklist_version_id=None,
        policy_version=rules.POLICY_VERSION,
        parent_id=args.parent_id,
        duplicate_of_id=None,
        remark="",
    )


def _number(tx: Tx, call: Call, territory_id: str | None) -> str:
    """The next number of the year that it is at the place (or at the firm's seat)."""
    territory = tx.get(Territory, territory_id)
    zone = ZoneInfo(territory.zone if territory else rules.DEFAULT_ZONE)
    year = datetime.fromtimestamp(call.now_ms / 1000, zone).year
    return rules.order_number(year, tx.count_up(f"work_order:{year}"))
