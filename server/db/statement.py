"""Statements of the hot path: Core, compiled once for each database, run on the driver's cursor.

SQLAlchemy's own execution costs some ten times what SQLite needs for a line found by its key. So
whatever runs in each mutation or sync is a module-level `Statement`. Its values are positional, in
the order of the names it was made with, and travel as the driver takes them: text, integers,
booleans, None. Lines are plain tuples; on SQLite a boolean column comes back as 0 or 1.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Table, bindparam, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable

Line = tuple[Any, ...]
_Plan = list[tuple[int, Any]] | None  # (place among the arguments or -1, constant)


def param(name: str) -> BindParameter[Any]:
    """A value that each call gives."""
    return bindparam(name)


class _Text:
    """What one database is asked: its SQL, and where each of its parameters comes from."""

    def __init__(self, core: Executable, names: Sequence[str], dialect: Any) -> None:
        compiled = cast(SQLCompiler, cast(Any, core).compile(dialect=dialect))
        self.sql = str(compiled)
        self.errors: type[Exception] = dialect.loaded_dbapi.Error
        wanted = compiled.positiontup or []
        if unknown := set(names) - set(wanted):
            raise TypeError(f"no such parameter: {sorted(unknown)}")
        constants = compiled.params
        self.plan: _Plan = [
            (names.index(name), None) if name in names else (-1, constants[name]) for name in wanted
        ]
        if [place for place, _ in self.plan] == list(range(len(names))):
            self.plan = None  # the arguments as they come


class Statement:
    """One statement. Raises what SQLAlchemy would raise, such as IntegrityError."""

    def __init__(self, core: Executable, *names: str) -> None:
        self._core = core
        self._names = names
        self._texts: dict[str, _Text] = {}

    def all(self, connection: Connection, *values: Any) -> list[Line]:
        """Every line."""
        cursor = self._run(connection, values)
        found: list[Line] = cursor.fetchall()
        cursor.close()
        return found

    def first(self, connection: Connection, *values: Any) -> Line | None:
        """The first line, or None."""
        cursor = self._run(connection, values)
        found: Line | None = cursor.fetchone()
        cursor.close()
        return found

    def scalars(self, connection: Connection, *values: Any) -> list[Any]:
        """The first column of every line."""
        return [line[0] for line in self.all(connection, *values)]

    def scalar(self, connection: Connection, *values: Any) -> Any:
        """The first column of the first line, or None."""
        line = self.first(connection, *values)
        return None if line is None else line[0]

    def do(self, connection: Connection, *values: Any) -> None:
        """For a statement that gives no lines."""
        self._run(connection, values).close()

    def many(self, connection: Connection, lines: Sequence[Sequence[Any]]) -> None:
        """The same once for each of these arguments."""
        if not lines:
            return
        text = self._text(connection)
        if text.plan is not None:
            lines = [_arranged(text.plan, line) for line in lines]
        cursor = _cursor(connection)
        try:
            cursor.executemany(text.sql, lines)
        except text.errors as error:
            raise _translated(text.sql, lines, error, connection) from error
        cursor.close()

    def _run(self, connection: Connection, values: Sequence[Any]) -> Any:
        text = self._texts.get(connection.dialect.driver) or self._text(connection)
        if text.plan is not None:
            values = _arranged(text.plan, values)
        cursor = _cursor(connection)
        try:
            cursor.execute(text.sql, values)
        except text.errors as error:
            raise _translated(text.sql, values, error, connection) from error
        return cursor

    def _text(self, connection: Connection) -> _Text:
        driver = connection.dialect.driver
        if driver not in self._texts:
            self._texts[driver] = _Text(self._core, self._names, connection.dialect)
        return self._texts[driver]


class ListStatement:
    """A statement over a list of values of any length: compiled once for each power of two.

    `make` builds it around the markers of the list; a shorter list is filled up with its last
    value, so the statement must not mind a value that comes twice.
    """

    def __init__(self, make: Callable[[list[BindParameter[Any]]], Executable], *names: str) -> None:
        self._make = make
        self._names = names
        self._sizes: dict[int, Statement] = {}

    def all(self, connection: Connection, *values: Any, each: Iterable[Any]) -> list[Line]:
        """Every line; none for an empty list, whatever else is asked."""
        listed = list(each)
        if not listed:
            return []
        size = 1 << (len(listed) - 1).bit_length()
        listed += listed[-1:] * (size - len(listed))
        return self._of(size).all(connection, *values, *listed)

    def _of(self, size: int) -> Statement:
        if size not in self._sizes:
            markers = [f"each_{number}" for number in range(size)]
            core = self._make([param(marker) for marker in markers])
            self._sizes[size] = Statement(core, *self._names, *markers)
        return self._sizes[size]


def inserting(table: Table, *names: str) -> Statement:
    """INSERT of these columns, in this order."""
    return Statement(insert(table).values({name: param(name) for name in names}), *names)


class Savepoint:
    """A savepoint without SQLAlchemy's account of it: opened at once, ended one way or the other.

    Savepoints of one name may be nested; the innermost is meant.
    """

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        run_sql(connection, f"SAVEPOINT {name}")

    def keep(self) -> None:
        run_sql(self._connection, f"RELEASE SAVEPOINT {self._name}")

    def undo(self) -> None:
        """Everything since it was opened is as it was; the savepoint itself is gone."""
        run_sql(self._connection, f"ROLLBACK TO SAVEPOINT {self._name}")
        self.keep()


def run_sql(connection: Connection, sql: str) -> None:
    """A word about the transaction itself, told to the driver."""
    cursor = _cursor(connection)
    try:
        cursor.execute(sql, ())
    except cast(Any, connection.dialect).loaded_dbapi.Error as error:
        raise _translated(sql, (), error, connection) from error
    cursor.close()


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.dbapi_connection
    return driver.cursor()


def _arranged(plan: list[tuple[int, Any]], values: Sequence[Any]) -> Line:
    return tuple([values[place] if place >= 0 else constant for place, constant in plan])


def _translated(sql: str, values: Any, error: Exception, connection: Connection) -> Exception:
    dialect = cast(Any, connection.dialect)
    # As the library does for its own statements: a line that was cut must not go back to the pool.
    if dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
        connection.invalidate(error)
    told = DBAPIError.instance(sql, values, error, dialect.loaded_dbapi.Error, dialect=dialect)
    return cast(Exception, told)
