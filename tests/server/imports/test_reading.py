"""Tables as people save them: encodings, separators, workbooks, and what is none."""

import io
from datetime import datetime, time, timedelta

import openpyxl
import pytest

from server.imports import reading
from server.imports.reading import UnreadableTable, read_table

CHINESE = "编号,标题\n1,三楼卫生间漏水\n2,“门锁”坏了\n"


def cells(content: bytes) -> list[list[str]]:
    table = read_table("t", content)
    return [list(table.headers), *[list(row.cells.values()) for row in table.rows]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_in_each_encoding(encoding: str) -> None:
    assert cells(CHINESE.encode(encoding)) == [
        ["编号", "标题"],
        ["1", "三楼卫生间漏水"],
        ["2", "“门锁”坏了"],
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_and_a_western_page(separator: str) -> None:
    lines = [["Nr", "Straße", "Höhe"], ["1", "Große Bäckerstraße", "é–è"], ["2", "a", ""]]
    text = "\r\n".join(separator.join(line) for line in lines)
    assert cells(text.encode("cp1252")) == lines


def test_a_separator_inside_a_quotation_does_not_count() -> None:
    text = 'a;b\n"1,2,3";"4,5,6"\n"1,2,3";"4,5,6"\n'
    assert cells(text.encode()) == [["a", "b"], ["1,2,3", "4,5,6"], ["1,2,3", "4,5,6"]]


def test_lines_of_another_encoding_in_a_file_of_utf_8() -> None:
    lines = ["a,b", "中,文", "ö,ü", "ä,ß", "ñ,ø"]
    content = "\n".join(lines).encode() + b"\n" + "Größe,2".encode("latin-1")
    assert cells(content)[1:] == [["中", "文"], ["ö", "ü"], ["ä", "ß"], ["ñ", "ø"], ["Größe", "2"]]


def test_the_line_where_a_row_begins() -> None:
    text = 'sep=;\nk;t\n1;"two\nlines"\n\n;\n2;x\n3;y;z;\n'
    rows = read_table("t", text.encode()).rows
    assert [(row.line, row.cells["k"], row.surplus) for row in rows] == [
        (3, "1", 0),
        (7, "2", 0),
        (8, "3", 1),
    ]
    assert rows[0].cells["t"] == "two\nlines"


def test_headers_without_a_name_or_twice() -> None:
    assert read_table("t", b"a,,a,b,,\n1,2,3,4\n").headers == ("a", "#2", "a (2)", "b")


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.sheet_state = "hidden"
    sheet = book.create_sheet("seen")
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_cells_of_a_workbook_as_text() -> None:
    moment = datetime(2024, 5, 1, 13, 4, 5, 400_000)  # noqa: DTZ001  (sheets know no zone)
    day = datetime(2024, 5, 1)  # noqa: DTZ001
    content = workbook(
        ["n", "d", "t", "f", "b", "h", "e"],
        [13800000000.0, day, moment, 0.1 + 0.2, True, time(8, 30), None],
        [],
        [7, " x ", "", 1e-9, False, timedelta(hours=30), "=1+1"],
    )
    assert cells(content) == [
        ["n", "d", "t", "f", "b", "h", "e"],
        ["13800000000", "2024-05-01", "2024-05-01T13:04:05", "0.3", "true", "08:30:00", ""],
        ["7", "x", "", "1e-09", "false", "1 day, 6:00:00", ""],
    ]
    assert [row.line for row in read_table("t", content).rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n,,\n", "empty"),
        (reading.OLD_EXCEL + b"x", "old_excel"),
        (b"\x89PNG\r\n\x00\x00", "not_text"),
        (b"PK\x03\x04 no zip", "broken_workbook"),
        (b"a,b\n1," + b"x" * (reading.CELL_LENGTH_MAX + 1), "broken_csv"),
        (b"a," * (reading.COLUMNS_MAX + 1), "too_large"),
    ],
)
def test_what_is_no_table(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_table("register.csv", content)
    assert caught.value.code == code
    assert "register.csv" in str(caught.value)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MAX", 3)
    assert len(read_table("t", b"a,b\n1,1\n2,2\n3,3\n").rows) == 3
    with pytest.raises(UnreadableTable):
        read_table("t", b"a,b\n1,1\n2,2\n3,3\n4,4\n")
