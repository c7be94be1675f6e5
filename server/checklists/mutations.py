"""Checklists are kept by managers, and answered by whoever is on the order.

An answer's line of history (born 1) is written by a follower of work orders.
"""

from typing import Any

from server.checklists import queries, rules
from server.checklists.schema import (
    AddChecklist,
    AnswerChecklist,
    Checklist,
    ChecklistAnswer,
    ChecklistVersion,
    PublishChecklist,
    SetChecklistActive,
)
from server.gateway.authorise import NOT_FOUND, decision_on, fact_on, held_ever, holds_now, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.schema import Role
from server.technicians.schema import Skill
from sync.outcomes import Accepted, Flag, Rejected, Verdict

KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)
ON_ORDER = fact_on("work_order_id")


def on_order_and_visit(tx: Tx, args: AnswerChecklist, call: Call) -> Rejected | None:
    """A fact: its author must have held the order, the list and, where named, the visit."""
    refusal = ON_ORDER(tx, args, call)
    if refusal is not None or call.actor.is_system:
        return refusal
    named = [args.checklist_version_id, *([args.appointment_id] if args.appointment_id else [])]
    return None if all(held_ever(tx, call, row_id) for row_id in named) else NOT_FOUND


def add(tx: Tx, args: AddChecklist, call: Call) -> Verdict:
    refusal = _check(tx, args)
    if refusal is not None:
        return refusal
    checklist_id, version_id = call.born(0), call.born(1)
    tx.insert(
        Checklist(
            id=checklist_id,
            name=args.name,
            skill_id=args.skill_id,
            current_version_id=version_id,
            is_active=True,
        )
    )
    tx.insert(
        ChecklistVersion(
            id=version_id,
            checklist_id=checklist_id,
            number=1,
            name=args.name,
            items=rules.pack(args.items),
            published_ms=call.now_ms,
        )
    )
    return Accepted()


def publish(tx: Tx, args: PublishChecklist, call: Call) -> Verdict:
    """Orders that pinned the version before keep it."""
    checklist = tx.get(Checklist, args.checklist_id)
    version = tx.get(ChecklistVersion, checklist.current_version_id) if checklist else None
    if checklist is None or version is None:
        return NOT_FOUND
    refusal = _check(tx, args)
    if refusal is not None:
        return refusal
    items = rules.pack(args.items)
    if (args.name, items) != (version.name, version.items):
        version = tx.insert(
            ChecklistVersion(
                id=call.born(0),
                checklist_id=checklist.id,
                number=version.number + 1,
                name=args.name,
                items=items,
                published_ms=call.now_ms,
            )
        )
    fields = {"name": args.name, "skill_id": args.skill_id}
    tx.update(checklist, current_version_id=version.id, **fields)
    return Accepted()


def set_active(tx: Tx, args: SetChecklistActive, call: Call) -> Verdict:
    checklist = tx.get(Checklist, args.checklist_id)
    if checklist is None:
        return NOT_FOUND
    tx.update(checklist, is_active=args.is_active)
    return Accepted()


def answer(tx: Tx, args: AnswerChecklist, call: Call) -> Verdict:
    """Whoever lost the order fills gaps, and overwrites nobody: his answer stays in history."""
    version = tx.get(ChecklistVersion, args.checklist_version_id)
    if version is None:
        return NOT_FOUND
    refusal = rules.check_answer(rules.unpack(version.items), args.item, args.value)
    if refusal is not None:
        return refusal
    is_late = not call.actor.is_system and not holds_now(tx, call, args.work_order_id)
    given = queries.answers_of(tx, args.work_order_id)
    mine = (each for each in given if (each.checklist_version_id, each.item) == key_of(args))
    standing = next(mine, None)
    values: dict[str, Any] = {
        "value": args.value,
        "appointment_id": args.appointment_id,
        "author_id": call.author_id,
        "answered_ms": call.moment_ms,
    }
    if standing is None:
        tx.insert(
            ChecklistAnswer(
                id=call.born(0),
                work_order_id=args.work_order_id,
                checklist_version_id=version.id,
                item=args.item,
                **values,
            )
        )
    elif not is_late or not standing.value:
        tx.update(standing, **values)
    return Accepted((Flag.LATE,)) if is_late else Accepted()


def key_of(args: AnswerChecklist) -> tuple[str, str]:
    """Which answer of an order it is."""
    return args.checklist_version_id, args.item


def _check(tx: Tx, args: AddChecklist | PublishChecklist) -> Rejected | None:
    if args.skill_id is not None and tx.get(Skill, args.skill_id) is None:
        return NOT_FOUND
    return rules.check_items(args.items)


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddChecklist, role(*KEEPERS), add),
    Mutation(PublishChecklist, decision_on("checklist_id", *KEEPERS), publish),
    Mutation(SetChecklistActive, decision_on("checklist_id", *KEEPERS), set_active),
    Mutation(AnswerChecklist, on_order_and_visit, answer),
)
