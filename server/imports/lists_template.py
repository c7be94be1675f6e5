"""An empty list to fill in: headings, and a second sheet that explains them."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from server.imports.lists_columns import COLUMNS

WIDTH = 20
WORDS = {
    "zh-CN": ("填这里", "说明", ("列", "要不要填", "例子"), ("要填", "可不填")),
    "en": ("Fill in here", "Notes", ("Column", "Needed", "Example"), ("required", "optional")),
}


def template(noun: str, language: str) -> bytes:
    """An XLSX workbook for this noun. `language`: zh-CN or en; the other one is read as well."""
    is_english = language == "en"
    sheet_name, notes_name, heads, needs = WORDS["en" if is_english else "zh-CN"]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = sheet_name
    notes: Any = book.create_sheet(notes_name)
    notes.append(list(heads))
    for number, column in enumerate(COLUMNS[noun], start=1):
        heading = column.en if is_english else column.zh
        cell = sheet.cell(row=1, column=number, value=heading)
        cell.font = Font(bold=column.required)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
        example = column.example_en if is_english else column.example_zh
        notes.append([heading, needs[0] if column.required else needs[1], example])
    for number in range(1, len(heads) + 1):
        notes.cell(row=1, column=number).font = Font(bold=True)
        notes.column_dimensions[get_column_letter(number)].width = WIDTH * 2
    sheet.freeze_panes = "A2"
    for row in sheet.iter_rows(min_row=2, max_row=500, max_col=len(COLUMNS[noun])):
        for cell in row:
            cell.number_format = "@"  # 0138… and 3-1 stay what was typed
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
