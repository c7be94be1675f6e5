"""Canonical JSON: the one byte string that both sides hash.

Object keys sorted, no white space, UTF-8, strings escaped as `JSON.stringify` does, integers
only (no floats, none beyond 2^53 - 1), keys ASCII. TypeScript twin:
`pwa/src/sync/canonical.ts`; both are judged by `tests/contract/cases/canonical.json`.
"""

import json
from typing import Any

SAFE_INTEGER_MAX = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a huge integer, a lone surrogate, a strange key."""


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER_MAX:
            raise NotCanonical(f"integer {value} is beyond 2^53 - 1")
        return
    if isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise NotCanonical("a string holds half a surrogate pair")
        return
    if isinstance(value, list | tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            _check(item)
        return
    if isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"key {key!r} is not ASCII text")
            _check(item)
        return
    raise NotCanonical(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises NotCanonical."""
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
