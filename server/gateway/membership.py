"""Handles, digests and versions of the rows in a scope."""

import json
from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Row as Line
from sqlalchemy import and_, insert, select, update

from server.gateway.catalogue import Catalogue
from server.gateway.tables import MEMBER, ROW_VERSION, SCOPE
from server.gateway.tx import Change, Tx
from sync import digest
from sync.fields import Row, Sees
from sync.kinds import Kind

LEVELS = {"catalog": Sees.EVERYONE, "user": Sees.CREW}


def level_of(scope_key: str) -> Sees:
    """Scopes of the office (`territory:…`, `office`) see every field."""
    return LEVELS.get(scope_key.split(":")[0], Sees.OFFICE)


def visible_values(kind: Kind, row: Row, level: Sees) -> list[Any]:
    """The fields a scope of this level carries, as JSON values in contract order, without id."""
    return [msgspec.to_builtins(getattr(row, name)) for name in kind.visible_to(level)]


class Membership:
    """Writes of one mutation to `scope`, `member` and `row_version`, all under one seq."""

    def __init__(self, tx: Tx, seq: int, catalogue: Catalogue) -> None:
        self.tx = tx
        self.seq = seq
        self.catalogue = catalogue
        self._numbers: dict[str, int] = {}
        self._lines: dict[int, Line[Any]] = {}
        self._sum_moves: dict[int, int] = defaultdict(int)
        self._count_moves: dict[int, int] = defaultdict(int)
        self._next_handles: dict[int, int] = {}
        self._moved: set[int] = set()
        self._entered: set[tuple[int, str]] = set()

    def scope_no(self, scope_key: str) -> int:
        """The number of a scope, made on first use."""
        if scope_key in self._numbers:
            return self._numbers[scope_key]
        s = SCOPE.c
        query = select(s.scope).where(s.tenant_id == self.tx.tenant_id, s.scope_key == scope_key)
        number = self.tx.connection.execute(query).scalar()
        if number is None:
            number = self.tx.count_up("scope")
            line = insert(SCOPE).values(
                tenant_id=self.tx.tenant_id,
                scope=number,
                scope_key=scope_key,
                level=level_of(scope_key).value,
                next_handle=1,
                digest=0,
                members=0,
            )
            self.tx.connection.execute(line)
        self._numbers[scope_key] = number
        return number

    def scopes_holding(self, row_id: str) -> list[int]:
        """Scopes in which the row is now."""
        return sorted(line.scope for line in self._alive(row_id))

    def enter(self, scope: int, kind: Kind, row: Row) -> None:
        """The row gets a handle of its own here, never used before in this scope."""
        line = self._scope(scope)
        handle: int = self._next_handles.get(scope) or int(line.next_handle)
        self._next_handles[scope] = handle + 1
        value = self._digest(scope, handle, kind, row)
        self.tx.connection.execute(
            insert(MEMBER).values(
                tenant_id=self.tx.tenant_id,
                scope=scope,
                handle=handle,
                kind=kind.name,
                row_id=row.id,
                enter_seq=self.seq,
                leave_seq=None,
                last_seq=self.seq,
                digest=digest.to_signed(value),
            )
        )
        self._entered.add((scope, row.id))
        self._account(scope, value, 1)

    def leave(self, scope: int, row_id: str) -> None:
        for line in self._alive(row_id):
            if line.scope != scope:
                continue
            self._write_member(line, leave_seq=self.seq, last_seq=self.seq)
            self._account(scope, -digest.from_signed(line.digest), -1)

    def touch(self, kind: Kind, change: Change) -> None:
        """A row's changed fields get this seq, in its versions and wherever they are seen."""
        fields = change.changed_fields()
        if not fields:
            return
        self._write_versions(kind, change, fields)
        if change.before is None:
            return
        for line in self._alive(change.after.id):
            level = Sees(self._scope(line.scope).level)
            if (line.scope, change.after.id) in self._entered:
                continue
            if fields.isdisjoint(kind.visible_to(level)):
                continue
            value = self._digest(line.scope, line.handle, kind, change.after)
            self._write_member(line, last_seq=self.seq, digest=digest.to_signed(value))
            self._account(line.scope, value - digest.from_signed(line.digest), 0)

    def finish(self) -> set[int]:
        """Write the sums of the scopes; returns those in which something moved."""
        for scope in sorted(self._moved):
            line = self._scope(scope)
            total = (digest.from_signed(line.digest) + self._sum_moves[scope]) % digest.MODULUS
            self.tx.connection.execute(
                update(SCOPE)
                .where(SCOPE.c.tenant_id == self.tx.tenant_id, SCOPE.c.scope == scope)
                .values(
                    digest=digest.to_signed(total),
                    members=line.members + self._count_moves[scope],
                    next_handle=self._next_handles.get(scope, line.next_handle),
                )
            )
        return self._moved

    def _account(self, scope: int, digest_move: int, count_move: int) -> None:
        self._sum_moves[scope] += digest_move
        self._count_moves[scope] += count_move
        self._moved.add(scope)

    def _scope(self, scope: int) -> Line[Any]:
        if scope not in self._lines:
            s = SCOPE.c
            query = select(SCOPE).where(s.tenant_id == self.tx.tenant_id, s.scope == scope)
            self._lines[scope] = self.tx.connection.execute(query).one()
        return self._lines[scope]

    def _alive(self, row_id: str) -> list[Line[Any]]:
        m = MEMBER.c
        query = select(MEMBER).where(
            m.tenant_id == self.tx.tenant_id, m.row_id == row_id, m.leave_seq.is_(None)
        )
        return list(self.tx.connection.execute(query))

    def _write_member(self, line: Line[Any], **values: int) -> None:
        m = MEMBER.c
        key = and_(m.tenant_id == self.tx.tenant_id, m.scope == line.scope, m.handle == line.handle)
        self.tx.connection.execute(update(MEMBER).where(key).values(**values))

    def _digest(self, scope: int, handle: int, kind: Kind, row: Row) -> int:
        values = visible_values(kind, row, Sees(self._scope(scope).level))
        index = self.catalogue.kind_index[kind.name]
        return digest.row_digest(scope, handle, index, row.id, values)

    def _write_versions(self, kind: Kind, change: Change, fields: set[str]) -> None:
        v = ROW_VERSION.c
        key = and_(
            v.tenant_id == self.tx.tenant_id, v.kind == kind.name, v.row_id == change.after.id
        )
        versions: dict[str, int] = {}
        if change.before is not None:
            versions = json.loads(
                self.tx.connection.execute(select(v.versions).where(key)).scalar_one()
            )
        versions |= dict.fromkeys(fields, self.seq)
        text = json.dumps(versions, separators=(",", ":"), sort_keys=True)
        if change.before is None:
            line = insert(ROW_VERSION).values(
                tenant_id=self.tx.tenant_id, kind=kind.name, row_id=change.after.id, versions=text
            )
        else:
            line = update(ROW_VERSION).where(key).values(versions=text)
        self.tx.connection.execute(line)
