"""What a template may say, what a paper must have. Pure."""

import binascii
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

import msgspec

from server.papers.documents import Document
from server.papers.schema import Form, PaperSection, PaperText, PublishTemplate, Reason
from server.papers.sections import COLUMNS, FORMS, NEEDED
from server.papers.words import WORDS
from sync.canonical import canonical
from sync.outcomes import Rejected

TEXT_CHARS_MAX = 12_000  # of one column of the row
PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def check_template(args: PublishTemplate) -> Rejected | None:
    """Only known sections, columns and words, each once, and nothing that a form needs left out."""
    problem, at = _logo_problem(args.logo), "logo"
    if not problem:
        problem, at = _sections_problem(args.sections)
    if not problem:
        problem, at = _texts_problem(args.texts)
    if not problem:
        longest = max(len(pack(args.sections)), len(pack(args.texts)))
        problem, at = ("too_long", "") if longest > TEXT_CHARS_MAX else ("", "")
    return Rejected(Reason.BAD_TEMPLATE, {"problem": problem, "at": at}) if problem else None


def _logo_problem(logo: str) -> str:
    try:
        data = b64decode(logo, validate=True)
    except binascii.Error:
        return "not_base64"
    return "" if not data or data.startswith(PICTURE_STARTS) else "not_a_picture"


def _sections_problem(sections: tuple[PaperSection, ...]) -> tuple[str, str]:
    seen: set[tuple[Form, str]] = set()
    for each in sections:
        at = f"{each.form.value}.{each.code}"
        if each.code not in FORMS[each.form]:
            return "unknown_section", at
        if (each.form, each.code) in seen:
            return "section_twice", at
        seen.add((each.form, each.code))
        if not each.columns:
            return "no_columns", at
        if len(set(each.columns)) < len(each.columns):
            return "column_twice", at
        strange = [name for name in each.columns if name not in COLUMNS[each.code]]
        if strange:
            return "unknown_column", f"{at}.{strange[0]}"
    for form in {form for form, _ in seen}:
        lacking = sorted(NEEDED[form] - {code for of, code in seen if of is form})
        if lacking:
            return "needed_section", f"{form.value}.{lacking[0]}"
    return "", ""


def _texts_problem(texts: tuple[PaperText, ...]) -> tuple[str, str]:
    keys = [text.key for text in texts]
    for text in texts:
        if text.key not in WORDS:
            return "unknown_text", text.key
        if keys.count(text.key) > 1:
            return "text_twice", text.key
        if not (text.zh or text.en):
            return "empty_text", text.key
    return "", ""


def pack(parts: Iterable[PaperSection | PaperText]) -> str:
    """Sections or texts as one column of the row."""
    value: Any = msgspec.to_builtins(tuple(parts))
    return canonical(value).decode()


def missing_of(document: Document) -> str:
    """What the form cannot do without and the order does not have yet, "" when it can be printed.

    Codes: number, place, visit, arrival, plan, work.
    """
    head, place = document.head, document.place
    if not head.number:
        return "number"
    if not (place.project_name or place.location_names or place.address):
        return "place"
    needs = {
        Form.INTAKE: ("", True),
        Form.DISPATCH: ("visit", bool(document.visits)),
        Form.SURVEY: ("arrival", any(v.arrived_ms is not None for v in document.visits)),
        Form.PLAN: ("plan", document.plan is not None),
        Form.CERTIFICATE: ("work", any(v.finished_ms is not None for v in document.visits)),
    }
    code, is_there = needs[head.form]
    return "" if is_there else code
