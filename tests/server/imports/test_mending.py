"""Texts that were read in the wrong encoding become whole; right ones stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.imports.decoding import cp1252
from server.imports.mending import mend

MEANT = (
    "Department’s website: “Learn More”",
    "crêpe éèé à côté",
    "卫生间漏水了",
    "三楼 卫生间 漏水,请尽快处理!",
    "Привет, мир",
    "½ £5 – naïve",
    "😀 ok",
)
RIGHT = (
    "CAFÉ » Müller, Größe Ä Ö Ü, É®",
    "联通公司 你好",
    "“你好”……——《测试》",
    "VOILÀ «ÇA»",
    "Übergrößenträger",
    "Ελλάδα, Россия, 日本語, 한국어",
    "plain",
)


@pytest.mark.parametrize("text", MEANT)
def test_utf_8_read_byte_by_byte(text: str) -> None:
    assert mend(text.encode().decode("latin-1")) == text
    assert mend(cp1252(text.encode())) == text
    assert mend(cp1252(cp1252(text.encode()).encode())) == text


@pytest.mark.parametrize("text", ["卫生间漏水了", "三楼漏水"])
def test_utf_8_read_as_gbk(text: str) -> None:
    assert mend(text.encode().decode("gb18030")) == text


@pytest.mark.parametrize("text", ["卫生间漏水", "中文", "三楼的门坏了"])
def test_gbk_read_byte_by_byte(text: str) -> None:
    assert mend(f"A {text.encode('gbk').decode('latin-1')} 3") == f"A {text} 3"


@pytest.mark.parametrize("text", [*RIGHT, *MEANT])
def test_what_is_right_stays(text: str) -> None:
    assert mend(text) == text


def test_controls_and_odd_blanks_go() -> None:
    assert mend("\ufeffa\0b\x07c\u00a0d\r\ne\x85 ") == "abc d\ne"


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_ascii_is_never_touched(text: str) -> None:
    assert mend(text) == text.strip()


@given(st.text())
def test_whatever_comes_mending_ends_and_leaves_no_nul(text: str) -> None:
    assert "\0" not in mend(text)
