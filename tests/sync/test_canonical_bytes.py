"""The fast writer of canonical JSON says, byte for byte, what JSON.stringify would say."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.canonical import SAFE_INTEGER_MAX, NotCanonical, canonical

_ASCII = st.characters(max_codepoint=127)
_TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-SAFE_INTEGER_MAX, SAFE_INTEGER_MAX)
    | _TEXTS
    | st.text(_ASCII)
)
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(_ASCII), inner), max_leaves=20
)


def stringified(value: Any) -> bytes:
    """What JSON.stringify says of an object whose keys were put in order."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


@given(_VALUES)
def test_the_writers_agree(value: Any) -> None:
    assert canonical(value) == stringified(value)


@pytest.mark.parametrize("code", [*range(0xA0), 0x2028, 0x2029, 0xD7FF, 0xE000, 0xFFFF, 0x1F527])
def test_the_writers_escape_alike(code: int) -> None:
    value: dict[str, Any] = {"a": f"x{chr(code)}y", "B": [chr(code)]}
    if code < 0x80:
        value[chr(code)] = code
    assert canonical(value) == stringified(value)


@pytest.mark.parametrize("value", ["\ud800", ["\udfff"], {"a": {"b": "x\udc00"}}])
def test_half_a_surrogate_pair_has_no_bytes(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)
