"""The SQL of every statement that a module of the server keeps, as JSON. Run by `test_plans.py`.

In a process of its own: tests keep statements too, and nothing tells the two apart.
"""

import gc
import json
from collections.abc import Iterator

from sqlalchemy import create_engine

from server.app import catalogue
from server.db.conditions import RowsQuery
from server.db.rows import layout
from server.db.statement import ListStatement, Statement
from server.db.types import TABLES


def statements() -> Iterator[str]:
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
            # Its text is nobody else's business, so it has no public name.
            yield str(each._core.compile(dialect=dialect))  # type: ignore[attr-defined]


if __name__ == "__main__":
    print(json.dumps(list(dict.fromkeys(statements()))))
