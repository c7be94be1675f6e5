"""The report of an import: one line a row, as CSV that a sheet opens in every language."""

import csv
import io
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from server.imports.service_requests import Outcome, RowReport

HEADERS = ("line", "key", "outcome", "reason")
FORMULA = ("=", "+", "-", "@", "\t")


def beside(file: Path) -> Path:
    """Where the report of a register goes when nobody says otherwise."""
    return file.with_name(f"{file.stem}.report.csv")


def write(path: Path, reports: Sequence[RowReport]) -> None:
    """The whole report or none. Raises OSError."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(HEADERS)
    for each in reports:
        lines.writerow((each.line, _tame(each.key), each.outcome.value, _tame(each.reason)))
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(text.getvalue().encode("utf-8-sig"))
    os.replace(part, path)


def summary(reports: Sequence[RowReport]) -> str:
    """The figures of a run in one line."""
    counts = Counter(each.outcome for each in reports)
    taken = [each for each in reports if each.outcome in (Outcome.NEW, Outcome.UPDATED)]
    placed = sum(1 for each in taken if each.is_placed)
    figures = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
    where = f" ({placed} located, {len(taken) - placed} need a place)" if taken else ""
    return f"{len(reports)} rows: {figures}{where}"


def _tame(cell: str) -> str:
    """A cell that a sheet would take for a formula is text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
