"""Pure rules of papers: what values look like, what the document holds."""

import json

import msgspec
import pytest

from server.papers import samples, values
from server.papers.documents import VERSION, canonical_bytes, decode, fingerprint
from server.papers.schema import Form
from server.papers.sections import COLUMNS, FORMS, NEEDED, TABLES
from server.papers.words import WORDS, Words


@pytest.mark.parametrize("form", list(Form))
def test_a_document_is_its_bytes(form: Form) -> None:
    made = samples.sample(form)
    assert decode(canonical_bytes(made)) == made
    assert json.loads(canonical_bytes(made))["head"]["version"] == VERSION
    moved = msgspec.structs.replace(made, received_by_name=f"{made.received_by_name}.")
    assert fingerprint(moved) != fingerprint(made)


@pytest.mark.parametrize(
    ("milli", "said"), [(0, "0"), (1, "0.001"), (1_500, "1.5"), (2_000, "2"), (10_000, "10")]
)
def test_quantities(milli: int, said: str) -> None:
    assert values.quantity(milli) == said


def test_an_unknown_zone_is_read_as_utc() -> None:
    assert values.instant(0, "Mars/Base") == "1970-01-01 00:00"
    assert values.instant(0, "Asia/Shanghai") == "1970-01-01 08:00"
    assert values.instant(None, "UTC") == ""


def test_only_what_has_no_place_to_break_is_broken() -> None:
    assert values.clean("BX-2026-000427") == "BX-2026-000427"
    assert values.clean("渗" * 40) == "渗" * 40
    broken = values.clean("x" * 25)
    assert broken.replace(values.BREAK, "") == "x" * 25
    assert max(map(len, broken.split(values.BREAK))) <= values.BREAK_CHARS


def test_every_section_and_column_has_its_words() -> None:
    assert set(FORMS) == set(NEEDED) == set(Form)
    for form, codes in FORMS.items():
        assert NEEDED[form] <= set(codes)
        for code in codes:
            assert f"section.{code}" in WORDS
            assert [c for c in COLUMNS[code] if f"label.{c}" not in WORDS] == []
    assert set(COLUMNS) >= TABLES


def test_every_column_has_a_value() -> None:
    made, words = samples.sample(Form.CERTIFICATE), Words("en")
    pairs = values.pairs_of(made, words)
    for code in set(COLUMNS) - TABLES - {"photos", "flags", "signatures"}:
        assert set(pairs[code]) == set(COLUMNS[code]), code
    for code in TABLES:
        assert all(set(line) == set(COLUMNS[code]) for line in values.LINES[code](made, words))


def test_words_fall_back_to_the_other_language() -> None:
    own = {"paper.firm": ("只有中文", ""), "form.plan": ("", "Only English")}
    assert Words("en", own)("paper.firm") == "只有中文"
    assert Words("zh-CN", own)("form.plan") == "Only English"
    assert Words("en")("grade.strange") == "strange"
