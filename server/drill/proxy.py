"""The proxy: takes exchanges from phones, has a personality plan each, and carries the plan out."""

import asyncio
import contextlib
import socket
import ssl
import struct
import time
from collections import Counter
from collections.abc import Callable
from math import isfinite
from urllib.parse import urlsplit

from server.drill.carrying import Upstream, deliver, reply, send_up
from server.drill.message import HEAD_BYTES_MAX, Message, NotHttp, read_request
from server.drill.personalities import Moment, Personality
from server.drill.plan import Plan, Reach

RESET = struct.pack("ii", 1, 0)  # linger for no time: whatever is on the way is thrown away
KEPT_ANSWERS_MAX = 200
Watch = Callable[[Message, Plan], None]


def _unwatched(_: Message, __: Plan) -> None:
    """Nobody looks."""


class Proxy:
    """One listening port in front of one server. `counts` tells what happened how often.

    `pace` divides every time and multiplies every rate: tests rehearse a minute in a second.
    """

    def __init__(
        self,
        to: str,
        personality: Personality,
        *,
        seed: int = 0,
        pace: float = 1.0,
        watch: Watch = _unwatched,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(to)
        is_secure = parts.scheme == "https"
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{to} is no address of a server, such as http://127.0.0.1:8000")
        context = (trust or ssl.create_default_context()) if is_secure else None
        port = parts.port or (443 if is_secure else 80)
        self._upstream = Upstream(parts.hostname, port, context)
        self._seed = seed
        self._pace = pace
        self._watch = watch
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._kept: dict[tuple[str, ...], Message] = {}
        self.counts: Counter[str] = Counter()
        self.become(personality)

    def become(self, personality: Personality) -> None:
        """Another network from the next exchange on; its story begins anew."""
        self.personality = personality
        self._number = 0
        self._began_s = time.monotonic()

    async def start(self, host: str, port: int, secure: ssl.SSLContext | None = None) -> int:
        """Listen; the port, which is a free one when 0 is asked for."""
        self._server = await asyncio.start_server(
            self._line, host, port, limit=HEAD_BYTES_MAX, ssl=secure
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the port and cut every line."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """All exchanges of one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        is_kept = False
        try:
            while (request := await read_request(reader, writer)) is not None:
                is_kept = await self._exchange(request, writer)
                if not is_kept:
                    break
        except (OSError, NotHttp, ValueError, asyncio.IncompleteReadError):
            self.counts["broken"] += 1  # one of the two ends is gone: the other learns it so
        except asyncio.CancelledError:
            pass  # `stop` cuts every line; asyncio would complain of it aloud
        finally:
            self._tasks.discard(task)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _exchange(self, request: Message, writer: asyncio.StreamWriter) -> bool:
        """One request and what becomes of it. True when the connection may go on."""
        plan = self._plan(request)
        limit_s = plan.cut_after_s / self._pace if isfinite(plan.cut_after_s) else None
        try:
            async with asyncio.timeout(limit_s):
                is_kept = await self._carry(request, plan, writer)
        except TimeoutError:
            is_kept = False
            self.counts["cut"] += 1
        if not is_kept and plan.reply is None:
            _reset(writer)
        return is_kept

    def _plan(self, request: Message) -> Plan:
        moment = Moment(
            number=self._number,
            elapsed_s=(time.monotonic() - self._began_s) * self._pace,
            seed=self._seed,
            method=request.method,
            target=request.target,
            body_bytes=len(request.body),
        )
        self._number += 1
        plan = self.personality.plan(moment)
        self.counts["exchanges"] += 1
        if plan.what:
            self.counts[plan.what] += 1
        self._watch(request, plan)
        return plan

    async def _carry(self, request: Message, plan: Plan, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(plan.hold_s / self._pace)
        if plan.reply is not None:
            await reply(plan.reply, writer)
            return True
        if plan.reach is not Reach.WHOLE:
            await send_up(self._upstream, request, plan, self._pace)
            return False
        key = (request.method, request.target, *map(request.header, ("authorization", "cookie")))
        if plan.is_stale and (old := self._kept.get(key)) is not None:
            self.counts["stale"] += 1
            return await deliver(old, None, request, plan, writer, self._pace)
        for _ in range(plan.times - 1):
            await self._once(request, plan)
        async with self._upstream.asked(request, plan, self._pace) as (answer, pieces):
            if not answer.is_stream:
                whole = b"".join([piece async for piece in pieces])
                answer, pieces = Message(answer.line, answer.heads, whole), None
                if len(self._kept) < KEPT_ANSWERS_MAX:
                    self._kept.setdefault(key, answer)
            await asyncio.sleep(plan.answer_delay_s / self._pace)
            if plan.loses_answer:
                return False
            return await deliver(answer, pieces, request, plan, writer, self._pace)

    async def _once(self, request: Message, plan: Plan) -> None:
        """A copy of the request whose answer nobody gets."""
        async with self._upstream.asked(request, plan, self._pace) as (answer, pieces):
            if not answer.is_stream:
                async for _ in pieces:
                    pass


def _reset(writer: asyncio.StreamWriter) -> None:
    """Cut so that the other side sees a broken line, not an end."""
    plain = writer.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
