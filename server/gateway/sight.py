"""What a user may see, how far it has moved, and where his replica stands: in one statement."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, select

from server.db.statement import Statement, param
from server.gateway.call import Actor
from server.gateway.tables import MEMBER, REPLICA, SCOPE, TENANT, USER_SCOPE


class ScopeOf(msgspec.Struct, frozen=True):
    """A scope as one user has or had it. `newest` is the seq of its last change."""

    scope: int
    enter_seq: int
    leave_seq: int | None
    level: str
    digest: int
    count: int
    newest: int


class Sight(msgspec.Struct, frozen=True):
    """One consistent look: the head, every scope the user has or ever had, and the last number
    of the replica that has an outcome (0 for an unknown one, or somebody else's)."""

    epoch: str
    head: int
    last_n: int
    scopes: list[ScopeOf]


def _query() -> Any:
    t, u, s, m, r = TENANT.c, USER_SCOPE.c, SCOPE.c, MEMBER.c, REPLICA.c
    user = param("user")
    last_n = select(r.last_n).where(
        r.tenant_id == t.tenant_id, r.replica_id == param("replica"), r.user_id == user
    )
    newest = select(func.max(m.last_seq)).where(m.tenant_id == t.tenant_id, m.scope == u.scope)
    scope = (u.scope, u.enter_seq, u.leave_seq, s.level, s.digest, s.members)
    mine = and_(u.tenant_id == t.tenant_id, u.user_id == user)
    return (
        select(t.epoch, t.seq, last_n.scalar_subquery(), *scope, newest.scalar_subquery())
        .select_from(TENANT)
        .outerjoin(USER_SCOPE, mine)
        .outerjoin(SCOPE, and_(s.tenant_id == u.tenant_id, s.scope == u.scope))
        .where(t.tenant_id == param("tenant"))
        .order_by(u.scope, u.enter_seq)
    )


_SIGHT = Statement(_query(), "user", "replica", "tenant")


def sight(connection: Connection, actor: Actor, replica: str = "") -> Sight:
    """What this user sees now."""
    lines = _SIGHT.all(connection, actor.user_id, replica, actor.tenant_id)
    epoch, head, last_n = lines[0][:3]
    scopes = [
        ScopeOf(scope, enter_seq, leave_seq, level, digest, count, newest or 0)
        for _, _, _, scope, enter_seq, leave_seq, level, digest, count, newest in lines
        if scope is not None
    ]
    return Sight(epoch, head, last_n or 0, scopes)
