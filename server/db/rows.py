"""Stored lines of a kind, and the statements that read and write them by their keys."""

from collections.abc import Callable, Sequence
from enum import Enum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, insert, select, update

from server.db.statement import Line, ListStatement, Statement, param
from server.db.types import KIND_OF, TABLES
from sync.fields import Field, Row

R = TypeVar("R", bound=Row)


class Layout(Generic[R]):
    """How the lines of a row type lie in their table: in the order of its fields, `id` first."""

    def __init__(self, row_type: type[R]) -> None:
        fields = KIND_OF[row_type].fields
        self.row_type = row_type
        self.table = TABLES[row_type]
        self.names = tuple(field.name for field in fields)
        self._values = attrgetter(*self.names)
        self.places = {name: place for place, name in enumerate(self.names)}
        self._booleans = {field.name for field in fields if field.type is bool}
        self._readers = [(n, read) for n, field in enumerate(fields) if (read := _reader(field))]
        self._enums = [place for place, field in enumerate(fields) if _is_enum(field)]
        self._updates: dict[tuple[str, ...], Statement] = {}
        c = self.table.c
        mine = c.tenant_id == param("tenant")
        self.by_id = Statement(self.query().where(mine, c.id == param("row")), "tenant", "row")
        self.by_ids = ListStatement(lambda each: self.query().where(mine, c.id.in_(each)), "tenant")
        columns = ("tenant_id", *self.names)
        values = {name: param(name) for name in columns}
        self.insert = Statement(insert(self.table).values(values), *columns)

    def query(self) -> Select[Any]:
        """SELECT of all columns but the tenant's."""
        return select(*(self.table.c[name] for name in self.names))

    def update(self, names: tuple[str, ...]) -> Statement:
        """UPDATE of these columns; their values, then tenant and id."""
        if names not in self._updates:
            c = self.table.c
            line = update(self.table).where(c.tenant_id == param("_tenant"), c.id == param("_row"))
            line = line.values({name: param(name) for name in names})
            self._updates[names] = Statement(line, *names, "_tenant", "_row")
        return self._updates[names]

    def told(self, name: str, stored: Sequence[Any]) -> list[Any]:
        """A stored column as JSON values: SQLite gives truth back as 0 and 1."""
        if name in self._booleans:
            return [None if value is None else bool(value) for value in stored]
        return list(stored)

    def row(self, line: Line) -> R:
        """The line as its row. What is stored was checked when it was written."""
        values = list(line)
        for place, read in self._readers:
            values[place] = read(values[place])
        return self.row_type(**dict(zip(self.names, values, strict=True)))

    def values(self, row: R) -> list[Any]:
        """What is stored of a row."""
        values = list(self._values(row))
        for place in self._enums:
            if values[place] is not None:
                values[place] = values[place].value
        return values


_made: dict[type[Row], Layout[Any]] = {}


def layout(row_type: type[R]) -> Layout[R]:
    """The layout of a row type, made once."""
    known = _made.get(row_type)
    if known is None:
        known = _made[row_type] = Layout(row_type)
    return known


def _is_enum(field: Field) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, Enum)


def _reader(field: Field) -> Callable[[Any], Any] | None:
    if _is_enum(field):
        found: dict[Any, Any] = {None: None} | {each.value: each for each in field.type}
        return found.__getitem__
    if field.type is bool:
        return lambda stored: None if stored is None else bool(stored)
    return None
