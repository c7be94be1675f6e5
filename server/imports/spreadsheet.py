"""Cells of a workbook as text, as a person reads them on the sheet."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl

ZIP = b"PK\x03\x04"
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
DIGITS = 15  # as many as a sheet keeps


class BrokenWorkbook(Exception):
    """A zip that is no workbook, or one that unpacks to more than memory should hold."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def workbook_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """(number of the row, its cells as text) of the first visible sheet. Raises BrokenWorkbook."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED_BYTES_MAX:
                raise BrokenWorkbook("it unpacks to too much")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that no cell depends on
            yield from _lines(content)
    except (BadZipFile, KeyError, ValueError, SyntaxError, TypeError, OSError) as error:
        raise BrokenWorkbook(type(error).__name__) from error


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise BrokenWorkbook("it has no visible sheet")
    sheets[0].reset_dimensions()  # some programs write a wrong extent
    rows = sheets[0].iter_rows(values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = [text_of(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def text_of(value: object) -> str:
    """Dates in ISO, at midnight without the time; whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | str():
            return str(value).strip()
        case float():
            is_whole = value.is_integer() and abs(value) < 10**DIGITS
            return str(int(value)) if is_whole else f"{value:.{DIGITS}g}"
        case datetime():
            is_day = value.time() == time()
            return value.date().isoformat() if is_day else _to_the_second(value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value).strip()


def _to_the_second(value: datetime) -> datetime:
    """A sheet counts days as fractions: the last microseconds are rounding."""
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0)
