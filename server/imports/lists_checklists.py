"""Lists of checklist items: one line an item, one version for all lines of a checklist."""

from typing import Any

import msgspec

from server.checklists import rules
from server.checklists.schema import (
    AddChecklist,
    Checklist,
    ChecklistItem,
    ChecklistOption,
    ChecklistVersion,
    ItemKind,
    PublishChecklist,
)
from server.gateway.tx import Tx
from server.imports.lists_cells import BadCell, Cells, parts
from server.imports.lists_plan import (
    PATH,
    Names,
    Plan,
    RowOutcome,
    Shared,
    Step,
    Writer,
    active,
    made,
    may,
    once,
)
from server.technicians.schema import Skill

KINDS = {
    **{kind.value: kind for kind in ItemKind},
    "合格或不合格": ItemKind.CHECK,
    "pass or fail": ItemKind.CHECK,
    "选一个": ItemKind.CHOICE,
    "choose one": ItemKind.CHOICE,
    "填数字": ItemKind.NUMBER,
    "a number": ItemKind.NUMBER,
    "写一句": ItemKind.TEXT,
    "words": ItemKind.TEXT,
    "拍照": ItemKind.PHOTO,
    "a photo": ItemKind.PHOTO,
}
MILLI = 1_000
FIELD_OF = {"code": "item", "unit": "measure", "is_required": "required", "min_milli": "min",
            "max_milli": "max"}  # fmt: skip


class Draft(msgspec.Struct):
    """A checklist as the lines read so far make it; `was`: skill and items as they are stored."""

    checklist_id: str | None
    name: str
    skill_id: str | None
    items: dict[str, ChecklistItem]
    was: tuple[str | None, str]
    lines: list[Plan]


class Checklists:
    """By checklist name and item code. Items that the file does not name stay as they are."""

    shares = True

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.skills = Names(tx.rows(Skill), "code", "name_zh", "name_en")
        self.lists = {each.name: each for each in tx.rows(Checklist)}
        self.versions = {each.id: each for each in tx.rows(ChecklistVersion)}
        self.drafts: dict[str, Draft] = {}
        self.lines: dict[tuple[str, str], int] = {}

    def plan(self, cells: Cells) -> Plan:
        name, code = cells.needed("checklist"), cells.needed("item")
        once(self.lines, (name, code), cells)
        known = self.lists.get(name)
        if known is not None:
            active(known, cells)
        draft = self.drafts.get(name) or self._open(name, known)
        skill_id = self.skills.id_of(cells, "skill", draft.skill_id)
        before = draft.items.get(code)
        item = _item(before, code, cells)
        items = draft.items | {code: item}
        plain = msgspec.to_builtins(tuple(items.values()))
        made(AddChecklist, name=name, skill_id=skill_id, items=plain)
        may(rules.check_items(tuple(items.values())))
        outcome = RowOutcome.UNCHANGED
        if before is None:
            outcome = RowOutcome.NEW
        elif before != item or skill_id != draft.skill_id:
            outcome = RowOutcome.UPDATED
        plan = Plan(cells.line, f"{name} · {item.label_zh}", outcome, [])
        draft.items, draft.skill_id = items, skill_id
        draft.lines.append(plan)
        self.drafts[name] = draft
        return plan

    def finish(self) -> list[Shared]:
        """The one mutation of each checklist that changed, on behalf of its changed lines."""
        found: list[Shared] = []
        for draft in self.drafts.values():
            items = tuple(draft.items.values())
            if (draft.skill_id, rules.pack(items)) == draft.was:
                continue
            lines = [each for each in draft.lines if each.outcome is not RowOutcome.UNCHANGED]
            found.append(Shared(self._step(draft, items), lines))
        return found

    def _step(self, draft: Draft, items: tuple[ChecklistItem, ...]) -> Step:
        self.writer.line = draft.lines[-1].line
        fields: dict[str, Any] = {"name": draft.name, "skill_id": draft.skill_id}
        plain = msgspec.to_builtins(items)
        if draft.checklist_id is None:
            return self.writer.step(made(AddChecklist, items=plain, **fields))
        checklist_id = draft.checklist_id
        args = made(PublishChecklist, checklist_id=checklist_id, items=plain, **fields)
        return self.writer.step(args)

    def _open(self, name: str, known: Checklist | None) -> Draft:
        if known is None:
            return Draft(None, name, None, {}, (None, ""), [])
        version = self.versions[known.current_version_id]
        items = {item.code: item for item in rules.unpack(version.items)}
        return Draft(known.id, name, known.skill_id, items, (known.skill_id, version.items), [])


def _item(known: ChecklistItem | None, code: str, cells: Cells) -> ChecklistItem:
    kind = cells.choice("kind", KINDS, known.kind if known else None)
    if kind is None:
        raise BadCell("missing", column="kind")
    is_number, is_choice = kind is ItemKind.NUMBER, kind is ItemKind.CHOICE
    options = known.options if known and is_choice else ()
    fields = {
        "code": code,
        "kind": kind,
        "label_zh": cells.text("label_zh", known.label_zh if known else ""),
        "label_en": cells.text("label_en", known.label_en if known else ""),
        "is_required": cells.flag("required", default=known.is_required if known else False),
        "unit": cells.text("measure", known.unit if known else "") if is_number else "",
        "min_milli": _milli(cells, "min", known.min_milli if known else None, is_number),
        "max_milli": _milli(cells, "max", known.max_milli if known else None, is_number),
        "options": _options(cells, options) if is_choice else (),
    }
    if not fields["label_zh"]:
        raise BadCell("missing", column="label_zh")
    try:
        return msgspec.convert(fields, ChecklistItem)
    except msgspec.ValidationError as error:
        match = PATH.search(str(error))
        field = match.group(1) if match else ""
        column = FIELD_OF.get(field, field)
        raise BadCell("does_not_fit", column=column, value=cells.text(column)[:80]) from error


def _milli(cells: Cells, field: str, default: int | None, is_number: bool) -> int | None:
    number = cells.decimal(field)
    if not is_number:
        return None
    return default if number is None else round(number * MILLI)


def _options(cells: Cells, known: tuple[ChecklistOption, ...]) -> tuple[ChecklistOption, ...]:
    """`接口 | Joint; 管身 | Pipe`: those that are known keep their codes."""
    texts = parts(cells.text("options"))
    if not texts:
        return known
    codes = {each.label_zh: each.code for each in known}
    taken = set(codes.values())
    found: list[ChecklistOption] = []
    for text in texts:
        label_zh, _, label_en = (part.strip() for part in text.replace("｜", "|").partition("|"))
        code = codes.get(label_zh) or next(
            f"option_{n}" for n in range(1, len(taken) + 2) if f"option_{n}" not in taken
        )
        taken.add(code)
        found.append(ChecklistOption(code=code, label_zh=label_zh, label_en=label_en))
    return tuple(found)
