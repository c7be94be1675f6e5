"""Who sees what: rows enter and leave scopes as a consequence of what a mutation changed.

A row is in a scope while at least one reason holds it there: itself, or a row that brings it
along. `Mover.follow` runs once after a handler, inside its savepoint, and gives every entering,
leaving and visible change the mutation's `seq`.
"""

from collections import deque

from sqlalchemy import and_, delete, insert, select, update

from server.db.types import KIND_OF
from server.gateway.call import ScopeRule
from server.gateway.catalogue import Catalogue
from server.gateway.membership import Membership
from server.gateway.tables import REASON, USER_SCOPE
from server.gateway.tx import Change, Tx
from sync.fields import Row


class Mover:
    """Applies one mutation's consequences to scopes. Holds nothing beyond that mutation."""

    def __init__(self, tx: Tx, catalogue: Catalogue, seq: int) -> None:
        self.tx = tx
        self.rules = catalogue.scopes
        self.row_types = {kind.name: row_type for row_type, kind in KIND_OF.items()}
        self.membership = Membership(tx, seq, catalogue)
        self._entered: deque[tuple[int, str, str]] = deque()

    def follow(self) -> set[int]:
        """Settle all changes; returns the scopes in which something moved."""
        changes = list(self.tx.changes.values())
        for change in changes:
            self._roots(change)
            if change.before is None:
                self._join_parents(change.after)
            else:
                self._refs(change)
        self._drain()
        for change in changes:
            self.membership.touch(KIND_OF[type(change.after)], change)
        return self.membership.finish()

    def users_to_review(self) -> set[str]:
        """Users whose set of scopes may have changed."""
        found: set[str] = set()
        for change in self.tx.changes.values():
            found |= self._rule(change.after).users(self.tx, change.after)
        return found

    def _rule(self, row: Row) -> ScopeRule:
        return self.rules[KIND_OF[type(row)].name]

    def _roots(self, change: Change) -> None:
        row = change.after
        wanted = {self.membership.scope_no(key) for key in self._rule(row).roots(self.tx, row)}
        have: set[int] = set() if change.before is None else self._scopes_by(row.id, row.id)
        kind = KIND_OF[type(row)].name
        for scope in sorted(wanted - have):
            self._add(scope, kind, row.id, row.id)
        for scope in sorted(have - wanted):
            self._remove(scope, row.id, row.id)

    def _join_parents(self, row: Row) -> None:
        kind = KIND_OF[type(row)].name
        for _, parent_id in self._rule(row).parents(row):
            for scope in self.membership.scopes_holding(parent_id):
                self._add(scope, kind, row.id, parent_id)

    def _refs(self, change: Change) -> None:
        assert change.before is not None
        rule = self._rule(change.after)
        before, after = set(rule.refs(change.before)), set(rule.refs(change.after))
        if before == after:
            return
        for scope in self.membership.scopes_holding(change.after.id):
            for kind, row_id in sorted(after - before):
                self._add(scope, kind, row_id, change.after.id)
            for _, row_id in sorted(before - after):
                self._remove(scope, row_id, change.after.id)

    def _drain(self) -> None:
        while self._entered:
            scope, kind, row_id = self._entered.popleft()
            row = self.tx.get(self.row_types[kind], row_id)
            if row is None:
                continue
            rule = self._rule(row)
            for other_kind, other_id in [*rule.refs(row), *rule.children(self.tx, row)]:
                self._add(scope, other_kind, other_id, row_id)

    def _scopes_by(self, row_id: str, reason_id: str) -> set[int]:
        r = REASON.c
        query = select(r.scope).where(
            r.tenant_id == self.tx.tenant_id, r.row_id == row_id, r.reason_id == reason_id
        )
        return set(self.tx.connection.execute(query).scalars())

    def _add(self, scope: int, kind: str, row_id: str, reason_id: str) -> None:
        r = REASON.c
        key = and_(r.tenant_id == self.tx.tenant_id, r.scope == scope, r.row_id == row_id)
        reasons = set(self.tx.connection.execute(select(r.reason_id).where(key)).scalars())
        if reason_id in reasons:
            return
        row = self.tx.get(self.row_types[kind], row_id)
        if row is None:
            return
        self.tx.connection.execute(
            insert(REASON).values(
                tenant_id=self.tx.tenant_id,
                scope=scope,
                row_id=row_id,
                reason_id=reason_id,
                kind=kind,
            )
        )
        if not reasons:
            self.membership.enter(scope, KIND_OF[type(row)], row)
            self._entered.append((scope, kind, row_id))

    def _remove(self, scope: int, row_id: str, reason_id: str) -> None:
        """Take a reason away; a row without reasons leaves, and so does what only it brought."""
        r = REASON.c
        waiting = [(row_id, reason_id)]
        while waiting:
            row_id, reason_id = waiting.pop()
            held = and_(r.tenant_id == self.tx.tenant_id, r.scope == scope, r.row_id == row_id)
            self.tx.connection.execute(delete(REASON).where(held, r.reason_id == reason_id))
            if self.tx.connection.execute(select(r.row_id).where(held).limit(1)).first():
                continue
            self.membership.leave(scope, row_id)
            brought = select(r.row_id).where(
                r.tenant_id == self.tx.tenant_id, r.scope == scope, r.reason_id == row_id
            )
            found = self.tx.connection.execute(brought).scalars()
            waiting.extend((other, row_id) for other in found)


def review_user(tx: Tx, catalogue: Catalogue, user_id: str, seq: int) -> bool:
    """Bring a user's set of scopes to what his grants say; True when it changed."""
    membership = Membership(tx, seq, catalogue)
    wanted_keys = catalogue.scope_keys_of(tx, user_id)
    wanted = {membership.scope_no(key) for key in wanted_keys}
    u = USER_SCOPE.c
    mine = and_(u.tenant_id == tx.tenant_id, u.user_id == user_id, u.leave_seq.is_(None))
    have = set(tx.connection.execute(select(u.scope).where(mine)).scalars())
    for scope in sorted(wanted - have):
        values = {"tenant_id": tx.tenant_id, "user_id": user_id, "scope": scope}
        tx.connection.execute(insert(USER_SCOPE).values(**values, enter_seq=seq))
    for scope in sorted(have - wanted):
        line = update(USER_SCOPE).where(mine, u.scope == scope).values(leave_seq=seq)
        tx.connection.execute(line)
    return wanted != have
