"""The shipped application behind a real socket in this process, and what each request cost.

The caller is a process of its own and asks one request at a time, so the CPU time of this process
(all threads) between the beginnings of two requests is the whole price of the first: socket, HTTP,
authentication, database, answer.
"""

import asyncio
import base64
import json
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from statistics import median
from types import TracebackType
from typing import Any

import msgspec
import uvicorn
from sqlalchemy import Pool, event

Asked = tuple[str, str, bytes]  # method, path, body


class Cost(msgspec.Struct, frozen=True):
    """One request: CPU milliseconds, SQL statements, lines that came from the database."""

    cpu_ms: float
    statements: int
    rows: int


class Costs(msgspec.Struct, frozen=True):
    """Of many requests. `bytes` is the length of the last answer."""

    each: list[Cost]
    bytes: int

    @property
    def cpu_ms(self) -> float:
        return round(median(cost.cpu_ms for cost in self.each), 2)

    @property
    def least_ms(self) -> float:
        return round(min(cost.cpu_ms for cost in self.each), 2)

    @property
    def statements(self) -> int:
        return max(cost.statements for cost in self.each)

    @property
    def rows(self) -> int:
        return max(cost.rows for cost in self.each)


class Counter:
    """Statements and lines of every SQLite connection that is opened after it is made.

    SQLite itself tells of each statement, BEGIN and COMMIT too, whoever sent it.
    """

    def __init__(self) -> None:
        self.statements = 0
        self.rows = 0
        event.listen(Pool, "connect", self._connected)

    def close(self) -> None:
        event.remove(Pool, "connect", self._connected)

    def _asked(self, _: str) -> None:
        self.statements += 1

    def _connected(self, connection: Any, _: object) -> None:
        def count(_: object, line: tuple[Any, ...]) -> tuple[Any, ...]:
            self.rows += 1
            return line

        raw = getattr(connection, "driver_connection", connection)
        # The driver of the other reads lives on a thread of its own; inside it is the same.
        raw = getattr(raw, "_conn", raw)
        raw.row_factory = count
        raw.set_trace_callback(self._asked)


class Station(AbstractAsyncContextManager["Station"]):
    """Serves an application while inside the `with`.

    Costs of the last request of a series are not known. Counting costs some CPU itself, so where
    CPU is the question a station without it answers.
    """

    def __init__(self, app: Any, *, counts: bool = True) -> None:
        self._counter = Counter() if counts else None
        self._app = app
        self._marks: list[Cost] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            self._metered, interface="asgi3", log_level="warning", access_log=False
        )
        self._server = uvicorn.Server(config)
        self.port: int = self._socket.getsockname()[1]

    async def __aenter__(self) -> "Station":
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        while not self._server.started:
            await asyncio.sleep(0.02)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        await self._task
        if self._counter:
            self._counter.close()

    async def ask(self, token: str, paths: Sequence[str], rounds: int) -> Costs:
        """Every path in turn, `rounds` times."""
        return await self.send(token, [("GET", path, b"") for path in paths] * rounds)

    async def send(self, token: str, asked: Sequence[Asked]) -> Costs:
        """One request after another."""
        self._marks = []
        lines = [
            json.dumps([method, path, base64.b64encode(body).decode()])
            for method, path, body in asked
        ]
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.kit.caller", str(self.port), token),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await child.communicate("\n".join(lines).encode())
        if child.returncode:
            raise RuntimeError("the server refused a request, see above")
        pairs = zip(self._marks, self._marks[1:], strict=False)
        return Costs([_between(one, next_one) for one, next_one in pairs], int(told))

    async def _metered(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            cpu_ms, counter = time.process_time() * 1e3, self._counter
            statements, rows = (counter.statements, counter.rows) if counter else (0, 0)
            self._marks.append(Cost(cpu_ms, statements, rows))
        await self._app(scope, receive, send)


def _between(one: Cost, other: Cost) -> Cost:
    return Cost(other.cpu_ms - one.cpu_ms, other.statements - one.statements, other.rows - one.rows)
