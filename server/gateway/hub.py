"""Live: who listens, and "pull" for those whose scopes changed. Data never travels here."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

LISTENERS_PER_USER_MAX = 20


class Hub:
    """Streams by (tenant, user). Lives on the event loop; a lost poke costs latency, never data."""

    def __init__(self) -> None:
        self._queues: dict[tuple[str, str], dict[asyncio.Queue[str], None]] = defaultdict(dict)

    def join(self, tenant_id: str, user_id: str) -> asyncio.Queue[str]:
        """A queue of pokes for one stream; the oldest stream ends when a user has too many."""
        streams = self._queues[tenant_id, user_id]
        if len(streams) >= LISTENERS_PER_USER_MAX:
            next(iter(streams)).put_nowait("end")
        mine: asyncio.Queue[str] = asyncio.Queue(maxsize=64)
        streams[mine] = None
        return mine

    def part(self, tenant_id: str, user_id: str, mine: asyncio.Queue[str]) -> None:
        streams = self._queues.get((tenant_id, user_id))
        if streams is not None:
            streams.pop(mine, None)
            if not streams:
                del self._queues[tenant_id, user_id]

    def poke(self, tenant_id: str, user_ids: Iterable[str]) -> None:
        for user_id in user_ids:
            for stream in self._queues.get((tenant_id, user_id), ()):
                if stream.empty():
                    stream.put_nowait("pull")

    def end(self, tenant_id: str, user_id: str) -> None:
        """The user's session ended: his streams end too."""
        for stream in self._queues.get((tenant_id, user_id), ()):
            stream.put_nowait("end")

    def end_all(self) -> None:
        """Shutdown: an open stream would keep the process alive."""
        for streams in self._queues.values():
            for stream in streams:
                stream.put_nowait("end")

    def count(self) -> int:
        return sum(len(streams) for streams in self._queues.values())
