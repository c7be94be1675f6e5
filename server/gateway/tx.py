"""What a handler may do: read rows, insert rows, change fields. Nothing else.

The connection is in the unit of work's savepoint; every change is remembered, so that field
versions, scopes and digests follow without the handler's help.
"""

from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from server.db.types import KIND_OF, TABLES
from server.gateway.tables import COUNTER
from sync.fields import Row
from sync.limits import ROWS_PER_MUTATION_MAX

R = TypeVar("R", bound=Row)


def read_row(row_type: type[R], line: RowMapping) -> R:
    """A stored line as its row. (SQLAlchemy's keys are a str of its own, which msgspec refuses.)"""
    return msgspec.convert({str(name): value for name, value in line.items()}, row_type)


class TooManyRows(Exception):
    """A mutation touched more rows than one unit may."""


class Change(msgspec.Struct):
    """A row as it was before this mutation (None: born in it) and as it is now."""

    before: Row | None
    after: Row

    def changed_fields(self) -> set[str]:
        names = self.after.__struct_fields__
        if self.before is None:
            return set(names) - {"id"}
        return {name for name in names if getattr(self.before, name) != getattr(self.after, name)}


class Tx:
    """A handler's window on the database, inside one mutation's savepoint."""

    def __init__(self, connection: Connection, tenant_id: str) -> None:
        self.connection = connection
        self.tenant_id = tenant_id
        self.changes: dict[tuple[type[Row], str], Change] = {}

    def get(self, row_type: type[R], row_id: str | None) -> R | None:
        """The row, or None."""
        if row_id is None:
            return None
        known = self.changes.get((row_type, row_id))
        if known is not None:
            return cast(R, known.after)
        found = self.rows(row_type, TABLES[row_type].c.id == row_id)
        return found[0] if found else None

    def rows(
        self, row_type: type[R], *where: ColumnElement[bool], limit: int | None = None
    ) -> list[R]:
        """Rows of this tenant that meet the conditions, as stored (ordered by id)."""
        table = TABLES[row_type]
        columns = [column for column in table.c if column.name != "tenant_id"]
        query = select(*columns).where(table.c.tenant_id == self.tenant_id, *where)
        if limit is not None:
            query = query.order_by(table.c.id).limit(limit)
        found = self.connection.execute(query).mappings()
        # Ordered here: asked to order, SQLite walks the primary key, not the condition's index.
        return sorted((read_row(row_type, line) for line in found), key=lambda row: row.id)

    def insert(self, row: R) -> R:
        """Store a new row. Raises IntegrityError where its id is taken."""
        self._count()
        values = msgspec.to_builtins(row) | {"tenant_id": self.tenant_id}
        self.connection.execute(insert(TABLES[type(row)]).values(values))
        self.changes[type(row), row.id] = Change(None, row)
        return row

    def update(self, row: R, **fields: Any) -> R:
        """Change fields of a row; returns it as it is now. Equal values change nothing."""
        moved = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if not moved:
            return row
        self._count()
        table = TABLES[type(row)]
        after = msgspec.structs.replace(row, **moved)
        self.connection.execute(
            update(table)
            .where(table.c.tenant_id == self.tenant_id, table.c.id == row.id)
            .values(msgspec.to_builtins(moved))
        )
        known = self.changes.get((type(row), row.id))
        self.changes[type(row), row.id] = Change(known.before if known else row, after)
        return after

    def count_up(self, name: str) -> int:
        """The next number of one of the tenant's counters, from 1."""
        where = (COUNTER.c.tenant_id == self.tenant_id, COUNTER.c.name == name)
        value = self.connection.execute(select(COUNTER.c.value).where(*where)).scalar()
        if value is None:
            line = insert(COUNTER).values(tenant_id=self.tenant_id, name=name, value=1)
            self.connection.execute(line)
            return 1
        self.connection.execute(update(COUNTER).where(*where).values(value=value + 1))
        return value + 1

    def kind_of(self, row: Row) -> str:
        return KIND_OF[type(row)].name

    def _count(self) -> None:
        if len(self.changes) >= ROWS_PER_MUTATION_MAX:
            raise TooManyRows
