"""Projects and locations.

A location stores a territory only when its point gave it one and nothing above it has any: so
whoever moves a project to another territory moves its whole tree.
"""

from geo.latlon import LonLat
from server.gateway.authorise import NOT_FOUND, decision_on, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.queries import territory_exists
from server.identity.rules import OFFICE
from server.identity.schema import Role
from server.pinyin import initials
from server.places import queries, rules
from server.places.schema import (
    AddLocation,
    AddProject,
    EditLocation,
    EditProject,
    Location,
    PlaceLocation,
    Project,
    SetLocationActive,
    SetProjectActive,
)
from server.shapes import Fix
from server.territories.queries import territory_at
from sync.outcomes import Accepted, Rejected, Verdict


def add_project(tx: Tx, args: AddProject, call: Call) -> Verdict:
    if not territory_exists(tx, args.territory_id):
        return NOT_FOUND
    tx.insert(
        Project(
            id=call.born(0),
            name=args.name,
            initials=initials(args.name),
            type=args.type,
            territory_id=args.territory_id,
            is_active=True,
        )
    )
    return Accepted()


def edit_project(tx: Tx, args: EditProject, call: Call) -> Verdict:
    project = tx.get(Project, args.project_id)
    if project is None or not territory_exists(tx, args.territory_id):
        return NOT_FOUND
    tx.update(
        project,
        name=args.name,
        initials=initials(args.name),
        type=args.type,
        territory_id=args.territory_id,
    )
    return Accepted()


def set_project_active(tx: Tx, args: SetProjectActive, call: Call) -> Verdict:
    project = tx.get(Project, args.project_id)
    if project is None:
        return NOT_FOUND
    tx.update(project, is_active=args.is_active)
    return Accepted()


def add_location(tx: Tx, args: AddLocation, call: Call) -> Verdict:
    parent = tx.get(Location, args.parent_id)
    if args.parent_id is not None and parent is None:
        return NOT_FOUND
    project_id = rules.project_below(args.kind, args.project_id, parent)
    if isinstance(project_id, Rejected):
        return project_id
    if project_id is not None and tx.get(Project, project_id) is None:
        return NOT_FOUND
    location_id = call.born(0)
    owner = queries.location_by_code(tx, args.code)
    refusal = rules.may_use_code(args.code, owner, location_id)
    if refusal is not None:
        return refusal
    row = Location(
        id=location_id,
        project_id=project_id,
        parent_id=args.parent_id,
        kind=args.kind,
        name=args.name,
        initials=initials(args.name),
        address=args.address,
        code=args.code,
        territory_id=None,
        lon_e7=None,
        lat_e7=None,
        point_accuracy_m=None,
        point_source="",
        point_at_ms=None,
        point_datum="",
        point_original="",
        radius_m=args.radius_m,
        access=args.access,
        is_active=True,
    )
    location = tx.insert(row)
    if args.fix is not None:
        _give_point(tx, location, args.fix, call)
    return Accepted()


def edit_location(tx: Tx, args: EditLocation, call: Call) -> Verdict:
    location = tx.get(Location, args.location_id)
    if location is None:
        return NOT_FOUND
    is_office = call.actor.has_role(*OFFICE)
    refusal = rules.may_edit(location, args, is_office=is_office)
    if refusal is None:
        owner = queries.location_by_code(tx, args.code)
        refusal = rules.may_use_code(args.code, owner, location.id)
    if refusal is not None:
        return refusal
    tx.update(
        location,
        name=args.name,
        initials=initials(args.name),
        address=args.address,
        code=args.code,
        radius_m=args.radius_m,
        access=args.access,
    )
    return Accepted()


def place_location(tx: Tx, args: PlaceLocation, call: Call) -> Verdict:
    location = tx.get(Location, args.location_id)
    if location is None:
        return NOT_FOUND
    _give_point(tx, location, args.fix, call)
    return Accepted()


def set_location_active(tx: Tx, args: SetLocationActive, call: Call) -> Verdict:
    location = tx.get(Location, args.location_id)
    if location is None:
        return NOT_FOUND
    tx.update(location, is_active=args.is_active)
    return Accepted()


def _give_point(tx: Tx, location: Location, fix: Fix, call: Call) -> None:
    above = queries.inherited_territory(tx, location.project_id, location.parent_id)
    own = None if above is not None else territory_at(tx, LonLat(fix.lon_e7, fix.lat_e7))
    tx.update(location, territory_id=own, **rules.point_of(fix, call.at_ms))


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddProject, role(*OFFICE), add_project),
    Mutation(EditProject, decision_on("project_id", *OFFICE), edit_project),
    Mutation(SetProjectActive, decision_on("project_id", *OFFICE), set_project_active),
    Mutation(AddLocation, role(*OFFICE), add_location),
    Mutation(EditLocation, decision_on("location_id", *OFFICE, Role.TECHNICIAN), edit_location),
    Mutation(PlaceLocation, decision_on("location_id", *OFFICE, Role.TECHNICIAN), place_location),
    Mutation(SetLocationActive, decision_on("location_id", *OFFICE), set_location_active),
)
