"""Who sees what: rows enter and leave scopes as a consequence of what a mutation changed.

A row is in a scope while at least one reason holds it there: itself, or a row that brings it
along. `Mover.follow` runs once after a handler, inside its savepoint, and gives every entering,
leaving and visible change the mutation's `seq`.
"""

from collections import deque

from sqlalchemy import delete, select, update

from server.db.statement import Statement, inserting, param
from server.db.types import KIND_OF
from server.gateway.call import ScopeRule
from server.gateway.catalogue import Catalogue
from server.gateway.membership import Membership
from server.gateway.tables import REASON, USER_SCOPE
from server.gateway.tx import Change, Tx
from server.gateway.waiting import REASONS
from sync.fields import Row

_R, _U = REASON.c, USER_SCOPE.c
# `kind` is in no index: without it SQLite reads all reasons of the firm in the primary key, which
# then holds all that is asked, rather than the row's few by their own index.
_REASONS = Statement(
    select(_R.scope, _R.reason_id, _R.kind).where(
        _R.tenant_id == param("tenant"), _R.row_id == param("row")
    ),
    *("tenant", "row"),
)
_TAKE = Statement(
    delete(REASON).where(
        _R.tenant_id == param("tenant"),
        _R.scope == param("number"),
        _R.row_id == param("row"),
        _R.reason_id == param("reason"),
    ),
    *("tenant", "number", "row", "reason"),
)
_BROUGHT = Statement(
    select(_R.row_id).where(
        _R.tenant_id == param("tenant"),
        _R.scope == param("number"),
        _R.reason_id == param("reason"),
    ),
    *("tenant", "number", "reason"),
)
_OF_USER = (_U.tenant_id == param("tenant"), _U.user_id == param("user"), _U.leave_seq.is_(None))
_SCOPES_OF = Statement(select(_U.scope).where(*_OF_USER), "tenant", "user")
_GAIN = inserting(USER_SCOPE, "tenant_id", "user_id", "scope", "enter_seq")
_LOSE = Statement(
    update(USER_SCOPE).where(*_OF_USER, _U.scope == param("number")).values(leave_seq=param("seq")),
    *("seq", "tenant", "user", "number"),
)
_USERS_IN = Statement(
    select(_U.user_id).where(
        _U.tenant_id == param("tenant"), _U.scope == param("number"), _U.leave_seq.is_(None)
    ),
    *("tenant", "number"),
)
_NONE: frozenset[str] = frozenset()


class Mover:
    """Applies one mutation's consequences to scopes. Holds nothing beyond that mutation."""

    def __init__(self, tx: Tx, catalogue: Catalogue, seq: int, writer: str) -> None:
        self.tx = tx
        self.rules_of = catalogue.rules_of
        self.companions = catalogue.companions
        self.row_types = catalogue.row_types
        self.memory = tx.memory
        self.membership = Membership(tx, seq, catalogue, writer)
        self._entered: deque[tuple[int, str, str]] = deque()

    def follow(self) -> set[int]:
        """Settle all changes; returns the scopes in which something moved."""
        changes = list(self.tx.changes.values())
        for change in changes:
            if change.before is None:  # nobody could have seen it before: no need to ask
                self.memory.put(self.memory.reasons, change.after.id, {})
                self.memory.put(self.memory.members, change.after.id, ())
        fields = [change.changed_fields() for change in changes]
        for change, moved in zip(changes, fields, strict=True):
            if self._stays(change, moved):
                continue
            self._roots(change)
            if change.before is None:
                self._join_parents(change.after)
            else:
                self._refs(change)
        self._drain()
        for change, moved in zip(changes, fields, strict=True):
            self.membership.touch(KIND_OF[type(change.after)], change, moved)
        return self.membership.moved

    def _stays(self, change: Change, fields: set[str]) -> bool:
        """None of what its scopes depend on has changed. (Whoever wants them to be asked again
        for another reason says so by a change without changed fields.)"""
        inputs = self._rule(change.after).inputs
        if inputs is None or change.before is None:
            return False
        return bool(fields) and fields.isdisjoint(inputs)

    def users_to_review(self) -> set[str]:
        """Users whose set of scopes may have changed."""
        found: set[str] = set()
        for change in self.tx.changes.values():
            found |= self._rule(change.after).users(self.tx, change.after)
        return found

    def _rule(self, row: Row) -> ScopeRule:
        return self.rules_of[row.__class__]

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
            with_it = [*rule.refs(row), *rule.children(self.tx, row), *self._companions(row)]
            for other_kind, other_id in with_it:
                self._add(scope, other_kind, other_id, row_id)

    def _companions(self, row: Row) -> list[tuple[str, str]]:
        """What goes with rows of any kind. One that is only just born has none yet."""
        change = self.tx.changes.get((type(row), row.id))
        if change is not None and change.before is None:
            return []
        return self.companions(self.tx, row)

    def _scopes_by(self, row_id: str, reason_id: str) -> set[int]:
        return {scope for scope, held in self._reasons(row_id).items() if reason_id in held}

    def _reasons(self, row_id: str) -> dict[int, frozenset[str]]:
        """Why the row is in which scope."""
        known = self.memory.reasons.get(row_id)
        if known is None:
            known = dict[int, frozenset[str]]()
            for scope, reason, _ in _REASONS.all(self.tx.raw, self.tx.tenant_id, row_id):
                known[scope] = known.get(scope, _NONE) | {reason}
            self.memory.put(self.memory.reasons, row_id, known)
        return known

    def _add(self, scope: int, kind: str, row_id: str, reason_id: str) -> None:
        known = self._reasons(row_id)
        reasons = known.get(scope, _NONE)
        if reason_id in reasons:
            return
        row = self.tx.get(self.row_types[kind], row_id)
        if row is None:
            return
        if reason_id != row_id and not self.membership.reaches(scope, self._rule(row).level(row)):
            return
        self.memory.put(self.memory.waiting, (REASONS, scope, row_id, reason_id), (kind,))
        self.memory.put(self.memory.reasons, row_id, known | {scope: reasons | {reason_id}})
        if not reasons:
            self.membership.enter(scope, KIND_OF[type(row)], row)
            self._entered.append((scope, kind, row_id))

    def _remove(self, scope: int, row_id: str, reason_id: str) -> None:
        """Take a reason away; a row without reasons leaves, and so does what only it brought."""
        connection, tenant_id = self.tx.connection, self.tx.tenant_id
        waiting = [(row_id, reason_id)]
        while waiting:
            row_id, reason_id = waiting.pop()
            known = self._reasons(row_id)
            left = known.get(scope, _NONE) - {reason_id}
            _TAKE.do(connection, tenant_id, scope, row_id, reason_id)
            self.memory.put(self.memory.reasons, row_id, known | {scope: left})
            if left:
                continue
            self.membership.leave(scope, row_id)
            found = _BROUGHT.scalars(connection, tenant_id, scope, row_id)
            waiting.extend((other, row_id) for other in found)


def watchers(tx: Tx, scope: int) -> frozenset[str]:
    """Users who have the scope now."""
    known = tx.memory.watchers.get(scope)
    if known is None:
        known = frozenset(_USERS_IN.scalars(tx.raw, tx.tenant_id, scope))
        tx.memory.put(tx.memory.watchers, scope, known)
    return known


def review_user(tx: Tx, catalogue: Catalogue, user_id: str, seq: int) -> bool:
    """Bring a user's set of scopes to what his grants say; True when it changed."""
    membership = Membership(tx, seq, catalogue)
    wanted_keys = catalogue.scope_keys_of(tx, user_id)
    wanted = {membership.scope_no(key) for key in wanted_keys}
    have = set(_SCOPES_OF.scalars(tx.raw, tx.tenant_id, user_id))
    for scope in sorted(wanted - have):
        _GAIN.do(tx.raw, tx.tenant_id, user_id, scope, seq)
    for scope in sorted(have - wanted):
        _LOSE.do(tx.raw, seq, tx.tenant_id, user_id, scope)
    for scope in wanted ^ have:
        known = watchers(tx, scope)
        now = known | {user_id} if scope in wanted else known - {user_id}
        tx.memory.put(tx.memory.watchers, scope, now)
    return wanted != have
