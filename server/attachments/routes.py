"""Routes of files: pictures and downloads here, uploads in `server/attachments/upload_routes.py`.

Handlers find `app.state.lane` (a `Lane`) and `request.user` (an `Actor`).
"""

import asyncio
import logging
import re

from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from server.attachments.asked import Asked, lane_of, stored
from server.attachments.pictures import BrokenPicture, Size
from server.attachments.receipt_routes import show_receipts
from server.attachments.schema import Attachment
from server.attachments.upload_routes import UPLOADS
from server.problems import ProblemError

log = logging.getLogger("fieldward.files")

# A page of ours never shows an original; should somebody open one, it can do nothing.
AS_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
}
HARMLESS = re.compile(r"(?:image|audio|video)/(?!svg)[a-z0-9.+-]+|application/pdf")


@get("/files/{attachment_id:str}/picture")
async def show_picture(
    request: Asked, attachment_id: FromPath[str], size: FromQuery[Size] = Size.LARGE
) -> Response[bytes]:
    """The picture re-encoded; the browser asks again each time, so that sight can end."""
    row = await stored(request, attachment_id)
    tag = f'"{row.sha256}-{size.value}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == tag:
        return Response(b"", status_code=304, headers=headers)
    try:
        jpeg = await lane_of(request).picture(request.user.tenant_id, row.sha256, size)
    except BrokenPicture as error:
        raise ProblemError("bad_content", {"media_type": row.media_type}) from error
    except FileNotFoundError as error:
        raise _missing(row) from error
    return Response(jpeg, media_type="image/jpeg", headers=headers)


@get("/files/{attachment_id:str}/original")
async def download(request: Asked, attachment_id: FromPath[str]) -> Stream:
    """The bytes as they were captured, as a file to keep."""
    row = await stored(request, attachment_id)
    lane, tenant_id = lane_of(request), request.user.tenant_id
    if await asyncio.to_thread(lane.blobs.size_bytes, tenant_id, row.sha256) is None:
        raise _missing(row)
    is_harmless = HARMLESS.fullmatch(row.media_type) is not None
    ending = re.sub(r"[^a-z0-9]", "", row.media_type.partition("/")[2])[:8]
    name = f"{row.id}.{ending}" if is_harmless else f"{row.id}.bin"
    headers = AS_FILE | {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(row.size_bytes),
    }
    media_type = row.media_type if is_harmless else "application/octet-stream"
    chunks = lane.blobs.chunks(tenant_id, row.sha256)
    return Stream(chunks, headers=headers, media_type=media_type)


def _missing(row: Attachment) -> ProblemError:
    log.error("the file of attachment %s is stored but not there", row.id)
    return ProblemError("server_error", {"sha256": row.sha256})


ROUTES = Router(path="/", route_handlers=[UPLOADS, show_picture, download, show_receipts])
