"""How a checklist is answered: mostly well, now and then with a fail, a bad reading or a gap."""

import random

from server.attachments.schema import Slot
from server.checklists.schema import AnswerChecklist, CheckAnswer, ChecklistItem, ItemKind
from server.demo.plot import Plot
from server.demo.script import Person

# What goes otherwise than it should, by the order's number modulo MOODS.
MOODS = 8
FAIL, BEYOND, GAP = 1, 4, 6


def answer(plot: Plot, person: Person, most: int = 60) -> None:
    """The answers of a visit under way, at most so many of them; leaves `plot.gaps`."""
    if plot.list is None:
        return
    chance = plot.script.chance(f"{plot.label}:list:{plot.visit_id}")
    mood = plot.number % MOODS
    left_out = _left_out(plot, mood)
    given = 0
    for item in plot.list.items:
        value = "" if item.code == left_out else _value(plot, item, mood, chance)
        if not value or given == most:
            continue
        given += 1
        args = AnswerChecklist(
            work_order_id=plot.order_id,
            appointment_id=plot.visit_id,
            checklist_version_id=plot.list.version_id,
            item=item.code,
            value=value,
        )
        plot.step(person, args, given % 2)
        mood = -1 if _is_spent(item, mood) else mood
    is_whole = not left_out and Slot.AFTER in plot.photos
    plot.gaps = "" if is_whole else chance.choice(plot.words.gaps)


def _left_out(plot: Plot, mood: int) -> str:
    """Code of the required reading that nobody took."""
    items = plot.list.items if plot.list and mood == GAP else ()
    readings = (item.code for item in items if item.kind is ItemKind.NUMBER)
    return next(readings, "")


def _is_spent(item: ChecklistItem, mood: int) -> bool:
    """One bad answer is enough."""
    return (mood, item.kind) in ((FAIL, ItemKind.CHECK), (BEYOND, ItemKind.NUMBER))


def _value(plot: Plot, item: ChecklistItem, mood: int, chance: random.Random) -> str:
    """`""` where there is nothing to say."""
    match item.kind:
        case ItemKind.CHECK:
            if mood == FAIL:
                return CheckAnswer.FAIL.value
            is_moot = not item.is_required and chance.random() < 0.4
            return (CheckAnswer.NOT_APPLICABLE if is_moot else CheckAnswer.PASS).value
        case ItemKind.CHOICE:
            return chance.choice(item.options).code
        case ItemKind.NUMBER:
            return _reading(item, chance, is_beyond=mood == BEYOND)
        case ItemKind.TEXT:
            return chance.choice(plot.words.remarks) if chance.random() < 0.6 else ""
        case ItemKind.PHOTO:
            return plot.photos.get(Slot.AFTER, "")


def _reading(item: ChecklistItem, chance: random.Random, *, is_beyond: bool) -> str:
    """What an instrument shows: as many figures as the range has use for."""
    low, high = item.min_milli or 0, item.max_milli or 0
    span = high - low
    step = 10 if span < 2_000 else 100 if span < 20_000 else 1_000
    measured = high + span // 4 if is_beyond else chance.randrange(low, high + 1)
    rounded = measured // step * step
    if not is_beyond:
        rounded = max(rounded, low)
    sign, size = "-" if rounded < 0 else "", abs(rounded)
    return f"{sign}{size // 1_000}.{size % 1_000:03d}".rstrip("0").rstrip(".")
