"""Who may: small functions that each line of the mutation table names one of.

Whoever never held a row gets the same `not_found` as for a row that does not exist.
"""

from sqlalchemy import or_, select

from server.gateway.call import Authorise, Call
from server.gateway.tables import MEMBER, USER_SCOPE
from server.gateway.tx import Tx
from server.shapes import Args
from sync.outcomes import ProtocolReason, Rejected

NOT_FOUND = Rejected(ProtocolReason.NOT_FOUND)
NOT_ALLOWED = Rejected(ProtocolReason.NOT_ALLOWED)


def held_ever(tx: Tx, call: Call, row_id: str) -> bool:
    """Some scope of the author and the row were together at some time."""
    m, u = MEMBER.c, USER_SCOPE.c
    query = (
        select(m.handle)
        .join(USER_SCOPE, (u.tenant_id == m.tenant_id) & (u.scope == m.scope))
        .where(m.tenant_id == tx.tenant_id, m.row_id == row_id, u.user_id == call.actor.user_id)
        .where(or_(m.leave_seq.is_(None), m.leave_seq > u.enter_seq))
        .where(or_(u.leave_seq.is_(None), u.leave_seq > m.enter_seq))
        .limit(1)
    )
    return tx.connection.execute(query).first() is not None


def holds_now(tx: Tx, call: Call, row_id: str) -> bool:
    """The row is in one of the author's scopes at this seq."""
    m, u = MEMBER.c, USER_SCOPE.c
    query = (
        select(m.handle)
        .join(USER_SCOPE, (u.tenant_id == m.tenant_id) & (u.scope == m.scope))
        .where(m.tenant_id == tx.tenant_id, m.row_id == row_id, m.leave_seq.is_(None))
        .where(u.user_id == call.actor.user_id, u.leave_seq.is_(None))
        .limit(1)
    )
    return tx.connection.execute(query).first() is not None


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
