"""A replica that pulls on and on: its part of the history is what each pull brought."""

import asyncio
import json
from pathlib import Path
from typing import Any, Protocol

import msgspec

from server import contract
from server.gateway.call import Actor
from server.gateway.gateway import Gateway, now_ms
from sync.fields import Sees
from sync.protocol import SyncResponse
from tests.server.gateway.client import Client

PULL_EVERY_S = 0.02
AGAIN_S = 0.02
CUSTOMER = next(i for i, kind in enumerate(contract.KINDS) if kind.name == "customer")


class Place(Protocol):
    """Where the gateway is at the moment."""

    async def open(self) -> tuple[Gateway, Actor]: ...


class Asked:
    """The little of a house that a client asks for."""

    @property
    def now_ms(self) -> int:
        return now_ms()


class Reader(Client):
    """Collects the remarks that came since the last head."""

    def __init__(self) -> None:
        house: Any = Asked()
        super().__init__(house, "reader")
        self.news: set[tuple[int, int]] = set()
        names = contract.KINDS[CUSTOMER].visible_to(Sees.OFFICE)
        self._remark = names.index("remark")

    def take(self, answer: SyncResponse) -> dict[str, str] | None:
        """Apply a page; at a head, what every list is now that came since the last one."""
        before = dict.fromkeys(self.members)
        if answer.fresh:
            self.news.clear()
        for page in answer.kinds:
            if page.kind == CUSTOMER:
                self.news |= {(page.scope, handle) for handle in _handles(page)}
        self.apply(answer)
        self.news |= {key for key in self.members.keys() - before.keys()}
        if answer.cursor.mode != 0:
            return None
        held = [self.members[key] for key in self.news if key in self.members]
        self.news.clear()
        return {each.row_id: each.values[self._remark] for each in held if each.kind == CUSTOMER}

    def digest(self) -> str:
        """Summed at the end only: `check`."""
        return self._claimed

    def apply(self, answer: SyncResponse) -> None:
        self._claimed = answer.digest
        super().apply(answer)

    def check(self) -> None:
        """The sum over everything that is held must be the one the server told."""
        assert Client.digest(self) == self._claimed, "the reader holds something else"

    _claimed = ""


def _handles(page: Any) -> list[int]:
    found: list[int] = []
    for differences in (page.enter_handles, *(handles for _, handles, _ in page.changes)):
        total = 0
        for difference in differences:
            total += difference
            found.append(total)
    return found


async def read(place: Place, path: str, ending: asyncio.Event) -> None:
    """Pull until the end is announced, and then once more."""
    reader = Reader()
    with Path(path).open("w", encoding="utf-8") as file:
        is_last = False
        while True:
            try:
                gateway, actor = await place.open()
                body, _ = await gateway.sync(actor, reader.request(), "")
            except Exception:  # any: servers and connections are killed under it
                await asyncio.sleep(AGAIN_S)
                continue
            answer = msgspec.json.decode(body, type=SyncResponse)
            lists = reader.take(answer)
            if lists is not None:
                file.write(json.dumps([answer.cursor.floor, lists]) + "\n")
                if is_last and not answer.more:
                    break
                is_last = ending.is_set()
                await asyncio.sleep(PULL_EVERY_S)
    reader.check()
