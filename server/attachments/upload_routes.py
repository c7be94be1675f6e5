"""Routes of uploads: tus 1.0.0, authorised by the accepted attachment.

Handlers find `app.state.lane` (a `Lane`) and `request.user` (an `Actor`).
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import HttpMethod, Request, Response, Router, delete, head, patch, post, route
from litestar.params import FromPath

from server.attachments import queries, tus
from server.attachments.asked import Asked, lane_of, own
from server.attachments.lane import Lane
from server.attachments.schema import ATTACHMENT_BYTES_MAX, Attachment, BlobState
from server.gateway.call import Actor
from server.identity.guard import OPEN
from server.problems import ProblemError, problem_handler

OVERRIDE = "X-HTTP-Method-Override"


def speaks_tus(request: Asked) -> Response[None] | None:
    """Refuse other versions before anything else, as tus wants it."""
    if request.headers.get("Tus-Resumable") == tus.VERSION:
        return None
    return Response(None, status_code=412, headers=tus.ABOUT)


def tus_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The one error shape, with the header that every answer of tus carries."""
    answer = problem_handler(request, error)
    answer.headers.update(tus.RESUMABLE)
    return answer


@route("/files", http_method=[HttpMethod.OPTIONS], status_code=204, opt={OPEN: True})
async def about_uploads() -> Response[None]:
    return Response(None, status_code=204, headers=tus.ABOUT)


@post("/files", before_request=speaks_tus, request_max_body_size=ATTACHMENT_BYTES_MAX)
async def create_upload(request: Asked) -> Response[None]:
    """Find or begin the upload of an accepted attachment, and take the body if there is one.

    Repeating it does nothing twice: to an upload that has bytes already the body adds none.
    """
    lane, actor = lane_of(request), request.user
    size_bytes = tus.number(request.headers, "Upload-Length")
    if size_bytes > ATTACHMENT_BYTES_MAX:
        raise ProblemError("too_large", {"size_bytes_max": ATTACHMENT_BYTES_MAX})
    named = tus.metadata(request.headers)
    row = await own(request, named.get("attachment", ""))
    if size_bytes != row.size_bytes or named.get("sha256", row.sha256) != row.sha256:
        raise ProblemError(
            "broken_envelope", {"announced_bytes": row.size_bytes, "sha256": row.sha256}
        )
    offset_bytes = await _settled_offset(lane, actor, row)
    if offset_bytes < row.size_bytes and await _is_known(lane, actor, row):
        await lane.confirm(actor.tenant_id, row)
        offset_bytes = row.size_bytes
    if offset_bytes < row.size_bytes:
        offset_bytes = await _begin(request, row, named.get("replica", ""))
    headers = await _progress(lane, actor, row, offset_bytes)
    return Response(None, status_code=201, headers={**headers, "Location": f"/files/{row.id}"})


@head("/files/{attachment_id:str}", before_request=speaks_tus)
async def look_at_upload(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """How much is here; a file that is here wholly but not yet stored is stored now."""
    return await _look(request, attachment_id)


@patch(
    "/files/{attachment_id:str}",
    before_request=speaks_tus,
    status_code=204,
    request_max_body_size=ATTACHMENT_BYTES_MAX,
)
async def send_part(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """Append the body at `Upload-Offset`; the last part has the file verified and stored."""
    return await _send(request, attachment_id)


@delete("/files/{attachment_id:str}", before_request=speaks_tus, status_code=204)
async def end_upload(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """Forget what arrived. The row stays the grant; a stored file stays, too."""
    return await _end(request, attachment_id)


@post(
    "/files/{attachment_id:str}",
    before_request=speaks_tus,
    request_max_body_size=ATTACHMENT_BYTES_MAX,
)
async def overridden(request: Asked, attachment_id: FromPath[str]) -> Response[None]:
    """For clients whose way here lets only GET and POST pass: the header names the method."""
    wanted = {"PATCH": _send, "HEAD": _look, "DELETE": _end}.get(request.headers.get(OVERRIDE, ""))
    if wanted is None:
        raise ProblemError("broken_envelope", {"header": OVERRIDE})
    return await wanted(request, attachment_id)


async def _look(request: Asked, attachment_id: str) -> Response[None]:
    row = await own(request, attachment_id)
    lane, actor = lane_of(request), request.user
    metadata = ""
    if row.state is BlobState.WAITING:
        metadata = (await lane.find(actor.tenant_id, row)).metadata
    offset_bytes = await _settled_offset(lane, actor, row)
    headers = await _progress(lane, actor, row, offset_bytes, metadata)
    return Response(None, status_code=200, headers=headers)


async def _send(request: Asked, attachment_id: str) -> Response[None]:
    if request.headers.get("Content-Type") != tus.CONTENT_TYPE:
        raise ProblemError("bad_content", {"wanted": tus.CONTENT_TYPE})
    offset_bytes = tus.number(request.headers, "Upload-Offset")
    lane, actor = lane_of(request), request.user
    row = await own(request, attachment_id)
    reached = row.size_bytes  # to a stored file nothing is added, whatever the offset
    if row.state is BlobState.WAITING:
        await lane.find(actor.tenant_id, row)
        if offset_bytes == 0:
            await _judge_firm(lane, actor, row)
        reached = await _take(request, row, offset_bytes)
    headers = await _progress(lane, actor, row, reached)
    return Response(None, status_code=204, headers=headers)


async def _end(request: Asked, attachment_id: str) -> Response[None]:
    row = await own(request, attachment_id)
    lane, actor = lane_of(request), request.user
    if row.state is BlobState.STORED:
        raise ProblemError("already_stored")
    await lane.find(actor.tenant_id, row)
    await lane.terminate(actor.tenant_id, row)
    return Response(None, status_code=204, headers=tus.RESUMABLE)


async def _begin(request: Asked, row: Attachment, replica: str) -> int:
    """Bind the upload, and take a body that came along."""
    lane, actor = lane_of(request), request.user
    if replica and not await lane.gateway.read(
        lambda c: queries.is_replica_of(c, actor.tenant_id, actor.user_id, replica)
    ):
        raise ProblemError("not_found")
    await _judge_firm(lane, actor, row)
    metadata = request.headers.get("Upload-Metadata", "")
    offset_bytes = await lane.create(actor.tenant_id, row, replica, metadata)
    if offset_bytes == 0 and request.headers.get("Content-Type") == tus.CONTENT_TYPE:
        return await _take(request, row, 0)
    return offset_bytes


async def _take(request: Asked, row: Attachment, offset_bytes: int) -> int:
    """Append the request's body, within what the device may send; finish with the last byte."""
    lane, actor = lane_of(request), request.user
    checksum = tus.checksum(request.headers)
    more_bytes = request.content_length or 0
    if offset_bytes + more_bytes > row.size_bytes:
        raise ProblemError("too_large", {"size_bytes": row.size_bytes})
    await asyncio.to_thread(lane.allowance.judge_day, actor, more_bytes, lane.clock())
    arrived_bytes = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal arrived_bytes
        async for chunk in request.stream():
            arrived_bytes += len(chunk)
            yield chunk

    try:
        reached = await lane.receive(actor.tenant_id, row, offset_bytes, counted(), checksum)
    finally:
        await asyncio.to_thread(lane.allowance.count, actor, arrived_bytes, lane.clock())
    if reached == row.size_bytes:
        await lane.finish(actor.tenant_id, row)
    return reached


async def _judge_firm(lane: Lane, actor: Actor, row: Attachment) -> None:
    tenant_id, size_bytes = actor.tenant_id, row.size_bytes
    if lane.allowance.limits.firm_bytes:
        await lane.gateway.read(lambda c: lane.allowance.judge_firm(c, tenant_id, size_bytes))


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


async def _progress(
    lane: Lane, actor: Actor, row: Attachment, offset_bytes: int, metadata: str = ""
) -> dict[str, str]:
    expires_ms = None
    if offset_bytes < row.size_bytes:
        expires_ms = await lane.expires_ms(actor.tenant_id, row)
    return tus.progress(offset_bytes, row.size_bytes, expires_ms, metadata)


UPLOADS = Router(
    path="/",
    route_handlers=[
        about_uploads,
        create_upload,
        look_at_upload,
        send_part,
        end_upload,
        overridden,
    ],
    exception_handlers={Exception: tus_problem},
)
