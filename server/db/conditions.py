"""Rows by simple conditions, compiled once for each form that is asked for.

A handler says `tx.rows(Appointment, C.work_order_id == order_id, C.state.in_(OPEN))`. Conditions of
these forms (a column equals a value, is one of a list, is true) differ from call to call only in
their values; the statement behind them is kept.
"""

import operator
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BinaryExpression, BindParameter, Column, ColumnElement
from sqlalchemy.sql import operators

from server.db.rows import layout
from server.db.statement import Statement, param
from sync.fields import Row

R = TypeVar("R", bound=Row)


class RowsQuery(Generic[R]):
    """A query for rows that is asked in every other mutation: `names` are its parameters."""

    def __init__(
        self, row_type: type[R], *where: ColumnElement[bool], names: Sequence[str]
    ) -> None:
        self.row_type = row_type
        self._where = where
        self._names = names

    @cached_property
    def statement(self) -> Statement:
        """Takes the tenant and the parameters. Made when kinds and tables are all there."""
        how = layout(self.row_type)
        query = how.query().where(how.table.c.tenant_id == param("tenant"), *self._where)
        return Statement(query, "tenant", *self._names)


_Form = tuple[str, int]  # column; how many values of a list, or one of:
_EQUALS, _IS_TRUE = -1, -2

_kept: dict[tuple[Any, ...], Statement] = {}


def kept_statement(
    row_type: type[Row], where: Sequence[ColumnElement[bool]], limit: int | None
) -> tuple[Statement, list[Any]] | None:
    """The statement and its values after the tenant, or None where the form is another."""
    forms: list[_Form] = []
    values: list[Any] = []
    for condition in where:
        form = _form(condition, values)
        if form is None:
            return None
        forms.append(form)
    key = (row_type, limit, *forms)
    if key not in _kept:
        _kept[key] = _compose(row_type, forms, limit)
    return _kept[key], values


def _form(condition: ColumnElement[bool], values: list[Any]) -> _Form | None:
    if isinstance(condition, Column):
        return (condition.name, _IS_TRUE)
    if not isinstance(condition, BinaryExpression):
        return None
    left: Any = condition.left
    right: Any = condition.right
    if not isinstance(left, Column) or not isinstance(right, BindParameter):
        return None
    value = cast(Any, right).effective_value
    if condition.operator is operator.eq:
        values.append(value)
        return (left.name, _EQUALS)
    if condition.operator is operators.in_op and value:
        values.extend(value)
        return (left.name, len(value))
    return None


def _compose(row_type: type[Row], forms: Sequence[_Form], limit: int | None) -> Statement:
    how = layout(row_type)
    c = how.table.c
    names = ["tenant"]
    query = how.query().where(c.tenant_id == param("tenant"))
    for column, count in forms:
        if count == _IS_TRUE:
            query = query.where(c[column])
            continue
        mine = [f"value_{len(names) + n}" for n in range(1 if count == _EQUALS else count)]
        names += mine
        marks = [param(name) for name in mine]
        query = query.where(c[column] == marks[0] if count == _EQUALS else c[column].in_(marks))
    if limit is not None:
        query = query.order_by(c.id).limit(limit)
    return Statement(query, *names)
