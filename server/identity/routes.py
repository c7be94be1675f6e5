"""Signing in and out, joining by a one-time code, and the devices the administrator sees."""

import secrets
from typing import Any, cast

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from sqlalchemy import Connection, func, select

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tables import CONTACT_LOG, TENANT
from server.identity.credentials import JOIN_CODE_BYTES, new_secret, verify_password
from server.identity.guard import COOKIE, OPEN
from server.identity.rules import evidence_key_problem, login_of
from server.identity.schema import EnrolDevice, Role
from server.identity.sessions import Sessions, SessionView, actor_of_user
from server.identity.tables import CREDENTIAL, USERS
from server.problems import ProblemError
from server.shapes import Code, Json, MaybeName, Text
from sync.outcomes import Outcome

COOKIE_LIFE_S = 30 * 86_400
Asked = Request[Actor, str | None, Any]


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cookie` for the board; a phone gets a token to keep."""

    login: Code
    password: Text
    device_name: MaybeName = ""
    public_key: Json = ""
    cookie: bool = False


class Enrol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Code
    device_name: MaybeName = ""
    public_key: Json = ""


class JoinCodeFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    user_id: str


@post("/api/v1/session", opt={OPEN: True}, status_code=200)
async def sign_in(request: Asked, data: JSONBody[SignIn]) -> Response[SessionView]:
    """By login and password. 401 bad_login, 429 too_many_tries."""
    _check_key(data.public_key)
    sessions, gateway = _parts(request)
    login = login_of(data.login)
    address = request.client.host if request.client else ""
    if not sessions.may_try(f"{login}\n{address}"):
        raise ProblemError("too_many_tries")
    found = await gateway.read(lambda connection: _credential(connection, login))
    if not await verify_password(found[2] if found else None, data.password) or found is None:
        raise ProblemError("bad_login")
    tenant_id, user_id, _ = found
    actor = await gateway.read(lambda c: actor_of_user(c, tenant_id, user_id, ""))
    if actor is None:
        raise ProblemError("bad_login")
    return await _opened(request, actor, data.device_name, data.public_key, as_cookie=data.cookie)


@post("/api/v1/enrol", opt={OPEN: True}, status_code=200)
async def enrol(request: Asked, data: JSONBody[Enrol]) -> Response[SessionView]:
    """By the one-time code of the administrator's QR."""
    _check_key(data.public_key)  # before the code is used up
    sessions, _ = _parts(request)
    address = request.client.host if request.client else ""
    if not sessions.may_try(f"enrol\n{address}"):
        raise ProblemError("too_many_tries")
    actor = await sessions.take_code(data.code)
    if actor is None:
        raise ProblemError("code_expired")
    return await _opened(request, actor, data.device_name, data.public_key, as_cookie=False)


@get("/api/v1/session")
async def show_session(request: Asked) -> SessionView:
    return _view(request.user, await _known_as(request, request.user))


@delete("/api/v1/session", status_code=204)
async def sign_out(request: Asked) -> Response[None]:
    sessions, gateway = _parts(request)
    if request.auth:
        await sessions.close(request.auth)
    gateway.hub.end(request.user.tenant_id, request.user.user_id)
    gone = Cookie(key=COOKIE, value="", max_age=0, path="/", secure=True, httponly=True)
    return Response(None, status_code=204, cookies=[gone])


@post("/api/v1/join-codes")
async def make_join_code(request: Asked, data: JSONBody[JoinCodeFor]) -> dict[str, Any]:
    """A one-time code for another person's phone, good for 15 minutes."""
    sessions, gateway = _parts(request)
    actor = request.user
    if not actor.has_role(Role.ADMINISTRATOR):
        raise ProblemError("not_allowed")
    joining = await gateway.read(lambda c: actor_of_user(c, actor.tenant_id, data.user_id, ""))
    if joining is None:
        raise ProblemError("not_found")
    code = new_secret(JOIN_CODE_BYTES)
    expires_ms = await sessions.offer_code(actor.tenant_id, data.user_id, code)
    return {"code": code, "expires_ms": expires_ms}


@get("/api/v1/devices")
async def list_devices(request: Asked) -> dict[str, Any]:
    """Last contact and unsent count of each device, as its replicas last said."""
    _, gateway = _parts(request)
    actor = request.user
    if not actor.has_role(Role.ADMINISTRATOR, Role.MANAGER):
        raise ProblemError("not_allowed")

    def load(connection: Connection) -> list[dict[str, Any]]:
        c = CONTACT_LOG.c
        query = (
            select(
                c.device_id,
                func.max(c.at_ms).label("last_contact_ms"),
                func.sum(c.waiting).label("unsent_count"),
                func.min(c.oldest_ms).label("oldest_ms"),
            )
            .where(c.tenant_id == actor.tenant_id)
            .group_by(c.device_id)
            .order_by(c.device_id)
        )
        lines = connection.execute(query)
        return [
            {
                "device_id": line.device_id,
                "last_contact_ms": int(line.last_contact_ms),
                "unsent_count": int(line.unsent_count),
                "oldest_ms": None if line.oldest_ms is None else int(line.oldest_ms),
            }
            for line in lines
        ]

    return {"devices": await gateway.read(load)}


def _parts(request: Asked) -> tuple[Sessions, Gateway]:
    state = request.app.state
    return cast(Sessions, state.sessions), cast(Gateway, state.gateway)


def _check_key(public_key: str) -> None:
    """Raises ProblemError for anything but a public P-256 key, or none."""
    if problem := evidence_key_problem(public_key):
        raise ProblemError("broken_envelope", {"field": "public_key", "problem": problem})


def _credential(connection: Connection, login: str) -> tuple[str, str, str] | None:
    """(tenant, user, password hash) of an active login, in whichever firm it is."""
    u, k = USERS.c, CREDENTIAL.c
    query = (
        select(u.tenant_id, u.id, k.password_hash)
        .join(CREDENTIAL, (k.tenant_id == u.tenant_id) & (k.user_id == u.id))
        .join(TENANT, TENANT.c.tenant_id == u.tenant_id)
        .where(u.login == login, u.is_active.is_(True))
        .order_by(TENANT.c.created_ms)
        .limit(1)
    )
    line = connection.execute(query).first()
    return (line.tenant_id, line.id, line.password_hash) if line else None


async def _opened(
    request: Asked, actor: Actor, name: str, public_key: str, *, as_cookie: bool
) -> Response[SessionView]:
    """Enrol the device, open the session, hand out the token or the cookie."""
    sessions, gateway = _parts(request)
    token = new_secret()
    key = f"enrol:{secrets.token_hex(12)}"
    args = {"user_id": actor.user_id, "name": name, "public_key": public_key}
    result = await gateway.submit_system(actor.tenant_id, EnrolDevice.mutation, args, key)
    if result.outcome != Outcome.ACCEPTED:
        raise ProblemError("server_error", {"reason": result.reason})
    device_id = gateway.born_by_system(key, 0)
    actor = msgspec.structs.replace(actor, device_id=device_id)
    await sessions.open(actor, token, is_cookie=as_cookie)
    view = _view(actor, await _known_as(request, actor), None if as_cookie else token)
    if not as_cookie:
        return Response(view, status_code=200)
    cookie = Cookie(
        key=COOKIE,
        value=token,
        max_age=COOKIE_LIFE_S,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return Response(view, status_code=200, cookies=[cookie])


async def _known_as(request: Asked, actor: Actor) -> dict[str, str]:
    """The person's login and locale: a phone that joined by a code learns both here."""
    _, gateway = _parts(request)
    u = USERS.c
    query = select(u.login, u.locale).where(u.tenant_id == actor.tenant_id, u.id == actor.user_id)
    line = await gateway.read(lambda c: c.execute(query).first())
    return {"login": line.login, "locale": line.locale} if line else {"login": "", "locale": ""}


def _view(actor: Actor, known_as: dict[str, str], token: str | None = None) -> SessionView:
    roles: list[dict[str, str | None]] = [
        {"role": grant.role, "territory_id": grant.territory_id} for grant in actor.grants
    ]
    user = {"id": actor.user_id, "name": actor.name} | known_as
    kept = token or msgspec.UNSET  # a board's script never sees its token
    return SessionView(actor.tenant_id, user, roles, actor.device_id, actor.technician_id, kept)


ROUTES = (sign_in, enrol, show_session, sign_out, make_join_code, list_devices)
