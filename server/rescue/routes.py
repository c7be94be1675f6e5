"""What a phone seals its unsent work for."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, get

from server.gateway.call import Actor
from server.rescue.keys import rescue_key


class RescueKeyView(msgspec.Struct, frozen=True):
    """`public` is a P-256 point, uncompressed, in base64url."""

    id: str
    public: str


@get("/api/v1/rescue-key")
async def show_rescue_key(request: Request[Actor, str | None, Any]) -> RescueKeyView:
    """The public half of the key that `fieldward rescue` opens sealed files with."""
    key = await asyncio.to_thread(rescue_key, request.app.state.settings.data_dir)
    return RescueKeyView(key.id, key.public)


ROUTES = (show_rescue_key,)
