"""Lines that a unit of work writes late: together, and once however often they changed.

A row that ten entries touch has its digest computed once in each scope. What waits lies in the
unit's `Memory`; keys begin with the table.
"""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, update

from server.db.statement import Statement, inserting, param
from server.gateway import ledger
from server.gateway.catalogue import Catalogue
from server.gateway.memory import Memory
from server.gateway.tables import EVENT, FIELD_PAST, MEMBER, REASON, ROW_VERSION, SCOPE
from server.gateway.versions import Versions
from sync import digest
from sync.fields import Row, Sees

_S, _M, _V = SCOPE.c, MEMBER.c, ROW_VERSION.c
_SUM = Statement(
    update(SCOPE)
    .where(_S.tenant_id == param("tenant"), _S.scope == param("number"))
    .values(next_handle=param("next"), digest=param("sum"), members=param("count")),
    *("next", "sum", "count", "tenant", "number"),
)
_ENTER = inserting(
    MEMBER,
    *("tenant_id", "scope", "handle", "kind", "row_id", "enter_seq", "last_seq", "digest"),
)
_TOUCH = Statement(
    update(MEMBER)
    .where(
        _M.tenant_id == param("tenant"),
        _M.scope == param("number"),
        _M.handle == param("at_handle"),
    )
    .values(last_seq=param("seq"), digest=param("sum")),
    *("seq", "sum", "tenant", "number", "at_handle"),
)
_FIRST_VERSIONS = inserting(ROW_VERSION, "versions", "tenant_id", "kind", "row_id")
_NEXT_VERSIONS = Statement(
    update(ROW_VERSION)
    .where(_V.tenant_id == param("tenant"), _V.kind == param("of_kind"), _V.row_id == param("row"))
    .values(versions=param("text")),
    *("text", "tenant", "of_kind", "row"),
)
_PAST = inserting(
    FIELD_PAST,
    *("tenant_id", "kind", "row_id", "field", "until_seq", "from_seq", "writer", "value"),
)
_GIVE = inserting(REASON, "tenant_id", "scope", "row_id", "reason_id", "kind")
_EVENT = inserting(
    EVENT, *("tenant_id", "seq", "writer", "key", "salt", "payload", "payload_hash", "chain")
)

MEMBERS, VERSIONS, PASTS, REASONS, SCOPES = "member", "versions", "past", "reason", "scope"
EVENTS, OUTCOMES = "event", "ledger"
# Whose lines are their keys and values one after the other.
_PLAIN = ((PASTS, _PAST), (REASONS, _GIVE), (EVENTS, _EVENT), (OUTCOMES, ledger.LINE))


class ScopeLine(NamedTuple):
    """What a scope adds up to: the next handle, the sum of its rows, their number."""

    level: Sees
    next_handle: int
    digest: int
    members: int


class Place(NamedTuple):
    """Where a row is now: a scope, its handle there, and its digest as far as it is in the sum."""

    scope: int
    handle: int
    digest: int


class MemberLine(NamedTuple):
    """A line of `member` to write. `enter_seq` is None where it is there already."""

    kind: str
    row: Row
    enter_seq: int | None
    last_seq: int


class VersionsLine(NamedTuple):
    """A line of `row_version` to write."""

    versions: Versions
    is_born: bool


class Writer:
    """Writes what waits in one unit of work."""

    def __init__(self, memory: Memory, catalogue: Catalogue, tenant_id: str) -> None:
        self._memory = memory
        self._catalogue = catalogue
        self._tenant_id = tenant_id

    def write(self, connection: Connection) -> None:
        tables: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}
        for (table, *place), line in self._memory.take_waiting().items():
            tables.setdefault(table, []).append((tuple(place), line))
        self._members(connection, tables.get(MEMBERS, []))
        self._versions(connection, tables.get(VERSIONS, []))
        for table, statement in _PLAIN:
            lines = [(self._tenant_id, *place, *line) for place, line in tables.get(table, [])]
            statement.many(connection, lines)
        moved = sorted(place[0] for place, _ in tables.get(SCOPES, []))
        sums = [(*self._memory.scopes[each][1:], self._tenant_id, each) for each in moved]
        _SUM.many(connection, sums)

    def _members(
        self, connection: Connection, waiting: list[tuple[tuple[Any, ...], MemberLine]]
    ) -> None:
        entering: list[tuple[Any, ...]] = []
        touched: list[tuple[Any, ...]] = []
        fresh: dict[str, dict[tuple[Any, ...], int]] = {}
        for (scope, handle), line in waiting:
            value = self._digest(scope, handle, line)
            fresh.setdefault(line.row.id, {})[scope, handle] = value
            if line.enter_seq is None:
                touched.append((line.last_seq, value, self._tenant_id, scope, handle))
                continue
            place = (self._tenant_id, scope, handle, line.kind, line.row.id)
            entering.append((*place, line.enter_seq, line.last_seq, value))
        self._account(fresh)
        _ENTER.many(connection, entering)
        _TOUCH.many(connection, touched)

    def _digest(self, scope: int, handle: int, line: MemberLine) -> int:
        level = self._memory.scopes[scope].level
        values = msgspec.to_builtins(self._catalogue.shown[line.kind, level](line.row))
        index = self._catalogue.kind_index[line.kind]
        return digest.to_signed(digest.row_digest(scope, handle, index, line.row.id, values))

    def _account(self, fresh: dict[str, dict[tuple[Any, ...], int]]) -> None:
        """The places of the rows and the sums of their scopes go with the digests, which are told
        by row and (scope, handle)."""
        memory, moves = self._memory, dict[int, int]()
        for row_id, digests in fresh.items():
            places: list[Place] = []
            for place in memory.members[row_id]:
                value = digests.get(place[:2])
                if value is not None:
                    moves[place.scope] = moves.get(place.scope, 0) + value - place.digest
                    place = Place(place.scope, place.handle, value)
                places.append(place)
            memory.put(memory.members, row_id, tuple(places))
        for scope, move in moves.items():
            line: ScopeLine = memory.scopes[scope]
            total = digest.to_signed((line.digest + move) % digest.MODULUS)
            memory.put(memory.scopes, scope, line._replace(digest=total))

    def _versions(
        self, connection: Connection, waiting: list[tuple[tuple[Any, ...], VersionsLine]]
    ) -> None:
        born: list[tuple[Any, ...]] = []
        changed: list[tuple[Any, ...]] = []
        for place, line in waiting:
            lines = born if line.is_born else changed
            lines.append((line.versions.text(), self._tenant_id, *place))
        _FIRST_VERSIONS.many(connection, born)
        _NEXT_VERSIONS.many(connection, changed)
