"""Carrying one message to one side, as slowly, as short and as changed as the plan says."""

import asyncio
import contextlib
import ssl
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import isfinite

from server.drill.message import BODILESS, Head, Message, read_head, read_pieces, written
from server.drill.plan import Meddling, Plan, Reach, Reply

BodyPieces = AsyncIterator[bytes]


@dataclass(frozen=True)
class Upstream:
    """The server behind the proxy."""

    host: str
    port: int
    secure: ssl.SSLContext | None

    @asynccontextmanager
    async def line(self) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection of one exchange's own. Raises OSError."""
        reader, writer = await asyncio.open_connection(self.host, self.port, ssl=self.secure)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    @asynccontextmanager
    async def asked(
        self, request: Message, plan: Plan, pace: float
    ) -> AsyncGenerator[tuple[Message, BodyPieces]]:
        """The head of the server's answer, and its body while the line lasts."""
        async with self.line() as (reader, writer):
            raw = _raw(request, plan.meddling)
            await _pour(raw, writer, plan.up_bytes_s * pace, plan.piece_bytes)
            answer = await read_head(reader)
            if answer is None:
                raise ConnectionResetError("the server closed without an answer")
            has_body = request.method != "HEAD" and answer.status not in BODILESS
            pieces = read_pieces(reader, answer, ends_with_line=True) if has_body else _nothing()
            yield answer, pieces


async def _nothing() -> BodyPieces:
    for piece in ():
        yield piece


async def send_up(upstream: Upstream, request: Message, plan: Plan, pace: float) -> None:
    """The part of the request that gets through; then the line to the server is cut too."""
    if plan.reach is Reach.NOTHING:
        return
    raw = _raw(request, plan.meddling)
    part = raw[: _cut_at(raw, plan.reach)]
    async with upstream.line() as (_, writer):
        await _pour(part, writer, plan.up_bytes_s * pace, plan.piece_bytes)


def _cut_at(raw: bytes, reach: Reach) -> int:
    line_end, head_end = raw.index(b"\r\n"), raw.index(b"\r\n\r\n") + 4
    body = len(raw) - head_end
    return {
        Reach.HALF_LINE: line_end // 2,
        Reach.SOME_HEADS: (line_end + head_end) // 2,
        Reach.HEAD: head_end if body else head_end - 2,
        Reach.ONE_BYTE: head_end + min(1, body),
        Reach.HALF_BODY: head_end + body // 2 if body else head_end // 2,
        Reach.ALL_BUT_ONE: len(raw) - 1,
        Reach.NO_WAIT: len(raw),
    }[reach]


def _raw(request: Message, meddling: Meddling) -> bytes:
    """The request as the server gets it: one to a connection."""
    heads, body = request.carried, request.body
    if meddling.unpacks:
        heads = tuple(head for head in heads if head[0].lower() != "accept-encoding")
        if request.header("content-encoding") == "gzip":
            body = zlib.decompress(body, wbits=31)
            heads = tuple(head for head in heads if head[0].lower() != "content-encoding")
    heads = _respelt(heads, meddling)
    if body or request.header("content-length"):
        heads = (*heads, ("content-length", str(len(body))))
    line = request.line.rpartition(" ")[0] + " HTTP/1.1"
    return written(line, (*heads, ("connection", "close"))) + body


def _respelt(heads: tuple[Head, ...], meddling: Meddling) -> tuple[Head, ...]:
    spell = {"upper": str.upper, "lower": str.lower, "title": str.title}.get(meddling.spelling)
    changed = tuple((spell(name) if spell else name, value) for name, value in heads)
    return changed[::-1] if meddling.reverses else changed


async def reply(said: Reply, writer: asyncio.StreamWriter) -> None:
    """The network's own answer."""
    body = said.body.encode()
    heads = (("content-type", said.kind), *said.heads, ("content-length", str(len(body))))
    writer.write(written(f"HTTP/1.1 {said.status} {said.reason}", heads) + body)
    await writer.drain()


async def deliver(
    answer: Message,
    pieces: BodyPieces | None,
    request: Message,
    plan: Plan,
    writer: asyncio.StreamWriter,
    pace: float,
) -> bool:
    """The answer to the phone. `pieces`: a stream without an end. True: the line may go on."""
    meddling, rate = plan.meddling, plan.down_bytes_s * pace
    heads = tuple(head for head in answer.carried if head[0].lower() not in meddling.forgets)
    heads = (*_respelt(heads, meddling), *meddling.adds)
    version = "HTTP/1.0" if meddling.old_version else "HTTP/1.1"
    line = f"{version} {answer.line.split(' ', 1)[1]}"
    if pieces is not None:
        writer.write(written(line, (*heads, ("connection", "close"))))
        async for piece in pieces:
            await _pour(piece, writer, rate, plan.piece_bytes)
        await _end(writer)
        return False
    if request.method == "HEAD" or answer.status in BODILESS:
        length = answer.header("content-length")
        known = (("content-length", length),) if length and request.method == "HEAD" else ()
        await _pour(written(line, (*heads, *known)), writer, rate, plan.piece_bytes)
        return True
    body = answer.body
    part = body if plan.answer_share >= 1 else body[: int(len(body) * plan.answer_share)]
    framed, is_kept = _framed(part, len(part) if plan.seems_whole else len(body), meddling)
    await _pour(written(line, (*heads, *framed[0])) + framed[1], writer, rate, plan.piece_bytes)
    if not is_kept:
        await _end(writer)
    return is_kept


async def _end(writer: asyncio.StreamWriter) -> None:
    """An end, not a break: that is how a body without a length ends."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def _framed(
    part: bytes, length: int, meddling: Meddling
) -> tuple[tuple[tuple[Head, ...], bytes], bool]:
    """Heads about the length with the body as it travels, and whether the line may go on."""
    if meddling.old_version:
        return ((("connection", "close"),), part), False
    if meddling.chunk_bytes:
        size = max(meddling.chunk_bytes, len(part) // 2_000)
        cuts = [part[at : at + size] for at in range(0, len(part), size)]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(cut), cut) for cut in cuts)
        return ((("transfer-encoding", "chunked"),), chunks + b"0\r\n\r\n"), True
    return ((("content-length", str(length)),), part), length == len(part)


async def _pour(raw: bytes, writer: asyncio.StreamWriter, rate: float, piece_bytes: int) -> None:
    """Bytes at a rate, in bytes a second; waits at most a hundred times a second."""
    if not isfinite(rate):
        writer.write(raw)
        await writer.drain()
        return
    size = max(1, min(piece_bytes, int(rate / 10)))
    owed_s = 0.0
    for at in range(0, len(raw), size):
        piece = raw[at : at + size]
        writer.write(piece)
        await writer.drain()
        owed_s += len(piece) / rate
        if owed_s >= 0.01:
            await asyncio.sleep(owed_s)
            owed_s = 0.0
