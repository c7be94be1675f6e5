"""What is refused as a whole: who may, unreadable files, missing columns, too much."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from server.imports.lists import BYTES_MAX, PLANNERS, ROWS_MAX
from server.imports.lists_columns import COLUMNS, fields_of
from tests.server.imports_lists.office import Office


@pytest.mark.parametrize("who", ["ann", "chief"])
async def test_users_are_imported_by_administrators(office: Office, who: str) -> None:
    answer = await office.send("users", "login,name\nx,X\n", who=who)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_dispatcher_imports_customers(office: Office) -> None:
    assert (await office.take("customers", "name\nX\n", who="chief"))[0]["outcome"] == "new"
    assert (await office.send("customers", "name\nY\n", who="ann")).status_code == 403


async def test_an_unknown_noun_is_not_there(office: Office) -> None:
    assert (await office.send("gardens", "name\nX\n")).status_code == 404


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "empty"),
        ("login\n", "columns_missing"),
        ("login,name\n", "no_lines"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"\x00\xff\xfe\x01", "not_text"),
    ],
)
async def test_a_file_that_is_no_list(office: Office, content: Any, problem: str) -> None:
    answer = await office.send("users", content)
    assert (answer.status_code, answer.json()["detail"]["problem"]) == (400, problem)


async def test_missing_columns_are_named_in_both_languages(office: Office) -> None:
    answer = await office.send("users", "登录名\nx\n")
    assert answer.json()["detail"]["columns"] == ["姓名 / Name"]


async def test_too_much_is_refused(office: Office) -> None:
    lines = "name\n" + "X\n" * (ROWS_MAX + 1)
    answer = await office.send("customers", lines)
    assert (answer.status_code, answer.json()["detail"]["problem"]) == (413, "too_many_lines")
    answer = await office.send("customers", b"x" * (BYTES_MAX + 1))
    assert answer.status_code == 413


async def test_a_broken_quotation_is_said_at_its_row(office: Office) -> None:
    results = await office.take("customers", "name,phone\nX,1,2,3\n")
    assert (results[0]["reason"], results[0]["detail"]) == ("surplus", {"n": 2})


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("noun", sorted(PLANNERS))
async def test_a_template_is_understood_by_its_import(
    office: Office, noun: str, language: str
) -> None:
    path = f"/api/v1/imports/{noun}/template.xlsx?lang={language}"
    answer = await office.client.get(path, headers=await office.head("boss"))
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    headings = tuple(str(cell.value) for cell in book.worksheets[0][1])
    assert list(fields_of(noun, headings)) == [column.field for column in COLUMNS[noun]]
    assert fields_of(noun, headings) == dict(
        zip((column.field for column in COLUMNS[noun]), headings, strict=True)
    )
    empty = await office.send(noun, answer.content)
    assert empty.json()["detail"]["problem"] == "no_lines"


def test_no_heading_stands_for_two_fields() -> None:
    for noun, columns in COLUMNS.items():
        headings = [each for column in columns for each in column.headings]
        assert len(headings) == len(set(headings)), noun
