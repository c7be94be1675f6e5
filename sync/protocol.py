"""Shapes of the wire. `docs/protocol.md` explains each; TypeScript is generated from here.

Structs marked `array_like` travel as JSON arrays: positions are the contract, so a field is only
ever added at the end.
"""

from typing import Annotated, Any

import msgspec

PROTOCOL_VERSION = 1
"""History: 1 = first release."""
UNRESOLVED = "unresolved"
"""Code of `failed`: nothing was recorded; the client sends these entries spelt out."""

Uuid = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Nonce = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8}$")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$")]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """How far a replica has read.

    `floor` is the last head reached: every change up to it is here. Between pages `mode` is 1
    (walking the changes from floor to a newer head; position = the last row delivered) or 2 (a
    first sync at the head `seq`; position = the last row of the snapshot).
    """

    epoch: str = ""
    floor: Count = 0
    mode: int = 0
    seq: Count = 0
    scope: Count = 0
    handle: Count = 0


class Entries(msgspec.Struct, array_like=True):
    """Outbox entries in columns, `first` upward. A column of length 1 holds for all of them.

    `device_ms` and `mono_ms` hold the first value and then differences. `bases` are pairs
    [epoch, head]. `args` stay undecoded: each entry is judged by itself.

    Or the arguments travel in coded columns (`sync/columns.py`), with `names` and `args` empty:
    `order` says for each entry which of `runs` (name, keys, a column for each key) its next line
    belongs to. Ids are places in a table: first `rows` ([scope, handle, difference, …] each),
    then the 16 bytes each of `ids`. `mono_ms` is then less `device_ms`, as differences again.
    `check` is `sync.entries.check_of` the entries as their author has them.
    """

    first: Annotated[int, msgspec.Meta(ge=1)]
    names: list[str]
    bases: list[tuple[str, Count]]
    device_ms: list[int]
    mono_ms: list[int]
    zones: list[str]
    apps: list[str]
    schemas: list[str]
    args: list[msgspec.Raw]
    runs: list[tuple[str, list[str], list[list[Any]]]] = []
    order: list[Any] = []
    rows: list[list[int]] = []
    ids: str = ""
    check: str = ""


class SyncRequest(msgspec.Struct, array_like=True):
    """Body of `POST /sync`: push and pull in one round trip."""

    protocol: int
    schema: Hash
    replica: Uuid
    nonce: Nonce
    cursor: Cursor
    settled: Count  # every entry up to it left the outbox
    waiting: Count  # entries in the outbox, for the administrator's page
    device_ms: int
    entries: Entries | None = None
    hollow: list[tuple[int, str, str]] = []  # (n, hash, name) of entries that do not fit
    sums: str = ""  # `sync.digest.parts_text` of the rows here: the digests differed


class Result(msgspec.Struct, array_like=True, frozen=True):
    """What became of entry `n`. `reason` and `detail` only for a refusal."""

    n: int
    seq: int
    outcome: str
    flags: list[str] = []
    reason: str = ""
    detail: dict[str, Any] = {}


class Origin(msgspec.Struct, array_like=True):
    """Ids that were born in mutations of one writer: see `sync/id_table.py`."""

    writer: str
    prefix: str
    count: int
    numbers: list[Any]
    ordinals: list[Any]


class KindPage(msgspec.Struct, array_like=True):
    """Rows of one kind in one scope.

    `enters`: handles (first absolute, then differences), a column of ids, then one column for
    each field visible in that scope, in contract order. `changes`: for each changed field (its
    index among the visible ones) the handles (same coding) and a column of values. Columns are
    coded (`sync/columns.py`); between server modules they are still plain lists.

    `copied`: [scope, handle, difference, …]: the rows that enter are the replica's own in that
    scope, and neither ids nor columns are said.
    """

    kind: int
    scope: int
    enter_handles: list[int]
    enter_ids: list[Any]
    enter_columns: list[list[Any]]
    changes: list[tuple[int, list[int], list[Any]]]
    copied: list[int] = []


class ScopePage(msgspec.Struct, array_like=True):
    """A scope that entered (level 0 everyone, 1 crew, 2 office) or its leaves."""

    scope: int
    level: int
    leaves: list[int]  # handles, first absolute, then differences


class SyncResponse(msgspec.Struct, array_like=True):
    """Answer of `POST /sync`. `digest` and `count` only on the page that reaches the head.

    It travels without the values at its end, and at the end of its cursor, that are defaults.
    """

    protocol: int
    nonce: str
    now_ms: int
    last: int  # last entry number of this replica that has an outcome
    cursor: Cursor
    more: bool
    digest: str = ""
    count: int = 0
    durable: int = 0  # every backup that could be restored holds all up to this seq
    results: list[Result] = []
    failed: tuple[int, str] | None = None  # the entry that stopped the push, and why
    gone: list[int] = []  # scopes lost
    scopes: list[ScopePage] = []
    kinds: list[KindPage] = []
    fresh: bool = False  # the client drops all confirmed rows first, never the outbox
    ids: str = ""  # 16 bytes for each id that rows of this answer have or name, in base64
    origins: list[Origin] = []
    accepted: list[tuple[int, int, int]] = []  # (n, how many, seq): accepted without flags
    repaired: list[int] = []  # parts of which all rows came: what else is here of them must go


class Problem(msgspec.Struct):
    """The one error shape of every route."""

    code: str
    message: str
    detail: dict[str, Any] = {}
