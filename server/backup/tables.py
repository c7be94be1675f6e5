"""Tables as files and back, the same lines whichever database they come from or go to."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, insert, select, text

from server.db.types import METADATA

VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500
ROWS_READ_AT_ONCE = 2_000
ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(list[Any])
LEVEL = 3  # of gzip: most of the gain, a third of the time

Tick = Callable[[int], None]  # told of so many more rows


def revision_of(connection: Connection) -> str:
    """The newest step that this database has taken."""
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()


def count_rows(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in METADATA.sorted_tables
    }


def write_table(connection: Connection, table: Table, file: Path, tick: Tick) -> int:
    """All rows of one table, read in the connection's snapshot. Returns their number."""
    names = [str(column.name) for column in table.columns]
    rows = 0
    with gzip.GzipFile(file, "wb", LEVEL, mtime=0) as out:
        out.write(ENCODER.encode(names) + b"\n")
        found = connection.execution_options(yield_per=ROWS_READ_AT_ONCE).execute(select(table))
        for part in found.partitions():
            out.write(b"".join(ENCODER.encode(tuple(line)) + b"\n" for line in part))
            rows += len(part)
            tick(len(part))
    return rows


def read_table(connection: Connection, table: Table, file: Path, tick: Tick) -> int:
    """Rows of a file into an empty table that has these columns. Returns their number."""
    rows = 0
    with gzip.open(file, "rb") as lines:
        names: list[str] = DECODER.decode(next(iter(lines)))
        binary = [at for at, name in enumerate(names) if _is_binary(table, name)]
        for part in _parts(lines):
            for line in part:
                for at in binary:
                    line[at] = None if line[at] is None else msgspec.convert(line[at], bytes)
            values = [dict(zip(names, line, strict=True)) for line in part]
            connection.execute(insert(table), values)
            rows += len(part)
            tick(len(part))
    return rows


def tables_here(connection: Connection) -> dict[str, Table]:
    """The tables as they stand in this database, whatever the program would like them to be."""
    found = MetaData()
    found.reflect(connection)
    return {name: table for name, table in found.tables.items() if name != VERSION_TABLE}


def _is_binary(table: Table, name: str) -> bool:
    return isinstance(table.columns[name].type, LargeBinary)


def _parts(lines: Any) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    for line in lines:
        part.append(DECODER.decode(line))
        if len(part) == ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part
