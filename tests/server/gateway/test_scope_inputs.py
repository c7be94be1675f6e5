"""A change that touches no input of a scope rule is not looked at: so inputs must be whole."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from server.app import catalogue
from server.gateway.call import ScopeRule, no_keys, no_rows

DEFAULTS = (no_keys, no_rows)
NARROW = [rule for rule in catalogue().scopes.values() if rule.inputs is not None]


def fields_read(reader: Callable[..., Any]) -> set[str]:
    """Fields that a `roots` or `refs` reads of its row (its last argument).

    Raises AssertionError when it hands the row on, since its fields could then be read elsewhere.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(reader)))
    row = list(inspect.signature(reader).parameters)[-1]
    dotted = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    found = [node for node in dotted if isinstance(node.value, ast.Name) and node.value.id == row]
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == row]
    assert len(named) == len(found), f"{reader.__qualname__} hands its row on whole"
    return {node.attr for node in found} - {"id"}


def test_some_rules_are_narrow() -> None:
    assert len(NARROW) >= 2


@pytest.mark.parametrize("rule", NARROW, ids=lambda rule: rule.kind.name)
def test_inputs_are_what_the_rule_reads(rule: ScopeRule) -> None:
    readers = [reader for reader in (rule.roots, rule.refs) if reader not in DEFAULTS]
    assert rule.inputs == set().union(*(fields_read(reader) for reader in readers))


def test_a_row_handed_on_is_seen() -> None:
    def refs(row: dict[str, str]) -> list[str]:
        return sorted(row)

    with pytest.raises(AssertionError, match="hands its row on"):
        fields_read(refs)
