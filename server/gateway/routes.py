"""HTTP of the gateway: sync, the live stream, and mutations by name for other programs."""

import asyncio
import contextlib
import zlib
from typing import Any, cast

import msgspec
from litestar import Request, Response, post
from litestar.handlers import asgi
from litestar.params import FromPath
from litestar.types import Receive, Scope, Send

from server.gateway.born import Born, rows_born
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.headers import header_of
from server.problems import ProblemError, rejected
from sync.limits import ENTRY_BYTES_MAX, REQUEST_BYTES_MAX
from sync.outcomes import Outcome
from sync.protocol import SyncRequest

DECODER = msgspec.json.Decoder(SyncRequest)
PING_EVERY_S = 20
KEY_LENGTH_MAX = 160
API = "api"
QUARANTINE = "quarantine"  # a route with opt={QUARANTINE: True} also takes who was shut out
Asked = Request[Actor, Any, Any]


class Done(msgspec.Struct, frozen=True):
    """An accepted mutation, as other programs are told. The same key is told the same again."""

    seq: int
    outcome: str
    flags: list[str]
    born: list[Born]


class Ready(Response[bytes]):
    """JSON as it goes out. What the framework does for any sort of response (cookies, media types,
    encoders) costs a fifth of a sync that brings nothing."""

    def __init__(self, body: bytes, encoding: str) -> None:
        self._body = body
        self._headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        if encoding:
            self._headers.append((b"content-encoding", encoding.encode()))

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        return self._send

    async def _send(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": False})


async def read_body(request: Asked, most: int) -> bytes:
    """The body, decompressed piece by piece: a bomb is refused before it unfolds."""
    encoding = header_of(request.scope, b"content-encoding")
    if encoding not in ("", "identity", "gzip"):
        raise ProblemError("broken_envelope", {"content_encoding": encoding[:20]})
    unzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    try:
        async for piece in request.stream():
            plain = unzip.decompress(piece, most + 1 - len(body)) if unzip else piece
            body += plain
            if len(body) > most:
                raise ProblemError("too_large", {"bytes_max": most})
    except zlib.error as error:
        raise ProblemError("broken_envelope", {"problem": "gzip"}) from error
    if unzip is not None and not unzip.eof:
        raise ProblemError("broken_envelope", {"problem": "gzip ends early"})
    return bytes(body)


@post("/sync", status_code=200, request_max_body_size=REQUEST_BYTES_MAX, opt={QUARANTINE: True})
async def sync(request: Asked) -> Response[bytes]:
    """Push and pull: `docs/protocol.md`."""
    try:
        asked = DECODER.decode(await read_body(request, REQUEST_BYTES_MAX))
    except msgspec.MsgspecError as error:
        raise ProblemError("broken_envelope", {"problem": str(error)[:300]}) from error
    gateway = cast(Gateway, request.app.state.gateway)
    accepts = header_of(request.scope, b"accept-encoding")
    return Ready(*await gateway.sync(request.user, asked, accepts))


@post("/api/v1/mutations/{name:str}", status_code=200, request_max_body_size=REQUEST_BYTES_MAX)
async def mutate(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """One mutation by name with an Idempotency-Key: the same key never does anything twice."""
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= KEY_LENGTH_MAX:
        raise ProblemError("key_missing")
    try:
        args = msgspec.json.decode(await read_body(request, ENTRY_BYTES_MAX))
    except msgspec.MsgspecError as error:
        raise ProblemError("broken_envelope", {"problem": str(error)[:300]}) from error
    gateway = cast(Gateway, request.app.state.gateway)
    actor = request.user
    result = await gateway.submit(actor, name, args, key, API)
    if result.outcome != Outcome.ACCEPTED:
        return rejected(result.reason, result.detail)
    writer = f"{API}:{actor.user_id}"
    born = await gateway.read(
        lambda c: rows_born(c, gateway.catalogue, actor.tenant_id, writer, key)
    )
    done = Done(result.seq, result.outcome, result.flags, born)
    return Response(msgspec.json.encode(done), media_type="application/json")


@asgi("/live", copy_scope=True)
async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Server-sent events: `pull` when the user's scopes changed, a ping every 20 s."""
    gateway = cast(Gateway, scope["litestar_app"].state.gateway)
    actor = cast(Actor, scope["user"])
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    pokes = gateway.hub.join(actor.tenant_id, actor.user_id)
    leaving = asyncio.create_task(_until_gone(receive))
    try:
        await _stream(send, pokes, leaving)
    finally:
        gateway.hub.part(actor.tenant_id, actor.user_id, pokes)
        leaving.cancel()
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _stream(send: Send, pokes: asyncio.Queue[str], leaving: asyncio.Task[None]) -> None:
    text = b"data: pull\n\n"  # whatever happened before the stream stood
    while not leaving.done():
        await send({"type": "http.response.body", "body": text, "more_body": True})
        asked = asyncio.create_task(pokes.get())
        await asyncio.wait(
            {asked, leaving}, timeout=PING_EVERY_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not asked.done():
            asked.cancel()
            text = b": ping\n\n"
            continue
        if asked.result() == "end":
            return
        text = b"data: pull\n\n"


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


ROUTES = (sync, mutate, live)
