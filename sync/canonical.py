"""Canonical JSON: the one byte string that both sides hash.

Object keys sorted, no white space, UTF-8, strings escaped as `JSON.stringify` does, integers
only (no floats, none beyond 2^53 - 1), keys ASCII. TypeScript twin:
`pwa/src/sync/canonical.ts`; both are judged by `tests/contract/cases/canonical.json`.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

SAFE_INTEGER_MAX = 2**53 - 1
# A `Raw` part is canonical bytes already, and goes in as it is.
_PLAIN = frozenset({str, bool, type(None), msgspec.Raw})
# The same bytes as the standard library's writer (a test compares them), some twenty times sooner.
_ENCODER = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a huge integer, a lone surrogate, a strange key."""


def _check(value: Any) -> None:
    """Half a surrogate pair is found later, where the text becomes bytes."""
    if value.__class__ in _PLAIN:
        return
    if isinstance(value, int):
        if not -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
            raise NotCanonical(f"integer {value} is beyond 2^53 - 1")
    elif isinstance(value, list | tuple):
        _check_all(value)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, dict):
        _check_keys(value)  # pyright: ignore[reportUnknownArgumentType]
        _check_all(value.values())  # pyright: ignore[reportUnknownMemberType,reportUnknownArgumentType]
    elif not isinstance(value, str):
        raise NotCanonical(f"{type(value).__name__} has no canonical form")


def _check_keys(keys: Iterable[Any]) -> None:
    """All at once; one by one only to name the strange one."""
    try:
        if "".join(keys).isascii():
            return
    except TypeError:
        pass
    for key in keys:
        if not isinstance(key, str) or not key.isascii():
            raise NotCanonical(f"key {key!r} is not ASCII text")


def _check_all(values: Iterable[Any]) -> None:
    """Nearly all are texts and numbers: they are told here, without a call for each."""
    for value in values:
        kind = value.__class__
        if kind in _PLAIN or (kind is int and -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX):
            continue
        _check(value)


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises NotCanonical."""
    _check(value)
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds half a surrogate pair") from error
