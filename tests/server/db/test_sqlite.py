"""A file that cannot be opened is told at the start, not by writes that wait for ever."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from server.db.sqlite import SqliteDatabase


def nothing(*_: Any) -> Any:
    """Nobody writes here."""


async def test_a_writer_without_its_file_says_so(tmp_path: Path) -> None:
    database = SqliteDatabase(f"sqlite:///{tmp_path}/nowhere/firm.sqlite3", nothing, nothing)
    with pytest.raises(OperationalError, match="unable to open"):
        await database.start()
    await database.stop()


async def test_the_writer_is_there_when_the_start_is_over(tmp_path: Path) -> None:
    file = tmp_path / "firm.sqlite3"
    database = SqliteDatabase(f"sqlite:///{file}", nothing, nothing)
    await database.start()
    # The log beside the file was agreed upon before anybody could read.
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    await database.stop()
