"""A server that keeps every request as it came, byte by byte, and a client without manners."""

import asyncio
import gzip
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from server.drill.message import Message, NotHttp, read_head, read_pieces, read_request
from server.drill.personalities import BY_NAME
from server.drill.proxy import Proxy

HOST = "127.0.0.1"
PACE = 50.0


@dataclass
class Origin:
    """Answers `[number of the request, length of its body]` as JSON, and `/live` with events."""

    requests: list[Message] = field(default_factory=list)
    cut_bytes: list[int] = field(default_factory=list)  # of requests that ended early

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = bytearray()
        feed = reader.feed_data

        def kept(data: bytes) -> None:
            raw.extend(data)
            feed(data)

        raw.extend(reader._buffer)  # pyright: ignore  (what came before we looked)
        reader.feed_data = kept  # pyright: ignore[reportAttributeAccessIssue]
        try:
            request = await read_request(reader, writer)
            if request is None:
                raise NotHttp("nothing")
            await self._answer(request, writer)
        except (NotHttp, OSError, asyncio.IncompleteReadError):
            self.cut_bytes.append(len(raw))
        finally:
            writer.close()

    async def _answer(self, request: Message, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        if request.target == "/live":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n")
            await asyncio.sleep(0.1)
            writer.write(b"data: 2\n\n")
            return
        body = b"[%d,%d]" % (len(self.requests), len(request.body)) + b" " * 500
        packed = request.header("accept-encoding") == "gzip"
        body = gzip.compress(body) if packed else body
        heads = b"content-encoding: gzip\r\n" if packed else b""
        heads += b"content-type: application/json\r\netag: x\r\ncontent-length: %d\r\n" % len(body)
        writer.write(b"HTTP/1.1 200 OK\r\n" + heads + b"\r\n" + body)
        await writer.drain()


@dataclass(frozen=True)
class Got:
    """What a client saw of one exchange. `status` 0: the line broke before an answer."""

    status: int
    answer: Message | None
    is_broken: bool
    took_s: float

    @property
    def body(self) -> bytes:
        assert self.answer is not None
        return self.answer.body


@dataclass(frozen=True)
class Line:
    """An origin, the proxy before it, and a way to ask."""

    origin: Origin
    proxy: Proxy
    port: int

    async def ask(self, target: str = "/a", body: bytes = b"", *heads: str) -> Got:
        """One request on a connection of its own."""
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        reader, writer = await asyncio.open_connection(HOST, self.port)
        method = "POST" if body else "GET"
        lines = [f"{method} {target} HTTP/1.1", "Host: here", *heads]
        lines += [f"Content-Length: {len(body)}"] if body else []
        answer: Message | None = None
        part = bytearray()
        is_broken = False
        try:
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
            answer = await read_head(reader)
            if answer is not None:
                async for piece in read_pieces(reader, answer, ends_with_line=True):
                    part += piece
        except (NotHttp, OSError, asyncio.IncompleteReadError):
            is_broken = True
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        whole = Message(answer.line, answer.heads, bytes(part)) if answer else None
        status = answer.status if answer else 0
        return Got(status, whole, is_broken or answer is None, loop.time() - began_s)


@asynccontextmanager
async def line(name: str, *, seed: int = 1, pace: float = PACE) -> AsyncGenerator[Line]:
    """A proxy of this personality on a free port."""
    origin = Origin()
    server = await asyncio.start_server(origin.serve, HOST, 0)
    to = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    proxy = Proxy(to, BY_NAME[name], seed=seed, pace=pace)
    port = await proxy.start(HOST, 0)
    try:
        yield Line(origin, proxy, port)
    finally:
        await proxy.stop()
        server.close()
