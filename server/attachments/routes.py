"""Routes of files: upload by tus, pictures, downloads.

Handlers find `app.state.lane` (a `Lane`) and `request.user` (an `Actor`).
"""

import asyncio
import logging
import re
from typing import Any, cast

from litestar import HttpMethod, Request, Response, Router, get, head, patch, post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from server.attachments import queries, tus
from server.attachments.lane import Lane
from server.attachments.pictures import BrokenPicture, Size
from server.attachments.schema import ATTACHMENT_BYTES_MAX, Attachment, BlobState
from server.gateway.call import Actor
from server.problems import ProblemError
from server.shapes import UUID_PATTERN

log = logging.getLogger("fieldward.files")
Asked = Request[Actor, Any, Any]

UUID = re.compile(UUID_PATTERN)
# A page of ours never shows an original; should somebody open one, it can do nothing.
AS_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
}
HARMLESS = re.compile(r"(?:image|audio|video)/(?!svg)[a-z0-9.+-]+|application/pdf")


def speaks_tus(request: Asked) -> Response[None] | None:
    """Refuse other versions before anything else, as tus wants it."""
    if request.headers.get("Tus-Resumable") == tus.VERSION:
        return None
    return Response(None, status_code=412, headers=tus.ABOUT)


@route("/files", http_method=[HttpMethod.OPTIONS], status_code=204)
async def about_uploads() -> Response[None]:
    return Response(None, status_code=204, headers=tus.ABOUT)


@post("/files", before_request=speaks_tus)
async def create_upload(request: Asked) -> Response[None]:
    """Find or begin the upload of an accepted attachment. Repeating it does nothing twice."""
    lane, actor = _lane(request), request.user
    size_bytes = tus.number(request.headers, "Upload-Length")
    if size_bytes > ATTACHMENT_BYTES_MAX:
        raise ProblemError("too_large", {"size_bytes_max": ATTACHMENT_BYTES_MAX})
    row = await _own(request, tus.metadata(request.headers).get("attachment", ""))
    if size_bytes != row.size_bytes:
        raise ProblemError("broken_envelope", {"announced_bytes": row.size_bytes})
    offset_bytes = await _settled_offset(lane, actor, row)
    if offset_bytes < row.size_bytes and await _is_known(lane, actor, row):
        await lane.confirm(actor.tenant_id, row)
        offset_bytes = row.size_bytes
    headers = {**tus.progress(offset_bytes, row.size_bytes), "Location": f"/files/{row.id}"}
    return Response(None, status_code=201, headers=headers)


@head("/files/{attachment_id:str}", before_request=speaks_tus)
async def look_at_upload(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """How much is here; a file that is here wholly but not yet stored is stored now."""
    row = await _own(request, attachment_id)
    offset_bytes = await _settled_offset(_lane(request), request.user, row)
    return Response(None, headers=tus.progress(offset_bytes, row.size_bytes))


@patch(
    "/files/{attachment_id:str}",
    before_request=speaks_tus,
    status_code=204,
    request_max_body_size=ATTACHMENT_BYTES_MAX,
)
async def send_part(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """Append the body at `Upload-Offset`; the last part has the file verified and stored."""
    lane, tenant_id = _lane(request), request.user.tenant_id
    if request.headers.get("Content-Type") != tus.CONTENT_TYPE:
        raise ProblemError("bad_content", {"wanted": tus.CONTENT_TYPE})
    offset_bytes = tus.number(request.headers, "Upload-Offset")
    row = await _own(request, attachment_id)
    reached = row.size_bytes
    if row.state is BlobState.WAITING:
        if offset_bytes + (request.content_length or 0) > row.size_bytes:
            raise ProblemError("too_large", {"size_bytes": row.size_bytes})
        reached = await lane.receive(tenant_id, row, offset_bytes, request.stream())
        if reached == row.size_bytes:
            await lane.finish(tenant_id, row)
    return Response(None, status_code=204, headers=tus.progress(reached, row.size_bytes))


@get("/files/{attachment_id:str}/picture")
async def show_picture(
    request: Asked, attachment_id: FromPath[str], size: FromQuery[Size] = Size.LARGE
) -> Response[bytes]:
    """The picture re-encoded; the browser asks again each time, so that sight can end."""
    row = await _stored(request, attachment_id)
    tag = f'"{row.sha256}-{size.value}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == tag:
        return Response(b"", status_code=304, headers=headers)
    try:
        jpeg = await _lane(request).picture(request.user.tenant_id, row.sha256, size)
    except BrokenPicture as error:
        raise ProblemError("bad_content", {"media_type": row.media_type}) from error
    except FileNotFoundError as error:
        raise _missing(row) from error
    return Response(jpeg, media_type="image/jpeg", headers=headers)


@get("/files/{attachment_id:str}/original")
async def download(request: Asked, attachment_id: FromPath[str]) -> Stream:
    """The bytes as they were captured, as a file to keep."""
    row = await _stored(request, attachment_id)
    lane, tenant_id = _lane(request), request.user.tenant_id
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


async def _settled_offset(lane: Lane, actor: Actor, row: Attachment) -> int:
    """The offset to tell, after finishing what a crash left between the last byte and its
    receipt."""
    if row.state is BlobState.STORED:
        return row.size_bytes
    offset_bytes = await lane.offset_bytes(actor.tenant_id, row)
    if offset_bytes < row.size_bytes:
        return offset_bytes
    try:
        await lane.finish(actor.tenant_id, row)
    except ProblemError as error:
        if error.code != "checksum_mismatch":
            raise
        return 0
    return offset_bytes


async def _is_known(lane: Lane, actor: Actor, row: Attachment) -> bool:
    """The same bytes are stored already, and the user may know it."""
    tenant_id, user_id = actor.tenant_id, actor.user_id
    may_know = await lane.gateway.read(
        lambda connection: queries.knows_blob(connection, tenant_id, user_id, row.sha256)
    )
    if not may_know:
        return False
    stored_bytes = await asyncio.to_thread(lane.blobs.size_bytes, tenant_id, row.sha256)
    return stored_bytes == row.size_bytes


async def _own(request: Asked, attachment_id: str) -> Attachment:
    if not UUID.fullmatch(attachment_id):
        raise ProblemError("not_found")
    tenant_id, user_id = request.user.tenant_id, request.user.user_id
    row = await _lane(request).gateway.read(
        lambda connection: queries.upload_of(connection, tenant_id, user_id, attachment_id)
    )
    if row is None:
        raise ProblemError("not_found")
    return row


async def _stored(request: Asked, attachment_id: str) -> Attachment:
    """An attachment the user may read, whose bytes are here."""
    if not UUID.fullmatch(attachment_id):
        raise ProblemError("not_found")
    tenant_id, user_id = request.user.tenant_id, request.user.user_id
    row = await _lane(request).gateway.read(
        lambda connection: queries.readable(connection, tenant_id, user_id, attachment_id)
    )
    if row is None:
        raise ProblemError("not_found")
    if row.state is BlobState.WAITING:
        raise ProblemError("not_found", {"state": BlobState.WAITING.value})
    return row


def _missing(row: Attachment) -> ProblemError:
    log.error("the file of attachment %s is stored but not there", row.id)
    return ProblemError("server_error", {"sha256": row.sha256})


def _lane(request: Asked) -> Lane:
    return cast(Lane, request.app.state.lane)


ROUTES = Router(
    path="/",
    route_handlers=[
        about_uploads,
        create_upload,
        look_at_upload,
        send_part,
        show_picture,
        download,
    ],
)
