"""What `POST /sync` costs, in multiples of a bare Litestar route that is asked in the same run."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, post

from benchmarks.kit import errand
from benchmarks.kit.errand import BOARD, PHONE, Firm
from benchmarks.kit.floor import floor
from benchmarks.kit.lines import Line
from benchmarks.kit.station import Asked, Cost, Costs, Station
from server.app import create_app, open_gateway
from server.db.sqlite import READERS
from server.serving import settle_heap
from server.settings import Settings

NO_OP_MAX, PULL_MAX, PUSH_MAX = 1.6, 4.5, 8.0
ROUNDS = 12  # each with a few of every request, so that all share the machine's moods
BARE_EACH, NO_OP_EACH, PULL_EACH, PUSH_EACH = 40, 40, 8, 4
WARM_UP = 3
PHONE_NO, BOARD_NO = 1, 2
PULL, PUSH = "pull of 100 rows", f"push of {errand.ENTRIES} with full fsync"
TEXT = b'[1,"abcdefgh",0,0,["",0,0,0,0,0],false]'


@post("/bare", status_code=200)
async def bare(request: Request[Any, Any, Any]) -> Response[bytes]:
    """As little as a route can do: it reads what was sent and says something short."""
    await request.body()
    return Response(TEXT, media_type="application/json")


class Medians(msgspec.Struct, frozen=True):
    """CPU milliseconds of one request each."""

    bare_ms: float
    no_op_ms: float
    pull_ms: float
    push_ms: float


class _Desk:
    """Sends each kind of request; a push uses up two visits and moves the head on."""

    def __init__(self, firm: Firm, station: Station) -> None:
        self.firm = firm
        self.station = station
        self.pushed = 0

    async def no_op(self, times: int) -> Costs:
        return await self._sync(BOARD, [errand.asking(self.firm, BOARD_NO, self._head())] * times)

    async def pull(self, times: int) -> Costs:
        """The hundred rows and what the pushes have added since are not the same: before them."""
        return await self._sync(
            BOARD, [errand.asking(self.firm, BOARD_NO, self.firm.before)] * times
        )

    async def push(self, times: int) -> Costs:
        bodies: list[bytes] = []
        for _ in range(times):
            bodies.append(errand.pushing(self.firm, PHONE_NO, self.pushed, self._head()))
            self.pushed += 1
        return await self._sync(PHONE, bodies)

    def _head(self) -> int:
        return self.firm.head + self.pushed * errand.ENTRIES

    async def _sync(self, token: str, bodies: Sequence[bytes]) -> Costs:
        return await self.station.send(token, [("POST", "/sync", body) for body in bodies])


async def medians(folder: Path) -> Medians:
    """Everything in turn, on a SQLite file with full fsync."""
    settings = Settings(data_dir=folder)
    firm = await errand.found(settings, visits=2 * (WARM_UP + ROUNDS * PUSH_EACH))
    app = create_app(settings, open_gateway(settings, lambda: errand.NOW_MS))
    costs: dict[str, list[Cost]] = {"bare": [], "no_op": [], "pull": [], "push": []}
    async with Station(Litestar([bare]), counts=False) as plain, Station(app, counts=False) as full:
        desk = _Desk(firm, full)
        small: list[Asked] = [("POST", "/bare", errand.asking(firm, PHONE_NO, firm.head))]
        settle_heap()  # as `fieldward serve` does once it has started
        for _ in range(ROUNDS):
            costs["pull"] += (await desk.pull(PULL_EACH)).each
            costs["bare"] += (await plain.send("", small * BARE_EACH)).each
            costs["no_op"] += (await desk.no_op(NO_OP_EACH)).each
        await desk.push(WARM_UP)
        for _ in range(ROUNDS):
            costs["push"] += (await desk.push(PUSH_EACH)).each
            costs["bare"] += (await plain.send("", small * BARE_EACH)).each
    found = {name: median(cost.cpu_ms for cost in each) for name, each in costs.items()}
    return Medians(found["bare"], found["no_op"], found["pull"], found["push"])


async def counts(folder: Path) -> dict[str, Cost]:
    """Statements (BEGIN and COMMIT are some) and lines read of one request of each kind."""
    settings = Settings(data_dir=folder)
    firm = await errand.found(settings, visits=2 * 4)
    app = create_app(settings, open_gateway(settings, lambda: errand.NOW_MS))
    async with Station(app) as station:
        desk = _Desk(firm, station)
        # Some of the first open a connection: the least is what all others cost.
        no_op, pull = _least(await desk.no_op(3)), _least(await desk.pull(READERS + 3))
        push = _least(await desk.push(4))
    return {"no_op": no_op, "pull": pull, "push": push}


def _least(costs: Costs) -> Cost:
    return min(costs.each, key=lambda cost: cost.statements)


async def door_lines(folder: Path) -> list[Line]:
    """The multiples with their goals, and beside them the milliseconds, and how many of these bare
    sqlite3 needs for the same statements."""
    ms, counted = await medians(folder / "multiples"), await counts(folder / "counts")
    least = await floor(folder / "floor")
    floors = {PULL: least.pull_ms, PUSH: least.push_ms}
    what = "POST /sync, CPU over a bare Litestar route"
    each = (
        ("no-op", ms.no_op_ms, NO_OP_MAX, counted["no_op"]),
        (PULL, ms.pull_ms, PULL_MAX, counted["pull"]),
        (PUSH, ms.push_ms, PUSH_MAX, counted["push"]),
    )
    lines: list[Line] = []
    for name, cpu_ms, goal, cost in each:
        peers = {"ms": round(cpu_ms, 3), "bare, ms": round(ms.bare_ms, 3)}
        if name in floors:
            peers["its SQL on bare sqlite3, ms"] = round(floors[name], 3)
        over = round(cpu_ms / ms.bare_ms, 2)
        lines.append(Line(f"{what}: {name}", over, goal, "times", "ratio", peers))
        told = f"POST /sync: SQL statements, {name}"
        rows: dict[str, float] = {"lines read": cost.rows}
        lines.append(Line(told, cost.statements, None, "statements", "count", rows))
    return lines
