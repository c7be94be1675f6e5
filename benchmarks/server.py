"""Server: prints a table and writes benchmarks/out/server.json.  Run: python -m benchmarks.server

The nearest-20 list over HTTP, with 1,000 technicians and a day of 10,000 appointments in a SQLite
file, asked by a signed-in dispatcher (`kit/fleet.py` fills the file, by bulk; `kit/station.py`
serves on the loopback and counts only this process, so the caller's work is left out). Then what a
mutation costs behind the same door, and what `POST /sync` costs over a bare Litestar route of the
same run (`kit/door.py`), where that goes (`kit/shares.py`), and a pull of a hundred rows from a
store of many (`kit/depth.py`): a million, or with `python -m benchmarks.server deepest` ten
million, which takes some minutes and 8 GB more.

CPU milliseconds depend on the machine: the peer beside them is geopy's geodesic from one place to
1,000 others in the same run, which a list measured one by one would pay.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from geopy.distance import geodesic
from uvloop import new_event_loop

from benchmarks.kit.depth import DEEP, DEEPEST, depth_lines
from benchmarks.kit.door import door_lines
from benchmarks.kit.fleet import HOUR_MS, MONDAY_MS, NOW_MS, TOKEN, ZONE, Fleet, found
from benchmarks.kit.lines import Line, cpu_s, report
from benchmarks.kit.shares import share_lines
from benchmarks.kit.station import Cost, Station
from server.app import create_app, open_gateway
from server.appointments.windows import local_minute
from server.gateway.call import Actor, GrantOf
from server.gateway.gateway import Gateway
from server.settings import Settings

CREW = 1_000
K = 20
ORDERS = 20
ROUNDS = 10
CHANGED_ROUNDS = 40
BATCH = 20
BATCHES = 5
JOB_MS = MONDAY_MS + 13 * HOUR_MS
Act = Callable[[int], Awaitable[Any]]


def path(work_order_id: str) -> str:
    return f"/api/v1/dispatch/nearest?work_order_id={work_order_id}&at_ms={JOB_MS}&k={K}"


def geodesics_ms() -> float:
    """CPU of geopy's geodesic from one place to as many others as there are technicians."""
    rng = random.Random(1)
    ends = [(31.23 + rng.gauss(0, 0.12), 121.47 + rng.gauss(0, 0.12)) for _ in range(CREW)]

    def once() -> list[float]:
        return [geodesic((31.23, 121.47), end).m for end in ends]

    return round(min(cpu_s(once) for _ in range(3)) * 1e3, 1)


async def nearest_lines(settings: Settings, gateway: Gateway, fleet: Fleet) -> list[Line]:
    peers = {f"{CREW:,} geopy geodesics, ms": geodesics_ms()}
    paths = [path(order) for order in fleet.waiting[:ORDERS]]
    what = f"nearest-{K} over HTTP, {CREW:,} technicians, {10 * CREW:,} visits"
    async with Station(create_app(settings, gateway)) as station:
        first = await station.ask(TOKEN, [path(fleet.waiting[-1])], 2)
        quiet = await station.ask(TOKEN, paths, ROUNDS)
        short = await station.ask(TOKEN, [f"{each}&excluded=50" for each in paths], 1)
        changed: list[Cost] = []
        for number in range(CHANGED_ROUNDS):
            for n in range(5):
                await report_position(gateway, fleet, 5 * number + n)
            costs = await station.ask(TOKEN, [paths[number % ORDERS]], 2)
            changed.append(costs.each[0])
    moved_ms = round(median(cost.cpu_ms for cost in changed), 2)
    return [
        Line(f"{what}: CPU of a request, median", quiet.cpu_ms, 20, "ms", "ratio", peers),
        Line(f"{what}: CPU, least", quiet.least_ms, 20, "ms", "ratio", peers),
        Line(f"{what}: CPU after five positions moved", moved_ms, 20, "ms", "ratio", peers),
        Line(f"{what}: CPU of the first after a start", first.cpu_ms, None, "ms", "ratio", peers),
        Line(f"{what}: SQL statements", quiet.statements, 12, "statements", "count", {}),
        Line(f"{what}: lines read", quiet.rows, 100, "lines", "count", {"first": first.rows}),
        Line(f"{what}: length", quiet.bytes / 1e3, None, "kB", "count", {"50": short.bytes / 1e3}),
    ]


async def report_position(gateway: Gateway, fleet: Fleet, number: int) -> None:
    technician_id = fleet.technicians[number % CREW]
    user_id = f"00000000-0000-4000-8000-{number % CREW:012d}"
    grants = (GrantOf("technician", None),)
    himself = Actor(fleet.dispatcher.tenant_id, user_id, "", "", technician_id, grants)
    fix = {"lon_e7": 1_214_700_000 + number, "lat_e7": 312_300_000}
    args = {"technician_id": technician_id, "fix": fix}
    result = await gateway.submit(himself, "position.report", args, f"p{number}")
    if result.outcome != "accepted":
        raise RuntimeError(f"position.report: {result.reason}")


async def batches_ms(act: Act) -> float:
    """Median CPU of one mutation when BATCH are sent at once; each must be accepted."""
    found_ms: list[float] = []
    for batch in range(BATCHES):
        numbers = range(batch * BATCH, (batch + 1) * BATCH)
        before_s = time.process_time()
        results = await asyncio.gather(*(act(number) for number in numbers))
        found_ms.append((time.process_time() - before_s) * 1e3 / BATCH)
        refused = [result for result in results if result.outcome != "accepted"]
        if refused:
            raise RuntimeError(f"a mutation was refused: {refused[0].reason}")
    return round(median(found_ms), 2)


async def gateway_lines(gateway: Gateway, fleet: Fleet) -> list[Line]:
    def note(number: int) -> Awaitable[Any]:
        args = {"work_order_id": fleet.waiting[number], "text": "阀门已关"}
        return gateway.submit(fleet.dispatcher, "work_order.note", args, f"n{number}")

    def assign(number: int) -> Awaitable[Any]:
        """On the day after, when everybody is free: every order to somebody else."""
        args = {
            "work_order_id": fleet.waiting[number],
            "technician_id": fleet.technicians[number],
            "start_local": local_minute(JOB_MS + 24 * HOUR_MS, ZONE),
            "zone": ZONE,
            "duration_min": 30,
        }
        return gateway.submit(fleet.dispatcher, "appointment.assign", args, f"a{number}")

    at = f"in batches of {BATCH}: CPU of a mutation"
    return [
        Line(f"work_order.note {at}", await batches_ms(note), None, "ms", "ratio", {}),
        Line(f"appointment.assign {at}", await batches_ms(assign), None, "ms", "ratio", {}),
    ]


async def measure(folder: Path) -> list[Line]:
    settings, fleet = await found(folder, CREW)
    lines = await nearest_lines(settings, open_gateway(settings, lambda: NOW_MS), fleet)
    gateway = open_gateway(settings, lambda: NOW_MS)
    await gateway.start()
    try:
        lines += await gateway_lines(gateway, fleet)
    finally:
        await gateway.stop()
    lines += await door_lines(folder / "door")
    lines += await share_lines(folder / "shares")
    deep = DEEPEST if "deepest" in sys.argv[1:] else DEEP
    return [*lines, *await depth_lines(folder / "depth", deep)]


def main() -> None:
    loop = asyncio.Runner(loop_factory=new_event_loop)  # which `fieldward serve` runs on
    with tempfile.TemporaryDirectory() as folder, loop as runner:
        report("server", runner.run(measure(Path(folder) / "data")))


if __name__ == "__main__":
    main()
