"""Handles, digests and versions of the rows in a scope."""

from typing import Any

import msgspec
from sqlalchemy import select, update

from server.db.statement import Statement, inserting, param
from server.gateway.catalogue import Catalogue
from server.gateway.contest import judged_fields
from server.gateway.tables import MEMBER, SCOPE
from server.gateway.tx import Change, Tx
from server.gateway.versions import Versions, versions_of
from server.gateway.waiting import (
    MEMBERS,
    PASTS,
    SCOPES,
    VERSIONS,
    MemberLine,
    Place,
    ScopeLine,
    VersionsLine,
)
from sync import digest
from sync.fields import SEES_ORDER, Row, Sees
from sync.kinds import Kind

LEVELS = {"catalog": Sees.EVERYONE, "user": Sees.CREW}

_S, _M = SCOPE.c, MEMBER.c
_OF_TENANT = _S.tenant_id == param("tenant")
_SCOPE_NO = Statement(
    select(_S.scope).where(_OF_TENANT, _S.scope_key == param("key")), "tenant", "key"
)
_SCOPE = Statement(
    select(_S.level, _S.next_handle, _S.digest, _S.members).where(
        _OF_TENANT, _S.scope == param("number")
    ),
    *("tenant", "number"),
)
_NEW_SCOPE = inserting(
    SCOPE, *("tenant_id", "scope", "scope_key", "level", "next_handle", "digest", "members")
)
_ALIVE = Statement(
    select(_M.scope, _M.handle, _M.digest).where(
        _M.tenant_id == param("tenant"), _M.row_id == param("row"), _M.leave_seq.is_(None)
    ),
    *("tenant", "row"),
)
_LEAVE = Statement(
    update(MEMBER)
    .where(
        _M.tenant_id == param("tenant"),
        _M.scope == param("number"),
        _M.handle == param("at_handle"),
    )
    .values(last_seq=param("seq"), leave_seq=param("left")),
    *("seq", "left", "tenant", "number", "at_handle"),
)


def level_of(scope_key: str) -> Sees:
    """Scopes of the office (`territory:…`, `office`) see every field."""
    return LEVELS.get(scope_key.split(":")[0], Sees.OFFICE)


def visible_values(kind: Kind, row: Row, level: Sees) -> list[Any]:
    """The fields a scope of this level carries, as JSON values in contract order, without id."""
    return msgspec.to_builtins([getattr(row, name) for name in kind.visible_to(level)])


class Membership:
    """What one mutation does to `scope`, `member` and `row_version`, all under one seq.

    Enters, changes and versions wait in the memory, see `waiting.py`.
    """

    def __init__(self, tx: Tx, seq: int, catalogue: Catalogue, writer: str = "") -> None:
        self.tx = tx
        self.seq = seq
        self.writer = writer
        self.catalogue = catalogue
        self.memory = tx.memory
        self.moved: set[int] = set()  # scopes in which something changed

    def scope_no(self, scope_key: str) -> int:
        """The number of a scope, made on first use."""
        known = self.memory.scope_numbers.get(scope_key)
        if known is not None:
            return known
        tx = self.tx
        number: int | None = _SCOPE_NO.scalar(tx.raw, tx.tenant_id, scope_key)
        if number is None:
            number = tx.count_up("scope")
            _NEW_SCOPE.do(
                tx.raw, tx.tenant_id, number, scope_key, level_of(scope_key).value, 1, 0, 0
            )
        self.memory.put(self.memory.scope_numbers, scope_key, number)
        return number

    def reaches(self, scope: int, level: Sees) -> bool:
        """The scope shows fields of this level."""
        own = self._scope(scope).level
        return SEES_ORDER.index(own) >= SEES_ORDER.index(level)

    def scopes_holding(self, row_id: str) -> list[int]:
        """Scopes in which the row is now."""
        return sorted(place.scope for place in self._places(row_id))

    def enter(self, scope: int, kind: Kind, row: Row) -> None:
        """The row gets a handle of its own here, never used before in this scope."""
        line = self._scope(scope)
        handle = line.next_handle
        self._set_places(row.id, (*self._places(row.id), Place(scope, handle, 0)))
        entering = MemberLine(kind.name, row, self.seq, self.seq)
        self.memory.put(self.memory.waiting, (MEMBERS, scope, handle), entering)
        self._set_scope(scope, ScopeLine(line.level, handle + 1, line.digest, line.members + 1))

    def leave(self, scope: int, row_id: str) -> None:
        place = next((each for each in self._places(row_id) if each.scope == scope), None)
        if place is None:
            return
        if (MEMBERS, scope, place.handle) in self.memory.waiting:
            self.memory.write(self.tx.raw)
            place = next(each for each in self._places(row_id) if each.scope == scope)
        line = (self.seq, self.seq, self.tx.tenant_id, scope, place.handle)
        _LEAVE.do(self.tx.raw, *line)
        self._set_places(row_id, tuple(each for each in self._places(row_id) if each != place))
        was = self._scope(scope)
        total = digest.subtract(digest.from_signed(was.digest), digest.from_signed(place.digest))
        self._set_scope(
            scope, was._replace(digest=digest.to_signed(total), members=was.members - 1)
        )

    def touch(self, kind: Kind, change: Change, fields: set[str]) -> None:
        """A row's changed fields get this seq, in its versions and wherever they are seen."""
        if not fields:
            return
        self._write_versions(kind, change, fields)
        if change.before is None:
            return
        row, waiting = change.after, self.memory.waiting
        for place in self._places(row.id):
            line = self._scope(place.scope)
            if fields.isdisjoint(self.catalogue.visible[kind.name, line.level]):
                continue
            key = (MEMBERS, place.scope, place.handle)
            was: MemberLine | None = waiting.get(key)
            enter_seq = was.enter_seq if was else None
            self.memory.put(waiting, key, MemberLine(kind.name, row, enter_seq, self.seq))
            self._has_moved(place.scope)

    def _set_scope(self, scope: int, line: ScopeLine) -> None:
        self.memory.put(self.memory.scopes, scope, line)
        self._has_moved(scope)

    def _has_moved(self, scope: int) -> None:
        if (SCOPES, scope) not in self.memory.waiting:
            self.memory.put(self.memory.waiting, (SCOPES, scope), ())
        self.moved.add(scope)

    def _scope(self, scope: int) -> ScopeLine:
        known: ScopeLine | None = self.memory.scopes.get(scope)
        if known is None:
            line = _SCOPE.first(self.tx.raw, self.tx.tenant_id, scope)
            assert line is not None
            known = ScopeLine(Sees(line[0]), *line[1:])
            self.memory.put(self.memory.scopes, scope, known)
        return known

    def _places(self, row_id: str) -> tuple[Place, ...]:
        known = self.memory.members.get(row_id)
        if known is None:
            lines = _ALIVE.all(self.tx.raw, self.tx.tenant_id, row_id)
            known = tuple(Place(*line) for line in lines)
            self._set_places(row_id, known)
        return known

    def _set_places(self, row_id: str, places: tuple[Place, ...]) -> None:
        self.memory.put(self.memory.members, row_id, places)

    def _write_versions(self, kind: Kind, change: Change, fields: set[str]) -> None:
        memory, key = self.memory, (kind.name, change.after.id)
        versions = Versions({}, {})
        if change.before is not None:
            versions = versions_of(self.tx, *key)
            self._keep_past(kind, change.before, fields, versions)
        versions = versions.written(fields, self.seq, self.writer)
        memory.put(memory.versions, key, versions)
        place = (VERSIONS, *key)
        was: VersionsLine | None = memory.waiting.get(place)
        is_born = change.before is None or (was is not None and was.is_born)
        memory.put(memory.waiting, place, VersionsLine(versions, is_born))

    def _keep_past(self, kind: Kind, before: Row, fields: set[str], versions: Versions) -> None:
        """Keep what is replaced, for judging entries whose authors have not seen it go."""
        for name in judged_fields(type(before)):
            if name in fields:
                value = msgspec.json.encode(getattr(before, name)).decode()
                line = (versions.seq_of(name), versions.writer_of(name), value)
                key = (PASTS, kind.name, before.id, name, self.seq)
                self.memory.put(self.memory.waiting, key, line)
