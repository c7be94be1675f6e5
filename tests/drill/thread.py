"""The shipped proxy in a thread of its own, for tests that do not run in a loop."""

import asyncio
import threading
from collections import Counter

from server.drill.personalities import Personality
from server.drill.proxy import Proxy

HOST = "127.0.0.1"


class ProxyThread:
    """Listens on `origin` from its making to `stop`."""

    def __init__(
        self, to: str, personality: Personality, *, seed: int = 1, pace: float = 1.0
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._proxy = Proxy(to, personality, seed=seed, pace=pace)
        started = asyncio.run_coroutine_threadsafe(self._proxy.start(HOST, 0), self._loop)
        self.origin = f"http://{HOST}:{started.result(10)}"

    @property
    def counts(self) -> Counter[str]:
        return self._proxy.counts

    def become(self, personality: Personality) -> None:
        """Another network from the next exchange on."""
        self._loop.call_soon_threadsafe(self._proxy.become, personality)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._proxy.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
