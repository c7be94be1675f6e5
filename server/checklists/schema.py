"""Checklists: a named list in published versions, and the answers given on a work order.

An order pins the version it was decided by, so an edited list never changes what somebody in a
basement is asked. A version never changes; its items are canonical JSON in one column.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Code, Id, InstantMs, Json, Name, Title
from sync.fields import Authority, DerivedFrom, Immutable, Lww, Row
from sync.kinds import kind

MaybeCode = Annotated[str, msgspec.Meta(max_length=40)]
MaybeTitle = Annotated[str, msgspec.Meta(max_length=160)]
Answer = Annotated[str, msgspec.Meta(max_length=500)]  # "" takes an answer back
Milli = Annotated[int, msgspec.Meta(ge=-1_000_000_000_000, le=1_000_000_000_000)]
ItemCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,40}$")]


class ItemKind(StrEnum):
    """What an item asks for, and how its answer is written."""

    CHECK = "check"  # pass | fail | na
    CHOICE = "choice"  # the code of one of the options
    NUMBER = "number"  # decimal with at most three places
    TEXT = "text"
    PHOTO = "photo"  # id of an attachment of the same order


class CheckAnswer(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "na"


class ChecklistOption(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    code: ItemCode
    label_zh: Title
    label_en: MaybeTitle = ""


class ChecklistItem(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    code: ItemCode
    kind: ItemKind
    label_zh: Title
    label_en: MaybeTitle = ""
    is_required: bool = False
    unit: MaybeCode = ""
    min_milli: Milli | None = None
    max_milli: Milli | None = None
    options: tuple[ChecklistOption, ...] = ()


Items = Annotated[tuple[ChecklistItem, ...], msgspec.Meta(min_length=1, max_length=60)]


class Checklist(Row, frozen=True):
    """A list that the firm keeps. Orders of its skill get it; without a skill, all others."""

    name: Lww[Name]
    skill_id: Authority[Id | None]
    current_version_id: Authority[Id]
    is_active: Authority[bool]


class ChecklistVersion(Row, frozen=True):
    checklist_id: Immutable[Id]
    number: Immutable[int]  # 1, 2, 3 … of its checklist
    name: Immutable[Name]
    items: Immutable[Json]  # of ChecklistItem
    published_ms: Immutable[InstantMs]


class ChecklistAnswer(Row, frozen=True):
    """The answer that stands now; each one given is a line of the order's history."""

    work_order_id: Immutable[Id]
    checklist_version_id: Immutable[Id]
    item: Immutable[ItemCode]
    value: Lww[Answer]
    appointment_id: Annotated[Authority[Id | None], DerivedFrom("value")]
    author_id: Annotated[Authority[Id | None], DerivedFrom("value")]
    answered_ms: Annotated[Authority[InstantMs], DerivedFrom("value")]


CHECKLIST = kind("checklist", Checklist)
CHECKLIST_VERSION = kind("checklist_version", ChecklistVersion)
CHECKLIST_ANSWER = kind("checklist_answer", ChecklistAnswer)
KINDS = (CHECKLIST, CHECKLIST_VERSION, CHECKLIST_ANSWER)


class Reason(StrEnum):
    """Why checklist mutations are refused."""

    BAD_ITEMS = "bad_items"  # detail: problem, code
    BAD_ANSWER = "bad_answer"  # detail: item


class AddChecklist(Args, kw_only=True, frozen=True):
    """Born: 0 = checklist, 1 = checklist_version."""

    mutation: ClassVar[str] = "checklist.add"
    name: Name
    skill_id: Id | None = None
    items: Items


class PublishChecklist(Args, kw_only=True, frozen=True):
    """Edit a list. Born: 0 = checklist_version, when name or items are others than before."""

    mutation: ClassVar[str] = "checklist.publish"
    checklist_id: Id
    name: Name
    skill_id: Id | None
    items: Items


class SetChecklistActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "checklist.set_active"
    checklist_id: Id
    is_active: bool


class AnswerChecklist(Args, kw_only=True, frozen=True):
    """Born: 0 = checklist_answer (or the standing one of the item changes), 1 = fact.

    The answer is judged by the version that its author saw.
    """

    mutation: ClassVar[str] = "checklist.answer"
    work_order_id: Id
    appointment_id: Id | None = None
    checklist_version_id: Id
    item: Code
    value: Answer


ARGS = (AddChecklist, PublishChecklist, SetChecklistActive, AnswerChecklist)
