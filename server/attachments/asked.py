"""What every route of files asks first: whose attachment it is, and whether its bytes are here."""

import re
from typing import Any, cast

from litestar import Request

from server.attachments import queries
from server.attachments.lane import Lane
from server.attachments.schema import Attachment, BlobState
from server.gateway.call import Actor
from server.problems import ProblemError
from server.shapes import UUID_PATTERN

Asked = Request[Actor, Any, Any]
UUID = re.compile(UUID_PATTERN)


async def own(request: Asked, attachment_id: str) -> Attachment:
    """The attachment whose bytes the user may send. Raises ProblemError not_found."""
    if not UUID.fullmatch(attachment_id):
        raise ProblemError("not_found")
    tenant_id, user_id = request.user.tenant_id, request.user.user_id
    row = await lane_of(request).gateway.glance(  # asked with every part
        lambda connection: queries.upload_of(connection, tenant_id, user_id, attachment_id)
    )
    if row is None:
        raise ProblemError("not_found")
    return row


async def stored(request: Asked, attachment_id: str) -> Attachment:
    """An attachment the user may read, whose bytes are here. Raises ProblemError not_found."""
    if not UUID.fullmatch(attachment_id):
        raise ProblemError("not_found")
    tenant_id, user_id = request.user.tenant_id, request.user.user_id
    row = await lane_of(request).gateway.read(
        lambda connection: queries.readable(connection, tenant_id, user_id, attachment_id)
    )
    if row is None:
        raise ProblemError("not_found")
    if row.state is BlobState.WAITING:
        raise ProblemError("not_found", {"state": BlobState.WAITING.value})
    return row


def lane_of(request: Asked) -> Lane:
    return cast(Lane, request.app.state.lane)
