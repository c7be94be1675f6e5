"""The firm's public keys, for everybody: a stranger compares them with those in a file."""

import asyncio
from typing import Any

from litestar import Request, get

from server.evidence.keys import known_keys
from server.identity.guard import OPEN
from sync.evidence import Key


@get("/api/v1/chain-keys", opt={OPEN: True})
async def show_chain_keys(request: Request[Any, Any, Any]) -> list[Key]:
    """Public Ed25519 keys, the present one first, those that signed before after it."""
    return await asyncio.to_thread(known_keys, request.app.state.settings.data_dir)


ROUTES = (show_chain_keys,)
