"""An order's papers as PDF, for whoever sees the order now, and the preview of a template."""

import re
from base64 import b64decode, b64encode
from collections.abc import Awaitable
from typing import Any, Literal, TypeVar, cast

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from server.gateway.call import Actor
from server.identity.schema import Role
from server.papers.fonts import NoFont
from server.papers.looks import Look
from server.papers.press import Draft, PaperState, Press
from server.papers.printing import CannotPrint
from server.papers.rules import check_template
from server.papers.samples import sample
from server.papers.schema import Form, PublishTemplate
from server.problems import ProblemError, rejected
from server.shapes import UUID_PATTERN

UUID = re.compile(UUID_PATTERN)
MEDIA_TYPE = "application/pdf"


T = TypeVar("T")
Asked = Request[Actor, Any, Any]
Language = Literal["zh-CN", "en"]
PREVIEW_BYTES_MAX = 64 * 1024  # four times what a template can be
HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


@get("/api/v1/papers/{work_order_id:str}")
async def list_papers(request: Asked, work_order_id: FromPath[str]) -> dict[str, list[PaperState]]:
    """The forms of an order in the order of its life, each with what the order lacks for it."""
    is_id = UUID.fullmatch(work_order_id) is not None
    states = await _press(request).states(request.user, work_order_id) if is_id else None
    if states is None:
        raise ProblemError("not_found")
    return {"papers": states}


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
    tried = _tried(request, data, form)
    if not isinstance(tried, Draft):
        return tried
    press = _press(request)
    made = await _printed(press.pdf(request.user.tenant_id, tried, language))
    return Response(made, media_type=MEDIA_TYPE, headers=HEADERS)


@post("/api/v1/papers/preview/pages", status_code=200, request_max_body_size=PREVIEW_BYTES_MAX)
async def preview_pages(
    request: Asked,
    data: JSONBody[PublishTemplate],
    form: FromQuery[Form] = Form.CERTIFICATE,
    language: FromQuery[Language] = "zh-CN",
) -> Response[Any]:
    """The same as pictures for a screen: PNG in base64, one for each page."""
    tried = _tried(request, data, form)
    if not isinstance(tried, Draft):
        return tried
    made = await _printed(_press(request).pages(request.user.tenant_id, tried, language))
    return Response({"pages": [b64encode(page).decode() for page in made]}, headers=HEADERS)


def _tried(request: Asked, data: PublishTemplate, form: Form) -> Draft | Response[Any]:
    """The sample in that template, or why the template cannot be published."""
    if not request.user.has_role(Role.ADMINISTRATOR):
        raise ProblemError("not_allowed")
    refusal = check_template(data)
    if refusal is not None:
        return rejected(refusal.reason, refusal.detail)
    return Draft(sample(form), Look(data.texts, data.sections, b64decode(data.logo)))


async def _printed(making: Awaitable[T]) -> T:
    try:
        return await making
    except CannotPrint as error:
        raise ProblemError("not_ready", {"lacks": error.reason}) from error
    except NoFont as error:
        raise ProblemError("server_error", {"problem": str(error)}) from error


def _press(request: Asked) -> Press:
    return cast(Press, request.app.state.press)


ROUTES = (list_papers, show_paper, preview_template, preview_pages)
