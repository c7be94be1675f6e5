"""One proxy for all of them: it counts what goes through, and can be a slow link.

Bytes are TCP payload, HTTP heads and WebSocket frames included. A request is an HTTP message that
went up; a turn is talk that changed its direction to up, so a WebSocket has turns but one request.
On a slow link each direction has one rate for all connections, every byte waits half a round trip,
and the first byte of a connection one whole round trip more for its handshake.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httptools

HOST = "127.0.0.1"
CHUNK_BYTES = 65_536
PIECE_BYTES = 4_096
SOON_S = 0.001  # sleeping for less is later than not to sleep


@dataclass(frozen=True)
class Link:
    """Zeros are a link without delay."""

    round_trip_s: float = 0.0
    bytes_per_s: int = 0

    @property
    def is_slow(self) -> bool:
        return self.round_trip_s > 0 or self.bytes_per_s > 0


@dataclass
class Count:
    requests: int = 0
    turns: int = 0
    connections: int = 0
    up_bytes: int = 0
    down_bytes: int = 0

    @property
    def total_bytes(self) -> int:
        return self.up_bytes + self.down_bytes

    def least_s(self, link: Link) -> float:
        """What the link alone takes, were both sides infinitely fast; a handshake included."""
        trips = self.turns + (self.connections > 0)
        wire_s = self.total_bytes / link.bytes_per_s if link.bytes_per_s else 0.0
        return trips * link.round_trip_s + wire_s


class Requests:
    """Counts the HTTP messages of one connection, up to where it becomes a WebSocket."""

    def __init__(self, begun: Callable[[], None]) -> None:
        self._begun = begun
        self._parser: Any = httptools.HttpRequestParser(self)

    def on_message_begin(self) -> None:
        self._begun()

    def feed(self, chunk: bytes) -> None:
        if self._parser is None:
            return
        try:
            self._parser.feed_data(chunk)
        except httptools.HttpParserUpgrade:
            self._parser = None


class Direction:
    """Up or down of the link: when it is free for the next byte."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._free_s = 0.0

    def arrival_s(self, length: int, not_before_s: float) -> float:
        """When this many bytes, sent now, are on the other side, in monotonic seconds."""
        start_s = max(time.monotonic(), not_before_s, self._free_s)
        rate = self._link.bytes_per_s
        self._free_s = start_s + (length / rate if rate else 0.0)
        return self._free_s + self._link.round_trip_s / 2


class Proxy:
    """Listens in a thread of its own until `close`; `aim` names the server behind it."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self._count = Count()
        self._target = 0
        self._is_up = False
        self._up, self._down = Direction(link), Direction(link)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = self._do(asyncio.start_server(self._connected, HOST, 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.origin = f"http://{HOST}:{self.port}"

    def aim(self, port: int) -> None:
        """Connections from now on go to this port; the count begins anew."""
        self._target = port
        self.take()

    def take(self) -> Count:
        """What went through since the last call, after it has been quiet for a while.

        Then every connection is cut: whoever comes next comes as a phone does after a pause.
        """
        quiet_s = 0.1 + 2 * self.link.round_trip_s
        while True:
            before = self._do(self._look())
            time.sleep(quiet_s)
            if self._do(self._look()) == before:
                return self._do(self._reset())

    def close(self) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _look(self) -> int:
        return self._count.total_bytes

    async def _reset(self) -> Count:
        await self._cut()
        count, self._count, self._is_up = self._count, Count(), False
        return count

    async def _stop(self) -> None:
        self._server.close()
        await self._cut()

    async def _cut(self) -> None:
        open_now = list(self._tasks)
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)

    async def _connected(
        self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._count.connections += 1
        try:
            far_in, far_out = await asyncio.open_connection(HOST, self._target)
        except OSError:
            self._tasks.discard(task)
            return near_out.close()
        hand_shaken_s = time.monotonic() + self.link.round_trip_s
        requests = Requests(self._request)

        def went_up(chunk: bytes) -> None:
            self._count.up_bytes += len(chunk)
            self._count.turns += not self._is_up
            self._is_up = True
            requests.feed(chunk)

        def went_down(chunk: bytes) -> None:
            self._count.down_bytes += len(chunk)
            self._is_up = False

        try:
            await asyncio.gather(
                self._pump(near_in, far_out, self._up, hand_shaken_s, went_up),
                self._pump(far_in, near_out, self._down, 0.0, went_down),
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            near_out.close()
            far_out.close()

    def _request(self) -> None:
        self._count.requests += 1

    async def _pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        direction: Direction,
        not_before_s: float,
        count: Callable[[bytes], None],
    ) -> None:
        """Forward until the source ends; what is on its way does not hold up the reading."""
        travelling: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(_arrive(travelling, target))
        try:
            while chunk := await source.read(CHUNK_BYTES):
                count(chunk)
                for at in range(0, len(chunk), PIECE_BYTES if self.link.is_slow else CHUNK_BYTES):
                    piece = chunk[at : at + PIECE_BYTES] if self.link.is_slow else chunk
                    due_s = direction.arrival_s(len(piece), not_before_s)
                    travelling.put_nowait((due_s, piece))
            travelling.put_nowait((0.0, b""))
            await arriving
        finally:
            arriving.cancel()
            with contextlib.suppress(OSError, RuntimeError):
                target.write_eof()


async def _arrive(
    travelling: "asyncio.Queue[tuple[float, bytes]]", target: asyncio.StreamWriter
) -> None:
    while True:
        due_s, piece = await travelling.get()
        if not piece:
            return
        wait_s = due_s - time.monotonic()
        if wait_s > SOON_S:
            await asyncio.sleep(wait_s)
        target.write(piece)
        await target.drain()
