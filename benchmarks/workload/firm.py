"""A firm that holds workload W, told to the product's own mutations by the people in it.

The reader is the dispatcher of one district. Her scopes hold the 2,000 rows; the line of history
that each report and each answer writes beside its row; and what the whole office has: people,
their grants, two districts with a place each, one checklist with its version, her device. The
jobs have no place yet, so they stand with the whole office, as every order does until then.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.workload.documents import Document, Workload
from benchmarks.workload.texts import answer_value, asset_args, customer_args, job_args
from server.app import open_gateway
from server.db.migrate import upgrade, with_connection
from server.firm import create_firm
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.credentials import hash_password
from server.identity.sessions import actor_of_user
from server.settings import Settings
from sync.ids import born_id
from sync.outcomes import Outcome

TENANT = "00000000-0000-7000-8000-0000000000f1"
PASSWORD = "workload-w"
READER, MANAGER = "min", "lin"
GROUP = 64  # mutations in one commit
ITEMS = 12


@dataclass
class Told:
    """Ids of the firm's rows, in the order of their documents."""

    customers: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    checklists: list[str] = field(default_factory=list)
    incoming: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # of the reader's district, and of the other


class Teller:
    """Says mutations to the gateway as one person, at the time that the document names."""

    def __init__(self, gateway: Gateway, at_ms: int) -> None:
        self._gateway = gateway
        self._now_ms = at_ms
        self._count = 0
        self._actor = Actor(TENANT, "", "", is_system=True)
        gateway.clock = lambda: self._now_ms

    async def speak_as(self, user_id: str) -> None:
        actor = await self._gateway.read(lambda c: actor_of_user(c, TENANT, user_id, ""))
        assert actor is not None
        self._actor = actor

    async def __call__(self, name: str, ordinal: int = 0, /, **args: Any) -> str:
        """One mutation; the id of the row of this ordinal born in it."""
        self._count += 1
        key = f"w:{self._count}"
        result = await self._gateway.submit(self._actor, name, args, key)
        assert result.outcome == Outcome.ACCEPTED, (name, args, result)
        return born_id(f"api:{self._actor.user_id}", key, ordinal)

    async def each(
        self, documents: Sequence[Document], tell: Callable[[int, Document], Awaitable[str]]
    ) -> list[str]:
        """All documents in order, some in one commit."""
        ids: list[str] = []
        numbered = list(enumerate(documents))
        for start in range(0, len(documents), GROUP):
            group = numbered[start : start + GROUP]
            self._now_ms = max(self._now_ms, group[-1][1].at_ms)
            ids += await asyncio.gather(*(tell(number, each) for number, each in group))
        return ids


class Story:
    """Tells the workload from the firm's first day on."""

    def __init__(self, say: Teller, workload: Workload) -> None:
        self.say = say
        self.workload = workload
        self.told = Told()
        self._answered: Counter[int] = Counter()
        self._manager_id = ""
        self._version_id = ""

    async def tell(self) -> Told:
        w, told, say = self.workload, self.told, self.say
        reader_id = await self._office()
        await say.speak_as(reader_id)
        told.customers = await say.each(
            w.customers, lambda _, each: say("customer.add", **customer_args(each))
        )
        told.assets = await say.each(w.assets, self._asset)
        told.jobs = await say.each(w.jobs, self._job)
        told.checklists = await say.each(w.checklists, self._answer)
        await say.speak_as(self._manager_id)
        told.incoming = await say.each(w.incoming, self._job_elsewhere)
        return told

    async def _office(self) -> str:
        """Two districts, their people and one checklist; returns the id of the reader."""
        say, secret = self.say, hash_password(PASSWORD)
        areas: list[str] = []
        for name in ("城东", "城西"):
            area = await say("territory.add", name=name, zone="Asia/Shanghai")
            project = await say("project.add", name=name, type="housing", territory_id=area)
            place = await say("location.add", project_id=project, kind="site", name=name)
            areas.append(area)
            self.told.places.append(place)
        manager = {"login": MANAGER, "name": "林经理", "roles": ["dispatcher", "manager"]}
        self._manager_id = await say("user.add", **manager, password_hash=secret)
        items = [
            {"code": f"item_{number}", "kind": "text", "label_zh": f"检查项 {number}"}
            for number in range(ITEMS)
        ]
        self._version_id = await say("checklist.add", 1, name="上门检查表", items=items)
        reader = {"login": READER, "name": "敏姐", "roles": ["dispatcher"]}
        return await say("user.add", **reader, territory_id=areas[0], password_hash=secret)

    def _asset(self, _: int, document: Document) -> Awaitable[str]:
        at = document.parent
        owner = None if at is None else self.workload.customers[at]
        return self.say("asset.add", **asset_args(document, owner))

    def _job_elsewhere(self, number: int, document: Document) -> Awaitable[str]:
        return self._job(number, document, location_id=self.told.places[1])

    def _job(self, _: int, document: Document, **more: Any) -> Awaitable[str]:
        at = document.parent
        owner = None if at is None else self.workload.assets[at].parent
        asset_id = None if at is None else self.told.assets[at]
        customer_id = None if owner is None else self.told.customers[owner]
        return self.say("work_order.report", **job_args(document, asset_id, customer_id), **more)

    def _answer(self, number: int, document: Document) -> Awaitable[str]:
        """An answer is always on some order: an orphan is on the one of its own number."""
        job = document.parent if document.parent is not None else number % len(self.told.jobs)
        item = self._answered[job]
        self._answered[job] += 1
        return self.say(
            "checklist.answer",
            work_order_id=self.told.jobs[job],
            checklist_version_id=self._version_id,
            item=f"item_{item}",
            value=answer_value(document),
        )


async def _tell(settings: Settings, workload: Workload) -> Told:
    gateway = open_gateway(settings)
    await gateway.start()
    try:
        return await Story(Teller(gateway, workload.customers[0].at_ms), workload).tell()
    finally:
        await gateway.stop()


def found(data_dir: Path, workload: Workload) -> Told:
    """Make the firm in an empty data folder."""
    settings = Settings(data_dir=data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.url)
    at_ms = workload.customers[0].at_ms
    with_connection(settings.url, lambda c: create_firm(c, TENANT, "维保公司", "abcdefgh", at_ms))
    return asyncio.run(_tell(settings, workload))
