"""A dispatcher who only writes: many decisions in one request, and no page in the answer."""

import time
import urllib.request
from typing import Any

import msgspec

from sync.ids import born_id
from sync.protocol import PROTOCOL_VERSION, Cursor, SyncRequest
from tests.campaign.station import Station
from tests.server.gateway.client import NONCE, Waiting, read, spelt
from tests.server.gateway.founding import EPOCH

BASE = (EPOCH, 0)  # nobody else writes what it writes
NO_SCHEMA = "0" * 16  # not the server's: it answers with no page


class Office:
    """A replica of the dispatcher `chief`."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._token = station.sign_in("chief")["token"]
        self._replica = born_id("office", "replica", 1)
        self._sent = 0
        self._waiting: list[Waiting] = []

    def decide(self, name: str, /, **args: Any) -> str:
        """Goes out with the next `send`; the id of the first row born in it."""
        n = self._sent + len(self._waiting) + 1
        self._waiting.append(Waiting(n, name, args, round(time.time() * 1000), BASE))
        return born_id(self._replica, str(n), 0)

    def send(self) -> list[str]:
        """All of it in one push; what was not accepted, in words."""
        waiting, self._waiting = self._waiting, []
        head = (PROTOCOL_VERSION, NO_SCHEMA, self._replica, NONCE, Cursor(EPOCH), self._sent)
        request = SyncRequest(*head, len(waiting), waiting[-1].device_ms, spelt(waiting))
        heads = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        url, body = f"{self._station.origin}/sync", msgspec.json.encode(request)
        with urllib.request.urlopen(urllib.request.Request(url, body, heads), timeout=60) as came:
            results = read(came.read()).results
        self._sent += len(waiting)
        told = [f"{one.name}: {two}" for one, two in zip(waiting, results, strict=False)]
        told = [each for each, two in zip(told, results, strict=False) if two.outcome != "accepted"]
        return told + [f"{len(waiting) - len(results)} without an answer"] * (
            len(results) < len(waiting)
        )
