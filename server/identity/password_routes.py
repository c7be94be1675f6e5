"""A new password for somebody: hashed here, so that no mutation ever holds a password."""

import asyncio
import secrets
from typing import Any, cast

import msgspec
from litestar import MediaType, Request, Response, post
from litestar.params import FromPath, JSONBody

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.credentials import PASSWORD_LENGTH_MIN, hash_password
from server.identity.schema import Reason, Role, SetPassword
from server.problems import ProblemError, rejected
from server.shapes import Text
from sync.outcomes import Outcome

Asked = Request[Actor, Any, Any]


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Text


@post("/api/v1/users/{user_id:str}/password", status_code=200)
async def set_password(
    request: Asked, user_id: FromPath[str], data: JSONBody[NewPassword]
) -> Response[bytes]:
    """By an administrator. The user's other sessions end; his phones ask for it, and lose nothing.

    403 not_allowed, 404 not_found, 409 password_too_short.
    """
    actor = request.user
    if not actor.has_role(Role.ADMINISTRATOR):
        raise ProblemError("not_allowed")
    if len(data.password) < PASSWORD_LENGTH_MIN:
        return rejected(Reason.PASSWORD_TOO_SHORT.value, {"length_min": PASSWORD_LENGTH_MIN})
    hashed = await asyncio.to_thread(hash_password, data.password)
    gateway = cast(Gateway, request.app.state.gateway)
    args = {"user_id": user_id, "password_hash": hashed}
    # Every asking is a new one: the same password twice ends sessions twice.
    key = f"password:{secrets.token_hex(12)}"
    result = await gateway.submit(actor, SetPassword.mutation, args, key)
    if result.outcome != Outcome.ACCEPTED:
        return rejected(result.reason, result.detail)
    return Response(b"{}", media_type=MediaType.JSON)


ROUTES = (set_password,)
