"""A file that cannot be opened is told at the start, not by writes that wait for ever."""

import asyncio
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


async def test_the_start_waits_for_the_writer(tmp_path: Path) -> None:
    file = tmp_path / "firm.sqlite3"
    database = SqliteDatabase(f"sqlite:///{file}", nothing, nothing)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        start = asyncio.ensure_future(database.start())
        done, _ = await asyncio.wait([start], timeout=0.2)
        assert not done
        other.execute("COMMIT")
        await start
        # The log beside the file was agreed upon before anybody could read.
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    await database.stop()
