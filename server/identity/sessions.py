"""Who is asking: tokens to actors, with a short memory so that a sync costs no extra query."""

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, column, insert, or_, select, table, update

from server.db.statement import Statement, param
from server.gateway.call import Actor, GrantOf
from server.gateway.gateway import Gateway
from server.identity.credentials import digest_of
from server.identity.tables import DEVICES, GRANTS, JOIN_CODE, SESSION, USERS

REMEMBERED_MS = 5_000
REMEMBERED_MAX = 5_000
TRIES_MAX = 10
TRIES_WINDOW_MS = 60_000
JOIN_CODE_LIFE_MS = 15 * 60_000
DAY_MS = 86_400_000

# Named, not imported: technicians are to the right of identity.
_TECHNICIAN = table("technician", column("tenant_id"), column("id"), column("user_id"))

# Asked again for each request of somebody who is not remembered.
_S, _U, _G, _T = SESSION.c, USERS.c, GRANTS.c, _TECHNICIAN.c
_OPEN = Statement(
    select(_S.tenant_id, _S.user_id, _S.device_id, _S.last_used_ms).where(
        _S.token_sha256 == param("hashed"),
        _S.revoked_ms.is_(None),
        _S.last_used_ms > param("since_ms"),
    ),
    "hashed",
    "since_ms",
)
_USER = Statement(
    select(_U.name, _U.is_active).where(_U.tenant_id == param("tenant"), _U.id == param("user")),
    "tenant",
    "user",
)
_GRANTS = Statement(
    select(_G.role, _G.territory_id)
    .where(_G.tenant_id == param("tenant"), _G.user_id == param("user"), _G.is_active.is_(True))
    .order_by(_G.id),
    "tenant",
    "user",
)
_TECHNICIAN_OF = Statement(
    select(_T.id).where(_T.tenant_id == param("tenant"), _T.user_id == param("user")),
    "tenant",
    "user",
)


class Sessions:
    """Tokens of one application. Composed once in `server/app.py`."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.listeners: list[Callable[[dict[str, Any]], None]] = []  # told what opened or ended
        self._known: OrderedDict[str, tuple[int, Actor]] = OrderedDict()
        self._tries: dict[str, deque[int]] = {}

    async def actor_of(self, token: str, unused_days_max: int) -> Actor | None:
        """The person behind a token, or None when it is unknown, revoked, deactivated or was not
        used for so many days. The day of use is what is kept, so it may end some hours early."""
        hashed, moment = digest_of(token), self._gateway.clock()
        known = self._known.get(hashed)
        if known is not None and moment - known[0] < REMEMBERED_MS:
            return known[1]
        since_ms = moment - unused_days_max * DAY_MS
        found = await self._gateway.database.snapshot(lambda c: load_actor(c, hashed, since_ms))
        if found is None:
            self._known.pop(hashed, None)
            return None
        actor, last_used_ms = found
        if moment - last_used_ms >= DAY_MS:
            await self._touch(hashed, moment)
        self._known[hashed] = (moment, actor)
        while len(self._known) > REMEMBERED_MAX:
            self._known.popitem(last=False)
        return actor

    async def revoked_actor_of(self, token: str, unused_days_max: int) -> Actor | None:
        """The person behind a token whose device was revoked, or who was deactivated himself:
        his unsent work may still come in. None for all who only have to sign in again."""
        since_ms = self._gateway.clock() - unused_days_max * DAY_MS
        hashed = digest_of(token)
        return await self._gateway.database.snapshot(lambda c: load_revoked(c, hashed, since_ms))

    def forget(self) -> None:
        """Somebody's rights changed: ask the database again."""
        self._known.clear()

    def may_try(self, who: str) -> bool:
        """At most ten sign-ins a minute for one login or address."""
        moment = self._gateway.clock()
        tries = self._tries.setdefault(who, deque(maxlen=TRIES_MAX))
        if len(tries) == TRIES_MAX and moment - tries[0] < TRIES_WINDOW_MS:
            return False
        tries.append(moment)
        if len(self._tries) > REMEMBERED_MAX:
            self._tries.pop(next(iter(self._tries)))
        return True

    async def open(self, actor: Actor, token: str, *, is_cookie: bool) -> None:
        moment = self._gateway.clock()
        values: dict[str, Any] = {
            "tenant_id": actor.tenant_id,
            "token_sha256": digest_of(token),
            "user_id": actor.user_id,
            "device_id": actor.device_id,
            "created_ms": moment,
            "last_used_ms": moment,
            "is_cookie": is_cookie,
        }
        await self._gateway.database.change(lambda c: c.execute(insert(SESSION).values(**values)))
        self._tell(values | {"at_ms": moment})

    async def close(self, token: str) -> None:
        hashed, moment = digest_of(token), self._gateway.clock()
        self._known.pop(hashed, None)
        s = SESSION.c
        whose = select(s.tenant_id, s.user_id, s.device_id, s.is_cookie)
        line = update(SESSION).where(s.token_sha256 == hashed).values(revoked_ms=moment)

        def end(connection: Connection) -> dict[str, Any] | None:
            connection.execute(line)
            found = connection.execute(whose.where(s.token_sha256 == hashed)).mappings().first()
            return None if found is None else {str(name): each for name, each in found.items()}

        if ended := await self._gateway.database.change(end):
            self._tell(ended | {"token_sha256": hashed, "at_ms": moment, "ended_ms": moment})

    def _tell(self, values: dict[str, Any]) -> None:
        """Before the token is handed out: who has one is remembered."""
        for tell in self.listeners:
            tell(values)

    async def _touch(self, hashed: str, moment: int) -> None:
        """Note the use. Once a day is enough, and costs a request nothing in between."""
        s = SESSION.c
        line = update(SESSION).where(s.token_sha256 == hashed, s.last_used_ms <= moment - DAY_MS)
        used = line.values(last_used_ms=moment)
        await self._gateway.database.change(lambda c: c.execute(used))

    async def offer_code(self, tenant_id: str, user_id: str, code: str) -> int:
        """Remember a one-time code; returns when it expires, in ms."""
        expires_ms = self._gateway.clock() + JOIN_CODE_LIFE_MS
        line = insert(JOIN_CODE).values(
            tenant_id=tenant_id,
            code_sha256=digest_of(code),
            user_id=user_id,
            expires_ms=expires_ms,
        )
        await self._gateway.database.change(lambda c: c.execute(line))
        return expires_ms

    async def take_code(self, code: str) -> Actor | None:
        """Use up a one-time code: the second who comes gets None."""
        hashed, moment = digest_of(code), self._gateway.clock()

        def take(connection: Connection) -> Actor | None:
            c = JOIN_CODE.c
            taken = connection.execute(
                update(JOIN_CODE)
                .where(c.code_sha256 == hashed, c.used_ms.is_(None), c.expires_ms > moment)
                .values(used_ms=moment)
            )
            if not taken.rowcount:
                return None
            who = select(c.tenant_id, c.user_id).where(c.code_sha256 == hashed)
            line = connection.execute(who).one()
            return actor_of_user(connection, line.tenant_id, line.user_id, "")

        return await self._gateway.database.change(take)


def load_actor(
    connection: Connection, token_sha256: str, since_ms: int
) -> tuple[Actor, int] | None:
    """The actor and when his session was last used, if that was after `since_ms`."""
    line = _OPEN.first(connection, token_sha256, since_ms)
    if line is None:
        return None
    tenant_id, user_id, device_id, last_used_ms = line
    actor = actor_of_user(connection, tenant_id, user_id, device_id)
    return None if actor is None else (actor, last_used_ms)


def load_revoked(connection: Connection, token_sha256: str, since_ms: int) -> Actor | None:
    """Who he was, without any grant."""
    s, u, d = SESSION.c, USERS.c, DEVICES.c
    query = (
        select(s.tenant_id, s.user_id, s.device_id, u.name)
        .join(USERS, (u.tenant_id == s.tenant_id) & (u.id == s.user_id))
        .outerjoin(DEVICES, (d.tenant_id == s.tenant_id) & (d.id == s.device_id))
        .where(s.token_sha256 == token_sha256, s.last_used_ms > since_ms)
        .where(or_(u.is_active.is_(False), d.is_revoked.is_(True)))
    )
    line = connection.execute(query).first()
    if line is None:
        return None
    return Actor(line.tenant_id, line.user_id, line.name, line.device_id, is_revoked=True)


def actor_of_user(
    connection: Connection,
    tenant_id: str,
    user_id: str,
    device_id: str,
    *,
    even_inactive: bool = False,
) -> Actor | None:
    """The user with his grants as they are now; None when deactivated or unknown."""
    user = _USER.first(connection, tenant_id, user_id)
    if user is None or not (user[1] or even_inactive):
        return None
    lines = _GRANTS.all(connection, tenant_id, user_id)
    grants = tuple(GrantOf(role, territory_id) for role, territory_id in lines)
    technician = _TECHNICIAN_OF.scalar(connection, tenant_id, user_id)
    return Actor(tenant_id, user_id, user[0], device_id, technician, grants)


class SessionView(msgspec.Struct, frozen=True):
    """What a device remembers of its session. `token` only for phones."""

    tenant_id: str
    user: dict[str, str]
    roles: list[dict[str, str | None]]
    device_id: str
    technician_id: str | None = None
    token: str | msgspec.UnsetType = msgspec.UNSET
