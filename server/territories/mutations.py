"""Territories: what administrators draw. Places keep the territory they got; see `places`."""

from server.gateway.authorise import NOT_FOUND, decision_on, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.schema import Role
from server.territories import rules
from server.territories.schema import AddTerritory, EditTerritory, SetTerritoryActive, Territory
from sync.outcomes import Accepted, Rejected, Verdict


def add_territory(tx: Tx, args: AddTerritory, call: Call) -> Verdict:
    outline = rules.outline_of(args.outline)
    refusal = outline if isinstance(outline, Rejected) else rules.check_zone(args.zone)
    if refusal is not None:
        return refusal
    row = Territory(
        id=call.born(0), name=args.name, zone=args.zone, outline=str(outline), is_active=True
    )
    tx.insert(row)
    return Accepted()


def edit_territory(tx: Tx, args: EditTerritory, call: Call) -> Verdict:
    territory = tx.get(Territory, args.territory_id)
    if territory is None:
        return NOT_FOUND
    outline = rules.outline_of(args.outline)
    refusal = outline if isinstance(outline, Rejected) else rules.check_zone(args.zone)
    if refusal is not None:
        return refusal
    tx.update(territory, name=args.name, zone=args.zone, outline=outline)
    return Accepted()


def set_territory_active(tx: Tx, args: SetTerritoryActive, call: Call) -> Verdict:
    territory = tx.get(Territory, args.territory_id)
    if territory is None:
        return NOT_FOUND
    tx.update(territory, is_active=args.is_active)
    return Accepted()


DECISION = decision_on("territory_id", Role.ADMINISTRATOR)

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddTerritory, role(Role.ADMINISTRATOR), add_territory),
    Mutation(EditTerritory, DECISION, edit_territory),
    Mutation(SetTerritoryActive, DECISION, set_territory_active),
)
