"""The event loop of a worker: it asks the system for news only when there is nothing else to do."""

import asyncio
import selectors
from typing import Any


class IdleSelector(selectors.DefaultSelector):
    """Its polls between two callbacks find nothing anyway: threads call back past the selector."""

    def select(self, timeout: float | None = None) -> list[Any]:
        return [] if timeout is not None and timeout <= 0 else super().select(timeout)


def new_loop() -> asyncio.AbstractEventLoop:
    return asyncio.SelectorEventLoop(IdleSelector())
