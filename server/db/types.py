"""Tables made from declared kinds, so that a column cannot differ from its field."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

from sync.fields import Row
from sync.kinds import Kind

METADATA = MetaData()
TABLES: dict[type[Row], Table] = {}
KIND_OF: dict[type[Row], Kind] = {}
ID_LENGTH = 36


def tenant_column() -> Column[str]:
    """Every table's first key column."""
    return Column("tenant_id", String(ID_LENGTH), primary_key=True)


def _column_type(annotation: Any) -> TypeEngine[Any]:
    if annotation is bool:
        return Boolean()
    if isinstance(annotation, type) and issubclass(annotation, int):
        return BigInteger()
    if isinstance(annotation, type) and issubclass(annotation, str):
        return Text()
    raise TypeError(f"no column type for {annotation!r}")


def row_table(kind: Kind, *extra: Any) -> Table:
    """The table of a kind: tenant, id, one column a field; `extra` are indexes.

    The kind's name is the table's name, so that one grep finds both.
    """
    columns = [
        Column(field.name, _column_type(field.type), nullable=field.nullable)
        for field in kind.fields
        if field.name != "id"
    ]
    table = Table(
        kind.name,
        METADATA,
        tenant_column(),
        Column("id", String(ID_LENGTH), primary_key=True),
        *columns,
        *extra,
    )
    TABLES[kind.row_type] = table
    KIND_OF[kind.row_type] = kind
    return table
