"""How SQLite finds the lines of the hot path: never by reading all that a firm has."""

import json
import sqlite3
import subprocess
import sys

from sqlalchemy import create_engine

from server.db.types import METADATA

# A firm has one line of `tenant`, of `epoch` one a restore, of `grant` one or two a person.
SHORT_TABLES = ("tenant", "grant", "epoch")
STATEMENTS = [sys.executable, "-m", "tests.server.db.statements"]


def test_every_statement_finds_its_lines_by_more_than_the_firm() -> None:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    raw = engine.raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    found = json.loads(subprocess.run(STATEMENTS, capture_output=True, check=True).stdout)
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
