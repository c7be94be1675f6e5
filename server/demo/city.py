"""The demo city, loaded through the one door for writes: nothing here touches a table.

Every mutation has a key of its own, so that a second load does nothing and a killed one goes on
where it stopped. `fieldward demo --remove` deletes the demo's data folder (or database) as a
whole: events are never taken back one by one.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from sqlalchemy import Connection, select

from server.attachments.blobs import Blobs, BlobStore
from server.attachments.schema import Attach
from server.demo.basemap import local_layer
from server.demo.estate import build
from server.demo.firm import found
from server.demo.lists import tell_lists
from server.demo.model import City
from server.demo.new_york import NEW_YORK
from server.demo.orders import tell_orders
from server.demo.pictures import SCENES, Picture, scene, signature
from server.demo.routes import layer_path
from server.demo.script import DAY_MS, MINUTE_MS, Person, Script, Step
from server.demo.shanghai import SHANGHAI
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tables import LEDGER, TENANT
from server.gateway.unit import SYSTEM
from server.technicians.schema import AddTechnician
from server.territories.schema import AddTerritory
from server.work_orders.schema import ReportWorkOrder
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result

CITIES = {city.code: city for city in (SHANGHAI, NEW_YORK)}
SMALL = 0.5  # below this scale a part of each project is enough
GROUP_STEPS_MAX = 64
GROUP_SPAN_MS = 20 * MINUTE_MS  # steps of one commit are recorded at the time of the last


class UnknownCity(ValueError):
    """There is no demo of this name; the message lists those that exist."""


class DemoRefused(RuntimeError):
    """The firm did not take a step of the story; the message names it."""


class Summary(msgspec.Struct, frozen=True):
    """What the story holds, and how much of it was new to this firm."""

    city: str
    technicians: int
    territories: int
    work_orders: int
    attachments: int
    mutations: int
    added: int


async def is_empty(gateway: Gateway, tenant_id: str) -> bool:
    """Nobody has reported an order yet, and no demo was begun."""

    def look(connection: Connection) -> bool:
        c = LEDGER.c
        names = (ReportWorkOrder.mutation, AddTerritory.mutation, AddTechnician.mutation)
        query = select(c.key).where(c.tenant_id == tenant_id, c.name.in_(names)).limit(1)
        return connection.execute(query).first() is None

    return await gateway.read(look)


async def load(
    gateway: Gateway,
    tenant_id: str,
    city: str,
    now_ms: int,
    progress: Callable[[int, int], None],
    *,
    data_dir: Path,
    blobs: BlobStore | None = None,
    scale: float = 1.0,
) -> Summary:
    """Write the city (`shanghai` or `new-york`) as of `now_ms` into the firm.

    `progress(done, total)` counts mutations. `scale` below 1 tells fewer orders in fewer places;
    0 the people only: territories, skills, shifts. Pictures go to `blobs`, by default the data
    folder's. Loading again keeps the time of the first
    load. Raises UnknownCity, DemoRefused.
    """
    if city not in CITIES:
        raise UnknownCity(f"no demo city {city!r}; there are: {', '.join(CITIES)}")
    plan = CITIES[city]
    begun = await gateway.read(lambda connection: cities_begun(connection, tenant_id))
    if others := sorted(begun.keys() - {city}):
        raise DemoRefused(
            f"this demo holds {others[0]} already: choose another FIELDWARD_DATA_DIR for {city}, "
            "or remove it first with `fieldward demo --remove`"
        )
    first_ms = begun.get(city)
    script = Script(plan.code, plan.zone, now_ms if first_ms is None else first_ms + 31 * DAY_MS)
    orders = tell(script, plan, scale)
    store = (blobs or Blobs(data_dir / "blobs")) if scale > 0 else None
    await asyncio.to_thread(_put_files, tenant_id, data_dir, store)
    steps = script.told()
    added = await _play(gateway, tenant_id, steps, progress)
    attachments = sum(step.name == Attach.mutation for step in steps)
    sizes = (len(plan.people), len(plan.areas), orders, attachments, len(steps))
    return Summary(plan.code, *sizes, added)


def tell(script: Script, plan: City, scale: float) -> int:
    """All chapters; without scale the first only. Returns the number of orders."""
    firm = found(script, plan)
    if not scale:
        return 0
    tell_lists(script, plan, firm)
    places = build(script, plan, firm, is_small=scale < SMALL)
    return tell_orders(script, plan, firm, places, scale)


def cities_begun(connection: Connection, tenant_id: str) -> dict[str, int]:
    """When the story of each city begins that was loaded: windows and keys stay as they are."""
    c = LEDGER.c
    keys = {f"demo:{code}:territory:0": code for code in CITIES}
    query = select(c.key, c.recorded_ms).where(
        c.tenant_id == tenant_id, c.writer == SYSTEM, c.key.in_(keys)
    )
    return {keys[key]: recorded_ms for key, recorded_ms in connection.execute(query)}


async def _play(
    gateway: Gateway, tenant_id: str, steps: list[Step], progress: Callable[[int, int], None]
) -> int:
    """Carry the steps out on the story's own clock. Returns how many were new."""
    before = await gateway.read(lambda connection: _seq(connection, tenant_id))
    clock, told_ms = gateway.clock, [steps[0].at_ms]
    gateway.clock = lambda: told_ms[0]
    added = done = 0

    async def carry_out(step: Step) -> Result:
        # Nothing is awaited between these two lines: each step is stamped with its own time.
        told_ms[0] = step.at_ms
        return await _submit(gateway, tenant_id, step)

    try:
        for group in _groups(steps):
            tasks = (carry_out(step) for step in group)
            results = await asyncio.gather(*tasks, return_exceptions=True)
            for step, result in zip(group, results, strict=True):
                if isinstance(result, BaseException):
                    raise result
                added += result.seq > before
                _check(step, result)
            done += len(group)
            progress(done, len(steps))
    finally:
        gateway.clock = clock
    return added


def _groups(steps: list[Step]) -> Iterator[list[Step]]:
    """Neighbours in time share a commit."""
    group: list[Step] = []
    for step in steps:
        full = len(group) == GROUP_STEPS_MAX
        if group and (full or step.at_ms - group[0].at_ms > GROUP_SPAN_MS):
            yield group
            group = []
        group.append(step)
    if group:
        yield group


async def _submit(gateway: Gateway, tenant_id: str, step: Step) -> Result:
    if step.person is None:
        return await gateway.submit_system(tenant_id, step.name, step.args, step.key)
    actor = _actor(tenant_id, step.person)
    return await gateway.submit(actor, step.name, step.args, step.key, writer="demo")


def _actor(tenant_id: str, person: Person) -> Actor:
    return Actor(
        tenant_id,
        person.user_id,
        person.name,
        technician_id=person.technician_id,
        grants=person.grants,
    )


def _check(step: Step, result: Result) -> None:
    """Another version of the product may draw other pictures: what is there already stays."""
    known = result.reason == ProtocolReason.KEY_REUSED.value
    if result.outcome != Outcome.ACCEPTED.value and not known:
        raise DemoRefused(f"{step.key} ({step.name}): {result.reason} {result.detail}")


def _seq(connection: Connection, tenant_id: str) -> int:
    query = select(TENANT.c.seq).where(TENANT.c.tenant_id == tenant_id)
    return connection.execute(query).scalar_one()


def _put_files(tenant_id: str, data_dir: Path, blobs: BlobStore | None) -> None:
    """Pictures into the store of files, and the map's layer of all cities beside it. Blocks."""
    path = layer_path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    layer = json.dumps(local_layer(*CITIES), ensure_ascii=False, separators=(",", ":"))
    part.write_text(layer, encoding="utf-8")
    os.replace(part, path)
    if blobs is None:
        return
    with TemporaryDirectory() as folder:
        for picture in _pictures():
            file = Path(folder) / picture.sha256
            file.write_bytes(picture.body)
            blobs.put(tenant_id, picture.sha256, file)


def _pictures() -> Iterator[Picture]:
    for trade in SCENES:
        yield scene(trade, False)
        yield scene(trade, True)
    yield from (signature(number) for number in range(4))
