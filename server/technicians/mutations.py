"""Technicians themselves, their place in the firm and on the map."""

from server.gateway.authorise import NOT_FOUND, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Change, Tx
from server.identity.queries import has_grant, territory_exists
from server.identity.rules import OFFICE
from server.identity.schema import Role, User
from server.pinyin import initials
from server.technicians import queries, roster, rules
from server.technicians.authority import manages, own_technician
from server.technicians.schema import (
    AddAbsence,
    AddSkill,
    AddTechnician,
    EditSkill,
    EditTechnician,
    EndAbsence,
    GrantSkill,
    Position,
    Reason,
    ReportPosition,
    SetShift,
    SetTechnicianActive,
    Technician,
)
from server.territories.rules import check_zone
from sync.outcomes import Accepted, Flag, ProtocolReason, Rejected, Verdict


def add_technician(tx: Tx, args: AddTechnician, call: Call) -> Verdict:
    user = tx.get(User, args.user_id)
    if user is None or not territory_exists(tx, args.territory_id):
        return NOT_FOUND
    if not has_grant(tx, user.id, Role.TECHNICIAN):
        return Rejected(ProtocolReason.NOT_FOUND, {"role": Role.TECHNICIAN.value})
    if queries.technician_of_user(tx, user.id) is not None:
        return Rejected(Reason.ALREADY_TECHNICIAN, {"name": user.name})
    refusal = check_zone(args.zone)
    if refusal is not None:
        return refusal
    tx.insert(
        Technician(
            id=call.born(0),
            user_id=user.id,
            name=args.name,
            initials=initials(args.name),
            phone=args.phone,
            territory_id=args.territory_id,
            zone=args.zone,
            home_lon_e7=args.home.lon_e7 if args.home else None,
            home_lat_e7=args.home.lat_e7 if args.home else None,
            max_load=args.max_load,
            is_active=True,
        )
    )
    return Accepted()


def edit_technician(tx: Tx, args: EditTechnician, call: Call) -> Verdict:
    technician = tx.get(Technician, args.technician_id)
    if technician is None or not territory_exists(tx, args.territory_id):
        return NOT_FOUND
    refusal = check_zone(args.zone)
    if refusal is not None:
        return refusal
    has_moved = args.territory_id != technician.territory_id
    tx.update(
        technician,
        name=args.name,
        initials=initials(args.name),
        phone=args.phone,
        territory_id=args.territory_id,
        zone=args.zone,
        home_lon_e7=args.home.lon_e7 if args.home else technician.home_lon_e7,
        home_lat_e7=args.home.lat_e7 if args.home else technician.home_lat_e7,
        max_load=args.max_load,
    )
    if has_moved:
        # A change without changed fields: scopes ask again where the row belongs.
        for row in queries.belongings_of(tx, technician.id):
            tx.changes.setdefault((type(row), row.id), Change(row, row))
    return Accepted()


def set_technician_active(tx: Tx, args: SetTechnicianActive, call: Call) -> Verdict:
    technician = tx.get(Technician, args.technician_id)
    if technician is None:
        return NOT_FOUND
    tx.update(technician, is_active=args.is_active)
    return Accepted()


def report_position(tx: Tx, args: ReportPosition, call: Call) -> Verdict:
    """Only the latest is kept: a report that arrives after a newer one is late."""
    fix = args.fix
    at_ms = rules.seen_at_ms(
        fix.at_ms, device_ms=call.device_ms, at_ms=call.at_ms, now_ms=call.now_ms
    )
    known = queries.position_of(tx, args.technician_id)
    if known is not None and known.at_ms > at_ms:
        return Accepted((Flag.LATE,))
    row = Position(
        id=known.id if known is not None else call.born(0),
        technician_id=args.technician_id,
        lon_e7=fix.lon_e7,
        lat_e7=fix.lat_e7,
        accuracy_m=fix.accuracy_m,
        source=fix.source or "gps",
        at_ms=at_ms,
        datum=fix.datum or "wgs84",
        original=fix.original,
    )
    if known is None:
        tx.insert(row)
    else:
        names = set(row.__struct_fields__) - {"id"}
        tx.update(known, **{name: getattr(row, name) for name in names})
    return Accepted()


PEOPLE = (Role.MANAGER, Role.ADMINISTRATOR)

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddTechnician, role(Role.ADMINISTRATOR), add_technician),
    Mutation(EditTechnician, role(Role.ADMINISTRATOR), edit_technician),
    Mutation(SetTechnicianActive, role(Role.ADMINISTRATOR), set_technician_active),
    Mutation(AddSkill, role(Role.ADMINISTRATOR), roster.add_skill),
    Mutation(EditSkill, role(Role.ADMINISTRATOR), roster.edit_skill),
    Mutation(GrantSkill, manages(*PEOPLE), roster.grant_skill),
    Mutation(SetShift, manages(*PEOPLE), roster.set_shift),
    Mutation(AddAbsence, manages(*OFFICE), roster.add_absence),
    Mutation(EndAbsence, manages(*OFFICE), roster.end_absence),
    Mutation(ReportPosition, own_technician, report_position),
)
