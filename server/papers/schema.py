"""Papers (单据) and their templates: what an administrator may change is data, never code."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Id, InstantMs, Json
from sync.fields import Authority, Immutable, Row
from sync.kinds import kind

LOGO_CHARS_MAX = 8_000
# PNG or JPEG as base64: a template is whole wherever its row is, on a phone without signal too.
Logo = Annotated[str, msgspec.Meta(max_length=LOGO_CHARS_MAX, pattern=r"^[A-Za-z0-9+/=]*$")]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,40}$")]
Wording = Annotated[str, msgspec.Meta(max_length=400)]
Problem = Annotated[str, msgspec.Meta(max_length=300)]


class Form(StrEnum):
    """The printed forms of an order, in the order of its life."""

    INTAKE = "intake"  # 报修登记单
    DISPATCH = "dispatch"  # 派工单
    SURVEY = "survey"  # 现场勘查记录
    PLAN = "plan"  # 维修方案审批单
    CERTIFICATE = "certificate"  # 保修完成确认单


class TemplateState(StrEnum):
    """A template is in use only after the server has printed every sample with it."""

    WAITING = "waiting"
    GOOD = "good"
    REFUSED = "refused"


class PaperSection(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One section of a form with the columns it shows, both in their order on paper."""

    form: Form
    code: Key
    columns: Annotated[tuple[Key, ...], msgspec.Meta(max_length=20)]


class PaperText(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Other words than the built-in ones; see `server/papers/words.py` for the keys."""

    key: Key
    zh: Wording
    en: Wording


class PaperTemplate(Row, frozen=True):
    """The look of all the firm's papers. A version never changes; the newest good one is used."""

    number: Immutable[int]  # 1, 2, 3 … of the firm
    logo: Immutable[Logo]
    texts: Immutable[Json]  # of PaperText
    sections: Immutable[Json]  # of PaperSection
    author_id: Immutable[Id | None]
    published_ms: Immutable[InstantMs]
    state: Authority[TemplateState]
    problem: Authority[Problem]  # why it was refused, "" otherwise


PAPER_TEMPLATE = kind("paper_template", PaperTemplate)
KINDS = (PAPER_TEMPLATE,)


class Reason(StrEnum):
    """Why paper mutations are refused."""

    BAD_TEMPLATE = "bad_template"  # detail: problem, at


class PublishTemplate(Args, kw_only=True, frozen=True):
    """Born: 0 = paper_template. It waits until the server has tried it on the samples."""

    mutation: ClassVar[str] = "paper_template.publish"
    logo: Logo = ""
    texts: Annotated[tuple[PaperText, ...], msgspec.Meta(max_length=100)] = ()
    sections: Annotated[tuple[PaperSection, ...], msgspec.Meta(max_length=60)] = ()


class JudgeTemplate(Args, kw_only=True, frozen=True):
    """What came of the trial, "" for good. Keyed `template:<id>` by whoever tried."""

    mutation: ClassVar[str] = "paper_template.judge"
    template_id: Id
    problem: Problem = ""


ARGS = (PublishTemplate, JudgeTemplate)
