"""What a list may contain and what counts as an answer. Pure: values in, a verdict out.

The phone asks the same questions before it takes an answer: `pwa/src/domain/checklists/rules.ts`.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from server.checklists.schema import CheckAnswer, ChecklistItem, ItemKind, Reason
from server.shapes import UUID_PATTERN
from sync.canonical import canonical
from sync.outcomes import Rejected

ITEMS_CHARS_MAX = 12_000
DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?")
UUID = re.compile(UUID_PATTERN)


def pack(items: Iterable[ChecklistItem]) -> str:
    """Items as the text of one column."""
    return canonical(msgspec.to_builtins(tuple(items))).decode()


def unpack(text: str) -> tuple[ChecklistItem, ...]:
    """The items of a version. Raises msgspec.ValidationError for what no version can hold."""
    return msgspec.json.decode(text, type=tuple[ChecklistItem, ...])


def check_items(items: tuple[ChecklistItem, ...]) -> Rejected | None:
    """Codes are unique, choices have options, a range is one, and all of it fits one column."""
    codes = [item.code for item in items]
    for item in items:
        problem = _problem(item)
        if codes.count(item.code) > 1:
            problem = "code_twice"
        if problem:
            return Rejected(Reason.BAD_ITEMS, {"code": item.code, "problem": problem})
    if len(pack(items)) > ITEMS_CHARS_MAX:
        return Rejected(Reason.BAD_ITEMS, {"code": "", "problem": "too_long"})
    return None


def _problem(item: ChecklistItem) -> str:
    codes = [option.code for option in item.options]
    if item.kind is ItemKind.CHOICE and len(codes) < 2:
        return "few_options"
    if len(set(codes)) < len(codes):
        return "option_twice"
    low, high = item.min_milli, item.max_milli
    return "empty_range" if low is not None and high is not None and low > high else ""


def check_answer(items: Iterable[ChecklistItem], code: str, value: str) -> Rejected | None:
    """A number outside its range is an answer: what was measured is what was measured."""
    item = next((item for item in items if item.code == code), None)
    if item is None or (value and not _fits(item, value)):
        return Rejected(Reason.BAD_ANSWER, {"item": code})
    return None


def _fits(item: ChecklistItem, value: str) -> bool:
    match item.kind:
        case ItemKind.CHECK:
            return value in {answer.value for answer in CheckAnswer}
        case ItemKind.CHOICE:
            return value in {option.code for option in item.options}
        case ItemKind.NUMBER:
            return DECIMAL.fullmatch(value) is not None
        case ItemKind.PHOTO:
            return UUID.fullmatch(value) is not None
        case ItemKind.TEXT:
            return bool(value.strip())


def missing(items: Iterable[ChecklistItem], answers: Mapping[str, str]) -> list[str]:
    """Codes of required items without an answer, in the list's order."""
    return [item.code for item in items if item.is_required and not answers.get(item.code)]
