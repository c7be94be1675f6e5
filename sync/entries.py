"""The outbox entry: what is hashed, and how its columns are opened again."""

from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from hashlib import blake2s
from typing import Any

import msgspec

from sync import columns
from sync.canonical import NotCanonical, canonical
from sync.columns import BrokenColumn
from sync.ids import uuid_of
from sync.limits import ENTRIES_PER_REQUEST_MAX, ENTRY_BYTES_MAX
from sync.protocol import Entries

ID_BYTES = 16
CHECK_BYTES = 6


class Entry(msgspec.Struct, frozen=True):
    """One outbox entry as its author made it.

    `args` is undecoded JSON. An entry that came in columns was decoded and hashed already: then
    `opened` holds the arguments and the hash, and `args` is their canonical form.
    """

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
    opened: tuple[Any, str] | None = None


class BrokenColumns(ValueError):
    """The columns of a push do not fit together: a broken envelope."""


class Unresolved(Exception):
    """The entries cannot be told from their columns: the client must spell them out."""


def entry_hash(entry: Entry, args: Any) -> str:
    """Hex blake2s-256 over the canonical JSON of the entry, args included.

    `args` may be their canonical bytes as `Raw`. Raises NotCanonical when the arguments have no
    canonical form.
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


def check_of(hashes: Sequence[str]) -> str:
    """8 characters of base64url over the entries' hashes: what was unfolded is what was meant."""
    octets = blake2s("".join(hashes).encode(), digest_size=CHECK_BYTES).digest()
    return urlsafe_b64encode(octets).decode()


def count(entries: Entries) -> int:
    """How many entries there are, before anything is unfolded."""
    return max(len(entries.args), len(entries.device_ms))


def named_rows(entries: Entries) -> list[tuple[int, int]]:
    """(scope, handle) of every row that the arguments name by it. Raises BrokenColumns."""
    found: list[tuple[int, int]] = []
    for group in entries.rows:
        if not group:
            raise BrokenColumns("rows are a scope and its handles")
        scope, *steps = group
        found += [(scope, handle) for handle in columns.sums(steps)]
    return found


def unpack(replica: str, entries: Entries, row_ids: Sequence[str] = ()) -> Iterator[Entry]:
    """The entries of a push, in order. `row_ids` are the ids of `named_rows`.

    Raises BrokenColumns before the first one; Unresolved where columns were unfolded into
    something else than the author has.
    """
    if count(entries) == 0:
        raise BrokenColumns("a push without entries")
    if entries.runs:
        return iter(_unfolded(replica, entries, row_ids))
    return _spelt(replica, entries)


def _spelt(replica: str, entries: Entries) -> Iterator[Entry]:
    length = len(entries.args)
    _at(entries.names, 0, length, "names")
    lines = _frames(replica, entries, length)
    for index, frame in enumerate(lines):
        name = _at(entries.names, index, length, "names")
        yield Entry(**frame, name=name, args=entries.args[index])


def _unfolded(replica: str, entries: Entries, row_ids: Sequence[str]) -> list[Entry]:
    length = len(entries.device_ms)
    frames = list(_frames(replica, entries, length))
    found: list[Entry] = []
    lines = _arguments(entries, row_ids, length)
    for frame, (name, args) in zip(frames, lines, strict=True):
        frame["mono_ms"] += frame["device_ms"]
        try:
            entry = Entry(**frame, name=name, args=msgspec.Raw(canonical(args)))
            opened = (args, entry_hash(entry, entry.args))
        except NotCanonical as error:
            raise Unresolved from error
        found.append(msgspec.structs.replace(entry, opened=opened))
    if check_of([entry.opened[1] for entry in found if entry.opened]) != entries.check:
        raise Unresolved
    return found


def _arguments(
    entries: Entries, row_ids: Sequence[str], length: int
) -> list[tuple[str, dict[str, Any]]]:
    """Name and arguments of each entry. Raises BrokenColumns."""
    ids = [*row_ids, *_spelt_ids(entries.ids)]
    try:
        order: list[int] = columns.unpack(entries.order, length)
        lines: list[Iterator[tuple[Any, ...]]] = [
            zip(*(columns.unpack(column, order.count(at), ids) for column in cells), strict=True)
            for at, (_, _, cells) in enumerate(entries.runs)
        ]
        found: list[tuple[str, dict[str, Any]]] = []
        left = ENTRIES_PER_REQUEST_MAX * ENTRY_BYTES_MAX
        for at in order:
            name, keys, _ = entries.runs[at]
            args = dict(zip(keys, next(lines[at], ()), strict=True))
            left -= len(msgspec.json.encode(args))
            if left < 0:
                raise BrokenColumns("columns that unfold into more than a request may hold")
            found.append((name, args))
        return found
    except (BrokenColumn, IndexError, TypeError, ValueError) as error:
        raise BrokenColumns(str(error)[:200]) from error


def _spelt_ids(text: str) -> list[str]:
    try:
        octets = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BrokenColumns("ids are no base64") from error
    if len(octets) % ID_BYTES:
        raise BrokenColumns("ids end early")
    return [uuid_of(octets[at : at + ID_BYTES]) for at in range(0, len(octets), ID_BYTES)]


def _at(column: list[Any], index: int, length: int, name: str) -> Any:
    if index < len(column) == length:
        return column[index]
    if len(column) == 1:
        return column[0]
    raise BrokenColumns(f"column {name} holds {len(column)} values for {length} entries")


def _frames(replica: str, entries: Entries, length: int) -> Iterator[dict[str, Any]]:
    """What is beside name and arguments. Raises BrokenColumns before the first one."""
    for name in ("device_ms", "mono_ms"):
        if len(getattr(entries, name)) != length:
            raise BrokenColumns(f"column {name} must hold {length} values")
    for name in ("bases", "zones", "apps", "schemas"):
        _at(getattr(entries, name), 0, length, name)
    device_ms = mono_ms = 0
    for index in range(length):
        device_ms += entries.device_ms[index]
        mono_ms += entries.mono_ms[index]
        base_epoch, base_seq = _at(entries.bases, index, length, "bases")
        yield {
            "replica": replica,
            "n": entries.first + index,
            "base_epoch": base_epoch,
            "base_seq": base_seq,
            "device_ms": device_ms,
            "mono_ms": mono_ms,
            "zone": _at(entries.zones, index, length, "zones"),
            "app": _at(entries.apps, index, length, "apps"),
            "schema": _at(entries.schemas, index, length, "schemas"),
        }
