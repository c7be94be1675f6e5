"""HTTP/1.1 as it travels: heads and bodies, read and written without understanding them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

HEAD_BYTES_MAX = 65_536
BODY_BYTES_MAX = 16 * 1_048_576  # phones send files in parts of 512 KB at most
PIECE_BYTES = 65_536
# What is between two neighbours only: each side of the proxy makes its own.
HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length", "te")
)
BODILESS = (204, 304)

Head = tuple[str, str]


class NotHttp(Exception):
    """What came is no HTTP/1 message, or is larger than the proxy takes."""


@dataclass(frozen=True)
class Message:
    """First line without its end, heads as they came, and the body with all coding but its own."""

    line: str
    heads: tuple[Head, ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value under this name in lower case; "" when there is none."""
        return next((value for key, value in self.heads if key.lower() == name), "")

    def without(self, *names: str) -> tuple[Head, ...]:
        return tuple(head for head in self.heads if head[0].lower() not in names)

    @property
    def carried(self) -> tuple[Head, ...]:
        """The heads that go on to the other side."""
        return self.without(*HOP_BY_HOP)

    @property
    def method(self) -> str:
        return self.line.split(" ", 1)[0]

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    @property
    def status(self) -> int:
        """Of an answer."""
        return int(self.line.split(" ")[1])

    @property
    def is_stream(self) -> bool:
        """Whether the answer has no end: events that come when they come."""
        return self.header("content-type").startswith("text/event-stream")


def written(line: str, heads: tuple[Head, ...]) -> bytes:
    """First line and heads as bytes, with the empty line after them."""
    lines = [line, *(f"{name}: {value}" for name, value in heads)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Message | None:
    """First line and heads; None when the other side has closed. Raises NotHttp."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise NotHttp("a message ends in its head") from error
        return None
    except asyncio.LimitOverrunError as error:
        raise NotHttp("the head is too long") from error
    line, *rest = raw.decode("latin-1").strip("\r\n").split("\r\n")
    if len(line.split(" ")) < 2 or "HTTP/1" not in line:
        raise NotHttp(line[:80])
    heads: list[Head] = []
    for each in rest:
        name, colon, value = each.partition(":")
        if not colon:
            raise NotHttp(each[:80])
        heads.append((name, value.strip()))
    return Message(line, tuple(heads))


async def read_pieces(
    reader: asyncio.StreamReader, head: Message, *, ends_with_line: bool
) -> AsyncIterator[bytes]:
    """The body, piece by piece. `ends_with_line`: without a length it lasts until the close."""
    if "chunked" in head.header("transfer-encoding").lower():
        while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        while (await reader.readline()).strip():
            pass
        return
    length = head.header("content-length")
    left = int(length) if length.isdigit() else None
    if left is None and not ends_with_line:
        return
    while left is None or left > 0:
        piece = await reader.read(PIECE_BYTES if left is None else min(left, PIECE_BYTES))
        if not piece:
            if left is not None:
                raise NotHttp("a message ends in its body")
            return
        left = None if left is None else left - len(piece)
        yield piece


async def read_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Message | None:
    """A whole request; None when the other side has closed. Raises NotHttp."""
    head = await read_head(reader)
    if head is None:
        return None
    if head.header("expect"):
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = bytearray()
    async for piece in read_pieces(reader, head, ends_with_line=False):
        body += piece
        if len(body) > BODY_BYTES_MAX:
            raise NotHttp(f"a body of more than {BODY_BYTES_MAX} bytes")
    return Message(head.line, head.without("expect"), bytes(body))
