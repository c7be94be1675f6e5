"""The event loop of a worker: no real time and no real thread decides what comes first in it."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class IdleSelector(selectors.DefaultSelector):
    """Its polls between two callbacks find nothing anyway: threads call back past the selector."""

    def select(self, timeout: float | None = None) -> list[Any]:
        return [] if timeout is not None and timeout <= 0 else super().select(timeout)


class InTurn(ThreadPoolExecutor):
    """Runs at once what `asyncio.to_thread` is given: which of two files is hashed first would be
    the processor's choice, and a seed would not replay."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
        return done


def new_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.SelectorEventLoop(IdleSelector())
    loop.set_default_executor(InTurn())
    return loop
