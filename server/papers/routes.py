"""An order's papers as PDF, for whoever sees the order now, and the preview of a template."""

import re
from base64 import b64decode
from collections.abc import Awaitable
from typing import Any, Literal, cast

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from server.gateway.call import Actor
from server.identity.schema import Role
from server.papers.fonts import NoFont
from server.papers.looks import Look
from server.papers.press import Draft, Press
from server.papers.printing import CannotPrint
from server.papers.rules import check_template
from server.papers.samples import sample
from server.papers.schema import Form, PublishTemplate
from server.problems import ProblemError, rejected
from server.shapes import UUID_PATTERN

UUID = re.compile(UUID_PATTERN)
MEDIA_TYPE = "application/pdf"


Asked = Request[Actor, Any, Any]
Language = Literal["zh-CN", "en"]
PREVIEW_BYTES_MAX = 64 * 1024  # four times what a template can be
HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


@get("/api/v1/papers/{work_order_id:str}/{form:str}")
async def show_paper(
    request: Asked,
    work_order_id: FromPath[str],
    form: FromPath[Form],
    language: FromQuery[Language] = "zh-CN",
) -> Response[bytes]:
    """The paper as the order stands now; 409 `not_ready` names what the order lacks for it."""
    press, actor = _press(request), request.user
    is_id = UUID.fullmatch(work_order_id) is not None
    draft = await press.draft(actor, work_order_id, form) if is_id else None
    if draft is None:
        raise ProblemError("not_found")
    data = await _printed(press.pdf(actor.tenant_id, draft, language))
    name = re.sub(r"[^A-Za-z0-9-]", "", draft.document.head.number)
    shown_as = f'inline; filename="{name}-{form.value}.pdf"'
    headers = HEADERS | {"Content-Disposition": shown_as}
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


@post("/api/v1/papers/preview", status_code=200, request_max_body_size=PREVIEW_BYTES_MAX)
async def preview_template(
    request: Asked,
    data: JSONBody[PublishTemplate],
    form: FromQuery[Form] = Form.CERTIFICATE,
    language: FromQuery[Language] = "zh-CN",
) -> Response[bytes]:
    """A sample of the form in a template that nobody has published yet. For administrators."""
    if not request.user.has_role(Role.ADMINISTRATOR):
        raise ProblemError("not_allowed")
    refusal = check_template(data)
    if refusal is not None:
        return rejected(refusal.reason, refusal.detail)
    look = Look(data.texts, data.sections, b64decode(data.logo))
    made = await _printed(
        _press(request).pdf(request.user.tenant_id, Draft(sample(form), look), language)
    )
    return Response(made, media_type=MEDIA_TYPE, headers=HEADERS)


async def _printed(making: Awaitable[bytes]) -> bytes:
    try:
        return await making
    except CannotPrint as error:
        raise ProblemError("not_ready", {"lacks": error.reason}) from error
    except NoFont as error:
        raise ProblemError("server_error", {"problem": str(error)}) from error


def _press(request: Asked) -> Press:
    return cast(Press, request.app.state.press)


ROUTES = (show_paper, preview_template)
