"""Canonical JSON: the one byte string that both sides hash.

Object keys sorted, no white space, UTF-8, strings escaped as `JSON.stringify` does, integers
only (no floats, none beyond 2^53 - 1), keys ASCII. TypeScript twin:
`pwa/src/sync/canonical.ts`; both are judged by `tests/contract/cases/canonical.json`.
"""

from typing import Any

import msgspec

SAFE_INTEGER_MAX = 2**53 - 1
_PLAIN = frozenset({str, bool, type(None)})
# The same bytes as the standard library's writer (a test compares them), some twenty times sooner.
_ENCODER = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a huge integer, a lone surrogate, a strange key."""


def _check(value: Any) -> None:
    """Half a surrogate pair is found later, where the text becomes bytes."""
    if value.__class__ in _PLAIN:
        return
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER_MAX:
            raise NotCanonical(f"integer {value} is beyond 2^53 - 1")
    elif isinstance(value, list | tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            if item.__class__ not in _PLAIN:  # pyright: ignore[reportUnknownMemberType]
                _check(item)
    elif isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"key {key!r} is not ASCII text")
            if item.__class__ not in _PLAIN:  # pyright: ignore[reportUnknownMemberType]
                _check(item)
    elif not isinstance(value, str):
        raise NotCanonical(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises NotCanonical."""
    _check(value)
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds half a surrogate pair") from error
