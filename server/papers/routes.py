"""An order's papers as PDF, for whoever sees the order now."""

import re
from typing import Any, Literal, cast

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from server.gateway.call import Actor
from server.papers.fonts import NoFont
from server.papers.press import Press
from server.papers.printing import CannotPrint
from server.papers.schema import Form
from server.problems import ProblemError
from server.shapes import UUID_PATTERN

UUID = re.compile(UUID_PATTERN)


@get("/api/v1/papers/{work_order_id:str}/{form:str}")
async def show_paper(
    request: Request[Actor, Any, Any],
    work_order_id: FromPath[str],
    form: FromPath[Form],
    language: FromQuery[Literal["zh-CN", "en"]] = "zh-CN",
) -> Response[bytes]:
    """The paper as the order stands now; 409 `not_ready` names what the order lacks for it."""
    press, actor = cast(Press, request.app.state.press), request.user
    is_id = UUID.fullmatch(work_order_id) is not None
    draft = await press.draft(actor, work_order_id, form) if is_id else None
    if draft is None:
        raise ProblemError("not_found")
    try:
        data = await press.pdf(actor.tenant_id, draft, language)
    except CannotPrint as error:
        raise ProblemError("not_ready", {"lacks": error.reason}) from error
    except NoFont as error:
        raise ProblemError("server_error", {"problem": str(error)}) from error
    name = re.sub(r"[^A-Za-z0-9-]", "", draft.document.head.number)
    headers = {
        "Content-Disposition": f'inline; filename="{name}-{form.value}.pdf"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="application/pdf", headers=headers)


ROUTES = (show_paper,)
