"""How SQLite finds the lines of the hot path: never by reading all that a firm has."""

import gc
import sqlite3
from collections.abc import Iterator

from sqlalchemy import create_engine

from server.app import catalogue
from server.db.conditions import RowsQuery
from server.db.rows import layout
from server.db.statement import ListStatement, Statement
from server.db.types import METADATA, TABLES

# Firms have one line of `tenant`, and of `grant` as many as people with a role.
SHORT_TABLES = ("tenant", "grant")


def statements() -> Iterator[str]:
    """The SQL of every statement that a module of the server keeps."""
    catalogue()
    for row_type in TABLES:
        layout(row_type)
    for each in gc.get_objects():
        if isinstance(each, ListStatement):
            each._of(4)
        if isinstance(each, RowsQuery):
            assert each.statement
    dialect = create_engine("sqlite://").dialect
    for each in gc.get_objects():
        if isinstance(each, Statement):
            yield str(each._core.compile(dialect=dialect))  # type: ignore[attr-defined]


def test_every_statement_finds_its_lines_by_more_than_the_firm() -> None:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    raw = engine.raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    found = list(dict.fromkeys(statements()))
    assert len(found) > 60
    slow: list[str] = []
    for sql in found:
        plan = driver.execute(f"EXPLAIN QUERY PLAN {sql}", ["x"] * sql.count("?")).fetchall()
        for *_, step in plan:
            reads_all = step.startswith("SCAN") or step.endswith("(tenant_id=?)")
            if reads_all and step.split()[1] not in SHORT_TABLES:
                slow.append(f"{step}: {sql[:200]}")
    raw.close()
    assert slow == []
