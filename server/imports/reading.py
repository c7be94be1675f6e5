"""A register as text, whatever wrote it: CSV in the usual encodings and separators, or XLSX.

Rows keep the number of the line where they begin, so that a person finds them again.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.imports.decoding import NotText, decode
from server.imports.spreadsheet import BrokenWorkbook, is_workbook, workbook_lines

BYTES_MAX = 50 * 1024 * 1024
ROWS_MAX = 200_000
COLUMNS_MAX = 500
CELL_LENGTH_MAX = 100_000
SEPARATORS = (",", ";", "\t")
LINES_TASTED = 20
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableTable(Exception):
    """The file is no table that we can read. `code` and `detail` for a screen, a sentence here.

    Codes: empty, too_large, old_excel, not_text, broken_csv (line), broken_workbook.
    """

    def __init__(self, code: str, sentence: str, **detail: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.detail = detail


class TableRow(msgspec.Struct, frozen=True):
    """`cells` by header, trimmed, "" where the row is short. `surplus` counts filled cells to
    the right of the last header: a sign of a broken quotation."""

    line: int
    cells: dict[str, str]
    surplus: int = 0


class Table(msgspec.Struct, frozen=True):
    """Blank rows are left out. A header that stands twice gets a number: `Name (2)`."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(name: str, content: bytes) -> Table:
    """The table in a file's bytes; `name` is the file's, for messages. Raises UnreadableTable."""
    if len(content) > BYTES_MAX:
        limit = BYTES_MAX // 1024 // 1024
        raise UnreadableTable("too_large", f"{name} is larger than {limit} MB: split it.")
    if content.startswith(OLD_EXCEL):
        raise UnreadableTable("old_excel", f"{name} is an old Excel file: save it as .xlsx.")
    lines = iter(_workbook(name, content) if is_workbook(content) else _csv(name, content))
    headers: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for number, cells in lines:
        if len(cells) > COLUMNS_MAX or len(rows) >= ROWS_MAX:
            sentence = f"{name} has more than {ROWS_MAX} rows or {COLUMNS_MAX} columns: split it."
            raise UnreadableTable("too_large", sentence)
        if not any(cells):
            continue
        if not headers:
            headers = _headers(cells)
        else:
            rows.append(_row(headers, number, cells))
    if not headers:
        raise UnreadableTable("empty", f"{name} is empty: it needs a line of column names first.")
    return Table(name, headers, tuple(rows))


Line = tuple[int, list[str]]


def _workbook(name: str, content: bytes) -> Iterator[Line]:
    try:
        yield from workbook_lines(content)
    except BrokenWorkbook as error:
        sentence = f"{name} looks like a workbook but cannot be opened ({error}): save it anew."
        raise UnreadableTable("broken_workbook", sentence) from error


def _csv(name: str, content: bytes) -> Iterator[Line]:
    try:
        text = decode(content)
    except NotText as error:
        sentence = f"{name} is neither text nor a workbook: save it as CSV or XLSX."
        raise UnreadableTable("not_text", sentence) from error
    first, _, rest = text.partition("\n")
    skipped = 0
    separator = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        separator, text, skipped = first.strip("\r")[4:5], rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or separator_of(text))
    csv.field_size_limit(CELL_LENGTH_MAX)
    number = 1
    try:
        for cells in reader:
            yield number + skipped, [cell.strip() for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        line = number + skipped
        sentence = f"{name} cannot be read from line {line} on ({error}): is a quotation open?"
        raise UnreadableTable("broken_csv", sentence, line=line) from error


def separator_of(text: str) -> str:
    """The separator by which the first lines have the most columns, and all the same number."""
    return max(SEPARATORS, key=lambda separator: _agreement(text, separator))


def _agreement(text: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for cells in reader:
            if any(cells):
                widths.append(len(cells))
            if len(widths) == LINES_TASTED:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _headers(cells: list[str]) -> tuple[str, ...]:
    while not cells[-1]:
        cells = cells[:-1]
    return tuple(_numbered(cell or f"#{number}" for number, cell in enumerate(cells, 1)))


def _numbered(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _row(headers: tuple[str, ...], number: int, cells: list[str]) -> TableRow:
    padded = cells + [""] * (len(headers) - len(cells))
    surplus = sum(1 for cell in padded[len(headers) :] if cell)
    return TableRow(number, dict(zip(headers, padded, strict=False)), surplus)
