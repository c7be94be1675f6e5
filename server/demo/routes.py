"""HTTP of the local map layer: streets, water and names that the demo drew for its city.

Handlers find `app.state.settings`.
"""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any

from litestar import Request, Response, get

from server.gateway.call import Actor
from server.problems import ProblemError

Asked = Request[Actor, Any, Any]


def layer_path(data_dir: Path) -> Path:
    """Where the layer is kept; a firm may put a GeoJSON file of its own there."""
    return data_dir / "map" / "local.json"


@get("/api/v1/map/local.json")
async def local_map(request: Asked) -> Response[bytes]:
    """The layer as GeoJSON, in degrees WGS-84. 404 `not_found` where there is none."""
    path = layer_path(request.app.state.settings.data_dir)
    try:
        body = await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError as error:
        raise ProblemError("not_found") from error
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=3600"}
    if request.headers.get("If-None-Match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/geo+json", headers=headers)


ROUTES = (local_map,)
