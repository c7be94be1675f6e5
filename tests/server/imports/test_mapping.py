"""Maps: what is shipped is right, and a wrong one is told what to change."""

import pytest

from server.imports.mapping import (
    SHIPPED,
    BadMap,
    Mapping,
    ValueTable,
    check_columns,
    find_map,
    read_map,
)

SMALL = """
register = "works"
zone = "Asia/Shanghai"
[columns]
key = ["编号"]
title = ["{标题}"]
"""


def test_every_shipped_map_can_be_read() -> None:
    paths = sorted(SHIPPED.glob("*.toml"))
    assert paths
    for path in paths:
        mapping = read_map(path.name, path.read_text(encoding="utf-8"))
        assert mapping.register == path.stem
        assert find_map(path.stem) == path


def test_a_small_map_has_defaults() -> None:
    mapping = read_map("m", SMALL)
    assert mapping.named_columns() == {"编号", "标题"}
    assert (mapping.locale, mapping.datum) == ("zh-CN", "wgs84")
    assert mapping.grade.of({}) == "normal"
    assert mapping.duration.of({}) == "60"


def test_values_are_found_whatever_their_capitals() -> None:
    table = ValueTable(column="C", default="d", values={"Water Leak": "w"})
    assert [table.of({"C": said}) for said in (" WATER LEAK", "x", "")] == ["w", "d", "d"]


def test_columns_that_are_not_there_are_named() -> None:
    mapping: Mapping = read_map("m", SMALL)
    check_columns(mapping, ("标题", "编号", "x"))
    with pytest.raises(BadMap, match="no column 标题"):
        check_columns(mapping, ("编号", "x"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("register =", "TOML"),
        (SMALL.replace("works", "no blanks"), "register"),
        (SMALL.replace('"works"', "5"), "str"),
        (SMALL.replace("Asia/Shanghai", "China"), "IANA"),
        (SMALL.replace("title", "titel"), "titel"),
        (SMALL.replace('["{标题}"]', "[]"), "columns.title"),
        (SMALL + 'lon = "经度"\n', "go together"),
        (SMALL + '[grade]\ndefault = "high"\n', "high"),
        (SMALL + '[duration]\ndefault = "1h"\n', "1h"),
        (SMALL + '[status]\ncolumn = "状态"\nclosed = ["完"]\n', "columns.closed"),
        ('datum = "gcj"\n' + SMALL, "gcj"),
    ],
)
def test_a_wrong_map_is_told_what_is_wrong(text: str, word: str) -> None:
    with pytest.raises(BadMap, match=word) as caught:
        read_map("my.toml", text)
    assert "my.toml" in str(caught.value)


def test_an_unknown_map_names_those_there_are() -> None:
    with pytest.raises(BadMap, match="nyc311"):
        find_map("nowhere")
