"""What a handler may do: read rows, insert rows, change fields. Nothing else.

The connection is in the unit of work's savepoint; every change is remembered, so that field
versions, scopes and digests follow without the handler's help.
"""

from typing import Any, Protocol, TypeVar, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from server.db.conditions import RowsQuery, kept_statement
from server.db.rows import layout
from server.db.statement import Line, Statement, inserting, param
from server.db.types import KIND_OF
from server.gateway.memory import Memory
from server.gateway.tables import COUNTER
from sync.fields import Row
from sync.limits import ROWS_PER_MUTATION_MAX

R = TypeVar("R", bound=Row)


_C = COUNTER.c
_COUNTER_IS = (_C.tenant_id == param("tenant"), _C.name == param("counter"))
_COUNTED = Statement(select(_C.value).where(*_COUNTER_IS), "tenant", "counter")
_COUNT = Statement(
    update(COUNTER).where(*_COUNTER_IS).values(value=param("now")), "now", "tenant", "counter"
)
_FIRST_COUNT = inserting(COUNTER, "tenant_id", "name", "value")


def read_row(row_type: type[R], line: RowMapping) -> R:
    """A line as its row, checked anew. (SQLAlchemy's keys are a str of its own, which msgspec
    refuses.)"""
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
        before, after = msgspec.structs.astuple(self.before), msgspec.structs.astuple(self.after)
        lines = zip(names, before, after, strict=True)
        return {name for name, old, new in lines if old != new}


class Judging(Protocol):
    """Whoever says what an update may overwrite: see `server/gateway/contest.py`."""

    def admit(self, row: Row, wanted: dict[str, Any]) -> dict[str, Any]: ...

    def check(self, row: Row, field: str) -> None: ...


class Tx:
    """A handler's window on the database, inside one mutation's savepoint."""

    def __init__(
        self, connection: Connection, tenant_id: str, memory: Memory | None = None
    ) -> None:
        self.raw = connection
        self.tenant_id = tenant_id
        self.memory = memory or Memory()
        self._remembers = memory is not None  # rows: alone nobody may change them unseen
        self.judge: Judging | None = None  # of a handler whose author was away from the head
        self.changes: dict[tuple[type[Row], str], Change] = {}

    @property
    def connection(self) -> Connection:
        """For whatever `get` and `rows` cannot ask. What waits in the memory is written first."""
        if self.memory.waiting:
            self.memory.write(self.raw)
        return self.raw

    def get(self, row_type: type[R], row_id: str | None) -> R | None:
        """The row, or None."""
        if row_id is None:
            return None
        known = self.changes.get((row_type, row_id))
        if known is not None:
            return cast(R, known.after)
        remembered = self.memory.rows.get((row_type, row_id))
        if remembered is not None:
            return cast(R, remembered)
        how = layout(row_type)
        line = how.by_id.first(self.raw, self.tenant_id, row_id)
        if line is None:
            return None
        row = how.row(line)
        self._remember(row)
        return row

    def prepared(self, query: RowsQuery[R], *values: Any) -> list[R]:
        """Rows of this tenant by a query that its module has prepared (ordered by id)."""
        lines = query.statement.all(self.raw, self.tenant_id, *values)
        how = layout(query.row_type)
        return [how.row(line) for line in sorted(lines, key=_id_of)]

    def rows(
        self, row_type: type[R], *where: ColumnElement[bool], limit: int | None = None
    ) -> list[R]:
        """Rows of this tenant that meet the conditions, as stored (ordered by id)."""
        how = layout(row_type)
        kept = kept_statement(row_type, where, limit)
        if kept is not None:
            statement, values = kept
            lines = statement.all(self.raw, self.tenant_id, *values)
        else:
            query = how.query().where(how.table.c.tenant_id == self.tenant_id, *where)
            if limit is not None:
                query = query.order_by(how.table.c.id).limit(limit)
            lines = [tuple(line) for line in self.raw.execute(query)]
        # Ordered here: asked to order, SQLite walks the primary key, not the condition's index.
        return [how.row(line) for line in sorted(lines, key=_id_of)]

    def insert(self, row: R) -> R:
        """Store a new row. Raises IntegrityError where its id is taken."""
        self._count()
        how = layout(type(row))
        how.insert.do(self.raw, self.tenant_id, *how.values(row))
        self._changed(None, row)
        return row

    def update(self, row: R, **fields: Any) -> R:
        """Change fields of a row; returns it as it is now. Equal values change nothing, and a
        field that others have changed unseen by the author may stay as it is."""
        if self.judge is not None:
            fields = self.judge.admit(row, fields)
        moved = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if not moved:
            return row
        self._count()
        after = msgspec.structs.replace(row, **moved)
        statement = layout(type(row)).update(tuple(moved))
        values = msgspec.to_builtins(list(moved.values()))
        statement.do(self.raw, *values, self.tenant_id, row.id)
        self._changed(row, after)
        return after

    def refuse_if_moved(self, row: Row, field: str) -> None:
        """End the mutation as `changed_meanwhile` if the author has not seen the field's value."""
        if self.judge is not None:
            self.judge.check(row, field)

    def count_up(self, name: str) -> int:
        """The next number of one of the tenant's counters, from 1."""
        value = _COUNTED.scalar(self.raw, self.tenant_id, name)
        if value is None:
            _FIRST_COUNT.do(self.raw, self.tenant_id, name, 1)
            return 1
        _COUNT.do(self.raw, value + 1, self.tenant_id, name)
        return value + 1

    def kind_of(self, row: Row) -> str:
        return KIND_OF[type(row)].name

    def _changed(self, before: Row | None, after: Row) -> None:
        key = (type(after), after.id)
        known = self.changes.get(key)
        self.changes[key] = Change(known.before if known else before, after)
        self._remember(after)

    def _remember(self, row: Row) -> None:
        if self._remembers:
            self.memory.put(self.memory.rows, (type(row), row.id), row)

    def _count(self) -> None:
        if len(self.changes) >= ROWS_PER_MUTATION_MAX:
            raise TooManyRows


def _id_of(line: Line) -> str:
    return line[0]
