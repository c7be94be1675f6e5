"""Lists over HTTP: a template to fill in, and the filled file back, first as a dry run."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any, Literal, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.routes import KEY_LENGTH_MAX, read_body
from server.imports.lists import BYTES_MAX, IMPORTERS, ListFile, import_list, read_list
from server.imports.lists_plan import RowResult
from server.imports.lists_template import template
from server.problems import ProblemError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = "application/x-ndjson"
KEY_ROOM = 60  # letters that a line's own part of the key may take
Asked = Request[Actor, Any, Any]


@get("/api/v1/imports/{noun:str}/template.xlsx", sync_to_thread=True)
def show_template(
    request: Asked, noun: FromPath[str], lang: FromQuery[Literal["zh-CN", "en"]] = "zh-CN"
) -> Response[bytes]:
    """An empty list with headings of that language."""
    _check(request.user, noun)
    headers = {"content-disposition": f'attachment; filename="fieldward-{noun}.xlsx"'}
    return Response(template(noun, lang), media_type=XLSX, headers=headers)


@post("/api/v1/imports/{noun:str}", status_code=200, request_max_body_size=BYTES_MAX)
async def take_list(
    request: Asked,
    noun: FromPath[str],
    name: FromQuery[str] = "list",
    dry_run: FromQuery[bool] = False,
) -> Stream:
    """The bytes of a CSV or XLSX file. Answers line by line: `{"rows": n}`, then a result each.

    An Idempotency-Key lets the same attempt be repeated; without one the natural keys of the rows
    still keep a repeat from doing anything twice.
    """
    _check(request.user, noun)
    key = request.headers.get("idempotency-key", "") or secrets.token_hex(16)
    if len(key) > KEY_LENGTH_MAX - KEY_ROOM:
        raise ProblemError("key_missing", {"length_max": KEY_LENGTH_MAX - KEY_ROOM})
    content = await read_body(request, BYTES_MAX)
    file = await asyncio.to_thread(read_list, noun, name[:120], content)
    gateway = cast(Gateway, request.app.state.gateway)
    results = import_list(gateway, request.user, file, key=f"{key}:{noun}", dry_run=dry_run)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return Stream(_lines(file, results), media_type=LINES, headers=headers)


async def _lines(file: ListFile, results: AsyncIterator[RowResult]) -> AsyncIterator[bytes]:
    yield msgspec.json.encode({"rows": len(file.table.rows)}) + b"\n"
    async for result in results:
        yield msgspec.json.encode(result) + b"\n"


def _check(actor: Actor, noun: str) -> None:
    if noun not in IMPORTERS:
        raise ProblemError("not_found")
    if not actor.has_role(*IMPORTERS[noun]):
        raise ProblemError("not_allowed")


ROUTES = (show_template, take_list)
