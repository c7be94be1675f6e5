"""What a person should hold, from the plain rows alone: no members, reasons or handles.

Written after the design's table of scopes, not after the scope rules, so that the two are
two opinions on the same question.
"""

from collections import defaultdict
from typing import Any

import msgspec

from server import contract
from server.gateway.tables import SCOPE
from sync.fields import Sees
from sync.kinds import Kind
from tests.server.gateway.client import Client
from tests.server.gateway.founding import id_of
from tests.server.gateway.house import TYPES, House

CARDS = ("conflict", "conflict_stored")
OVER = ("cancelled", "declined", "closed")
SEEN = {
    Sees.EVERYONE: (Sees.EVERYONE,),
    Sees.CREW: (Sees.EVERYONE, Sees.CREW),
    Sees.OFFICE: (Sees.EVERYONE, Sees.CREW, Sees.OFFICE),
}
Shown = tuple[str, str, str, tuple[Any, ...]]  # scope key, kind, id, visible values
Named = tuple[str, str]  # kind, id
Plain = dict[str, dict[str, dict[str, Any]]]  # rows as plain values by kind and id


async def load(house: House) -> Plain:
    """All rows as plain values by kind and id."""
    return {
        kind: {row.id: msgspec.to_builtins(row) for row in await house.rows(kind)} for kind in TYPES
    }


def seen_by(kind: Kind, level: Sees) -> list[str]:
    """Names of the fields that are shown at this level, in the contract's order."""
    return [each.name for each in kind.fields if each.name != "id" and each.sees in SEEN[level]]


def territory(territory_id: str | None) -> str:
    return f"territory:{territory_id}" if territory_id else "office"


def scope_keys(rows: Plain, user_id: str) -> set[str]:
    if not rows["user"][user_id]["is_active"]:
        return set()
    keys = {"catalog", f"user:{user_id}"}
    for grant in rows["grant"].values():
        if grant["user_id"] != user_id or not grant["is_active"]:
            continue
        if grant["role"] == "technician":
            continue
        keys.add("office")
        if grant["role"] == "administrator" or grant["territory_id"] is None:
            keys |= {territory(each) for each in rows["territory"]}
        else:
            keys.add(territory(grant["territory_id"]))
    return keys


def standing(rows: Plain) -> dict[str, set[Named]]:
    """Scope key → rows that stand there by themselves."""
    found: dict[str, set[Named]] = defaultdict(set)
    technicians = rows["technician"]
    for kind in ("user", "grant", "device", "customer", "contact", "project", "location"):
        found["office"] |= {(kind, row_id) for row_id in rows[kind]}
    for kind in ("user", "technician", "skill", "territory"):
        found["catalog"] |= {(kind, row_id) for row_id in rows[kind]}
    for technician in technicians.values():
        found[territory(technician["territory_id"])].add(("technician", technician["id"]))
    for kind in ("technician_skill", "shift", "absence", "position"):
        for row in rows[kind].values():
            technician = technicians[row["technician_id"]]
            found[territory(technician["territory_id"])].add((kind, row["id"]))
            if kind in ("shift", "absence"):
                found[f"user:{technician['user_id']}"].add((kind, row["id"]))
    for order in rows["work_order"].values():
        named = ("work_order", order["id"])
        found[territory(order["territory_id"])].add(named)
        if order["channel"] == "technician" and order["state"] not in OVER:
            found[f"user:{order['reporter_id']}"].add(named)
    for visit in rows["appointment"].values():
        named = ("appointment", visit["id"])
        order = rows["work_order"][visit["work_order_id"]]
        found[territory(order["territory_id"])].add(named)
        if visit["technician_id"]:
            found[f"user:{technicians[visit['technician_id']]['user_id']}"].add(named)
    for check_in in rows["check_in"].values():
        named = ("check_in", check_in["id"])
        order = rows["work_order"][check_in["work_order_id"]]
        found[territory(order["territory_id"])].add(named)
        if check_in["technician_id"]:
            found[f"user:{technicians[check_in['technician_id']]['user_id']}"].add(named)
    for entry in rows["held_entry"].values():
        named = ("held_entry", entry["id"])
        found[territory(entry["territory_id"])].add(named)
        found[f"user:{entry['author_id']}"].add(named)
    for card in rows["conflict"].values():
        found[f"user:{card['author_id']}"].add(("conflict", card["id"]))
    return found


def brings(rows: Plain) -> dict[Named, list[Named]]:
    """Row → the rows that come along wherever it is."""
    pointers = {
        "appointment": {"work_order_id": "work_order"},
        "work_order": {
            "customer_id": "customer",
            "contact_id": "contact",
            "location_id": "location",
        },
        "contact": {"customer_id": "customer"},
        "location": {"parent_id": "location", "project_id": "project"},
    }
    found: dict[Named, list[Named]] = defaultdict(list)
    for kind, fields in pointers.items():
        for row in rows[kind].values():
            for field, other in fields.items():
                if row[field]:
                    found[kind, row["id"]].append((other, row[field]))
    for kind in ("fact", "attachment"):
        for row in rows[kind].values():
            found["work_order", row["work_order_id"]].append((kind, row["id"]))
    for kind in CARDS:
        for row in rows[kind].values():
            found[row["row_kind"], row["row_id"]].append((kind, row["id"]))
    return found


def may_come(rows: Plain, named: Named, level: Sees) -> bool:
    """A card goes along only where its field is shown, and never into the catalogue."""
    if named[0] not in CARDS:
        return True
    card = rows[named[0]][named[1]]
    kind = next(kind for kind in contract.KINDS if kind.name == card["row_kind"])
    return level is not Sees.EVERYONE and card["field"] in seen_by(kind, level)


def expected(rows: Plain, who: str) -> set[Shown]:
    """Everything this person should hold."""
    roots, along = standing(rows), brings(rows)
    shown: set[Shown] = set()
    kinds = {kind.name: kind for kind in contract.KINDS}
    for key in scope_keys(rows, id_of(who)):
        level = {"catalog": Sees.EVERYONE, "user": Sees.CREW}.get(key.split(":")[0], Sees.OFFICE)
        todo, seen = list(roots[key]), set[Named]()
        while todo:
            named = todo.pop()
            if named in seen:
                continue
            seen.add(named)
            todo += [each for each in along[named] if may_come(rows, each, level)]
            row = rows[named[0]][named[1]]
            values = tuple(row[field] for field in seen_by(kinds[named[0]], level))
            shown.add((key, *named, values))
    return shown


async def held(client: Client) -> set[Shown]:
    """What a client holds, in the model's words."""
    keys = {line.scope: line.scope_key for line in await client.house.lines(SCOPE)}
    found = {
        (keys[scope], contract.KINDS[row.kind].name, row.row_id, tuple(row.values))
        for (scope, _), row in client.members.items()
    }
    assert len(found) == len(client.members), "a row is held twice in one scope"
    return found


async def assert_equal(client: Client, rows: Plain | None = None) -> None:
    """The client, at a head, holds exactly what the model says."""
    have, want = await held(client), expected(rows or await load(client.house), client.who)
    assert have - want == set(), f"{client.who} holds what is not (so) any more"
    assert want - have == set(), f"{client.who} lacks rows"
