"""Authentication: a bearer token (phones) or a cookie (the board), deny by default."""

from typing import Any, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from server.gateway.call import Actor
from server.gateway.routes import QUARANTINE
from server.headers import header_of
from server.identity.sessions import Sessions
from server.problems import ProblemError
from server.settings import Settings

COOKIE = "__Host-fieldward"
OPEN = "open"  # a route with opt={OPEN: True} needs no session
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
Connection = ASGIConnection[Any, Any, Any, Any]


def token_of(connection: Connection) -> tuple[str | None, bool]:
    """The token and whether it came as a cookie."""
    header = header_of(connection.scope, b"authorization")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer "), False
    return connection.cookies.get(COOKIE), True


def is_cross_site(connection: Connection) -> bool:
    """A browser says where a request comes from; another site may not use our cookie."""
    fetched_from = connection.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from not in ("same-origin", "none")
    origin = connection.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != connection.headers.get("host", "")


class Guard(AbstractAuthenticationMiddleware):
    """Puts the `Actor` into `request.user`, or answers 401 on every route that is not open."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        sessions: Sessions = connection.app.state.sessions
        settings: Settings = connection.app.state.settings
        token, is_cookie = token_of(connection)
        actor: Actor | None = None
        if token:
            is_write = cast(dict[str, Any], connection.scope).get("method") not in SAFE_METHODS
            if is_cookie and is_write and is_cross_site(connection):
                raise ProblemError("cross_site")
            actor = await sessions.actor_of(token, settings.session_days)
            if actor is None and connection.route_handler.opt.get(QUARANTINE):
                actor = await sessions.revoked_actor_of(token, settings.session_days)
        if actor is None and not connection.route_handler.opt.get(OPEN):
            raise ProblemError("signed_out")
        return AuthenticationResult(user=actor, auth=token)
