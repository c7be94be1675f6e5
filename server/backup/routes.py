"""What the administrator's page says of backups."""

import asyncio
from typing import Any, cast

from litestar import Request, get

from server.backup.offered import read_offers
from server.gateway.call import Actor
from server.identity.schema import Role
from server.problems import ProblemError
from server.settings import Settings


@get("/api/v1/backup")
async def show_backup(request: Request[Actor, Any, Any]) -> dict[str, int | None]:
    """When the newest backup was made; null without one. For administrators and managers."""
    actor = request.user
    if not actor.has_role(Role.ADMINISTRATOR, Role.MANAGER):
        raise ProblemError("not_allowed")
    settings = cast(Settings, request.app.state.settings)
    offers = await asyncio.to_thread(read_offers, settings.data_dir)
    newest = max((each.made_ms for each in offers if actor.tenant_id in each.heads), default=None)
    return {"made_ms": newest}


ROUTES = (show_backup,)
