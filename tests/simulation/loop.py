"""The event loop of a worker: no real time and no real thread decides what comes first in it."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

T = TypeVar("T")


class IdleSelector(selectors.DefaultSelector):
    """Its polls between two callbacks find nothing anyway: threads call back past the selector."""

    def select(self, timeout: float | None = None) -> list[Any]:
        return [] if timeout is not None and timeout <= 0 else super().select(timeout)


class InTurn(ThreadPoolExecutor):
    """Does what `asyncio.to_thread` is given before anything else goes on: which of two files is
    hashed first would be the processor's choice, and a seed would not replay."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done = super().submit(fn, *args, **kwargs)
        wait([done])
        return done


def new_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.SelectorEventLoop(IdleSelector())
    loop.set_default_executor(InTurn(max_workers=1))
    return loop
