"""The outbox entry: what is hashed, and how its columns are opened again."""

from collections.abc import Iterator
from hashlib import blake2s
from typing import Any

import msgspec

from sync.canonical import canonical
from sync.protocol import Entries


class Entry(msgspec.Struct, frozen=True):
    """One outbox entry as its author made it; `args` is still undecoded JSON."""

    replica: str
    n: int
    base_epoch: str
    base_seq: int
    device_ms: int
    mono_ms: int
    zone: str
    app: str
    schema: str
    name: str
    args: msgspec.Raw


class BrokenColumns(ValueError):
    """The columns of a push do not fit together: a broken envelope."""


def entry_hash(entry: Entry, args: Any) -> str:
    """Hex blake2s-256 over the canonical JSON of the entry, args included.

    Raises NotCanonical when the arguments have no canonical form.
    """
    body = {
        "replica": entry.replica,
        "n": entry.n,
        "base": [entry.base_epoch, entry.base_seq],
        "device_ms": entry.device_ms,
        "mono_ms": entry.mono_ms,
        "zone": entry.zone,
        "app": entry.app,
        "schema": entry.schema,
        "name": entry.name,
        "args": args,
    }
    return blake2s(canonical(body)).hexdigest()


def _at(column: list[Any], index: int, length: int, name: str) -> Any:
    if len(column) == length:
        return column[index]
    if len(column) == 1:
        return column[0]
    raise BrokenColumns(f"column {name} holds {len(column)} values for {length} entries")


def unpack(replica: str, entries: Entries) -> Iterator[Entry]:
    """The entries of a push, in order. Raises BrokenColumns before the first one."""
    length = len(entries.args)
    for name in ("device_ms", "mono_ms"):
        if len(getattr(entries, name)) != length:
            raise BrokenColumns(f"column {name} must hold {length} values")
    for name in ("names", "bases", "zones", "apps", "schemas"):
        _at(getattr(entries, name), 0, length, name)
    device_ms = mono_ms = 0
    for index in range(length):
        device_ms += entries.device_ms[index]
        mono_ms += entries.mono_ms[index]
        base_epoch, base_seq = _at(entries.bases, index, length, "bases")
        yield Entry(
            replica=replica,
            n=entries.first + index,
            base_epoch=base_epoch,
            base_seq=base_seq,
            device_ms=device_ms,
            mono_ms=mono_ms,
            zone=_at(entries.zones, index, length, "zones"),
            app=_at(entries.apps, index, length, "apps"),
            schema=_at(entries.schemas, index, length, "schemas"),
            name=_at(entries.names, index, length, "names"),
            args=entries.args[index],
        )
