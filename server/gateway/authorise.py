"""Who may: small functions that each line of the mutation table names one of.

Whoever never held a row gets the same `not_found` as for a row that does not exist.
"""

from sqlalchemy import or_, select

from server.db.statement import Statement, param
from server.gateway.call import Authorise, Call
from server.gateway.tables import MEMBER, USER_SCOPE
from server.gateway.tx import Tx
from server.shapes import Args
from sync.outcomes import ProtocolReason, Rejected

NOT_FOUND = Rejected(ProtocolReason.NOT_FOUND)
NOT_ALLOWED = Rejected(ProtocolReason.NOT_ALLOWED)


_M, _U = MEMBER.c, USER_SCOPE.c
_TOGETHER = (
    select(_M.handle)
    .join(USER_SCOPE, (_U.tenant_id == _M.tenant_id) & (_U.scope == _M.scope))
    .where(_M.tenant_id == param("tenant"), _M.row_id == param("row"), _U.user_id == param("user"))
    .limit(1)
)
_EVER = Statement(
    _TOGETHER.where(
        or_(_M.leave_seq.is_(None), _M.leave_seq > _U.enter_seq),
        or_(_U.leave_seq.is_(None), _U.leave_seq > _M.enter_seq),
    ),
    *("tenant", "row", "user"),
)
_NOW = Statement(
    _TOGETHER.where(_M.leave_seq.is_(None), _U.leave_seq.is_(None)), "tenant", "row", "user"
)


def held_ever(tx: Tx, call: Call, row_id: str) -> bool:
    """Some scope of the author and the row were together at some time."""
    key = (call.actor.user_id, row_id)
    if key in tx.memory.held:  # once held is held for ever
        return True
    if not _asked(_EVER, tx, row_id, call.actor.user_id):
        return False
    tx.memory.put(tx.memory.held, key, True)
    return True


def holds_now(tx: Tx, call: Call, row_id: str) -> bool:
    """The row is in one of the author's scopes at this seq."""
    return _asked(_NOW, tx, row_id, call.actor.user_id)


def _asked(statement: Statement, tx: Tx, row_id: str, user_id: str) -> bool:
    """Leaves are written at once, enters may still wait: only a no is asked again after them."""
    found = statement.first(tx.raw, tx.tenant_id, row_id, user_id)
    if found is None and tx.memory.waiting:
        found = statement.first(tx.connection, tx.tenant_id, row_id, user_id)
    return found is not None


def role(*roles: str) -> Authorise:
    """Whoever has one of the roles, for what is not about an existing row."""

    def check(tx: Tx, args: Args, call: Call) -> Rejected | None:
        return None if call.actor.has_role(*roles) else NOT_ALLOWED

    return check


def fact_on(field: str) -> Authorise:
    """A fact on the row named by this argument: its author must have held it at some time."""

    def check(tx: Tx, args: Args, call: Call) -> Rejected | None:
        if call.actor.is_system or held_ever(tx, call, getattr(args, field)):
            return None
        return NOT_FOUND

    return check


def decision_on(field: str, *roles: str) -> Authorise:
    """A decision on the row named by this argument: current sight and one of the roles."""

    def check(tx: Tx, args: Args, call: Call) -> Rejected | None:
        row_id = getattr(args, field)
        if call.actor.is_system:
            return None
        if row_id is not None and not holds_now(tx, call, row_id):
            return NOT_FOUND
        return None if call.actor.has_role(*roles) else NOT_ALLOWED

    return check


def system_only() -> Authorise:
    """Timers, imports and lanes of the server itself."""

    def check(tx: Tx, args: Args, call: Call) -> Rejected | None:
        return None if call.actor.is_system else NOT_ALLOWED

    return check
