"""A process of writers or readers on one database; several make many sessions.

    python -m tests.append.worker '{"role": "writer", "url": …, "path": …, …}'

Says `ready`, begins when it is told `go`, goes over to another database when told `url …`, and
leaves its part of the history in a file of JSON lines.
"""

import asyncio
import logging
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from server.db.postgresql import PostgresDatabase
from server.gateway.call import Actor
from server.gateway.gateway import Gateway, now_ms
from server.identity.sessions import actor_of_user
from sync.ids import born_id
from sync.protocol import PROTOCOL_VERSION, Cursor, SyncRequest
from tests.append import bare, reading
from tests.append.workload import ROWS_OPEN, catalogue, draw, first_row, value_of, written
from tests.server.gateway.client import NONCE, Waiting, read, spelt
from tests.server.gateway.founding import EPOCH, TENANT, id_of

AGAIN_S = 0.02
GIVE_UP_S = 120.0
WHO = "chief"
BASE = (EPOCH, 0)
Send = Callable[[str, list[Waiting]], Awaitable[list[int]]]


class Ask(msgspec.Struct, frozen=True):
    """What a process is to do."""

    role: str  # writer, api_writer, reader; by a sequence: bare_writer, bare_same_writer, …
    url: str
    path: str
    number: int = 0  # of this process
    processes: int = 1  # that write
    tasks: int = 16
    count: int = 1_000  # mutations of all tasks of this process
    sizes: tuple[int, ...] = (1,)  # of one push, or one transaction: each as often as the other
    is_alone: bool = False  # each task has rows of its own
    fails: float = 0.0  # of how many mutations the database refuses
    seed: int = 1


class Door:
    """The shipped gateway on the database of the moment."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._dice = random.Random(f"{ask.seed} {ask.number} fails")
        self.url = ask.url
        self._opened = ""
        self._gateway: Gateway | None = None
        self._actor: Actor | None = None
        self._lock = asyncio.Lock()

    async def open(self) -> tuple[Gateway, Actor]:
        """Raises whatever the database says while it is away."""
        async with self._lock:
            if self._gateway is None or self._opened != self.url:
                await self.close()
                self._opened = self.url
                self._gateway = Gateway(
                    catalogue(lambda: self._dice.random() < self._ask.fails),
                    lambda unit, after: PostgresDatabase(self.url, unit, after),
                )
                await self._gateway.start()
                user_id = id_of(WHO)
                self._actor = await self._gateway.read(
                    lambda c: actor_of_user(c, TENANT, user_id, "")
                )
            assert self._actor is not None
            return self._gateway, self._actor

    async def close(self) -> None:
        if self._gateway is not None:
            await self._gateway.stop()
            self._gateway = None

    async def push(self, replica: str, waiting: list[Waiting]) -> list[int]:
        """The seqs of as many of the entries, from the first on, as the answer tells of.

        It names no schema, as an app that was not told the server's yet: no page comes back.
        """
        gateway, actor = await self.open()
        first, many, moment = waiting[0].n, len(waiting), now_ms()
        head = (PROTOCOL_VERSION, "", replica, NONCE, Cursor(EPOCH), first - 1, many, moment)
        request = SyncRequest(*head, spelt(waiting))
        body, _ = await gateway.sync(actor, request, "")
        results = read(body).results
        assert [each.n for each in results] == list(range(first, first + len(results)))
        assert all(each.outcome == "accepted" for each in results), results
        return [each.seq for each in results]

    async def submit(self, replica: str, waiting: list[Waiting]) -> list[int]:
        """The seqs of entries that come one by one, as other programs send them."""
        gateway, actor = await self.open()
        seqs: list[int] = []
        for entry in waiting:
            key = f"{replica} {entry.n}"
            seqs.append((await gateway.submit(actor, entry.name, entry.args, key)).seq)
        return seqs


async def until_stored(send: Send, replica: str, batch: list[Waiting]) -> list[tuple[int, int]]:
    """As a phone would: what was not answered again, under its own number, until there is an
    answer to all. (seq, attempts) of each."""
    began_s, attempts = time.monotonic(), 0
    stored: list[tuple[int, int]] = []
    while len(stored) < len(batch):
        attempts += 1
        try:
            seqs = await send(replica, batch[len(stored) :])
        except Exception:  # any: servers and connections are killed under it
            if time.monotonic() - began_s > GIVE_UP_S:
                raise
            seqs = []
        stored += [(seq, attempts) for seq in seqs]
        if len(stored) < len(batch):
            await asyncio.sleep(AGAIN_S)
    return stored


async def write(ask: Ask, send: Send) -> None:
    """All tasks of this process; each is a replica of its own."""
    done = 0
    with Path(ask.path).open("w", encoding="utf-8") as file:

        async def task(number: int) -> None:
            nonlocal done
            dice = random.Random(f"{ask.seed} {ask.number} {number}")
            replica = born_id(f"{ask.seed} {ask.number}", "replica", number)
            own = (ask.number * ask.tasks + number) * ROWS_OPEN
            n = 0
            while done < ask.count:
                batch: list[Waiting] = []
                for _ in range(min(dice.choice(ask.sizes), ask.count - done)):
                    done, n = done + 1, n + 1
                    first = own if ask.is_alone else first_row(done * ask.processes)
                    args = draw(dice, first, value_of(f"{replica} {n}"))
                    batch.append(Waiting(n, "list.append", args, now_ms(), BASE))
                stored = await until_stored(send, replica, batch)
                for entry, (seq, attempts) in zip(batch, stored, strict=True):
                    key = f"{replica} {entry.n}"
                    file.write(written(key, seq, entry.args, attempts) + "\n")

        await asyncio.gather(*(task(number) for number in range(ask.tasks)))


async def run(ask: Ask) -> None:
    loop = asyncio.get_running_loop()
    orders: asyncio.Queue[str] = asyncio.Queue()
    loop.add_reader(sys.stdin, lambda: orders.put_nowait(sys.stdin.readline().strip()))
    door = Door(ask)
    simple = bare.Sequence(ask.url) if ask.role.startswith("bare") else None
    await (simple.start() if simple else door.open())
    print("ready", flush=True)
    assert await orders.get() == "go"
    ending = asyncio.Event()

    async def listen() -> None:
        while (order := await orders.get()) != "end":
            door.url = order.partition(" ")[2] or door.url
        ending.set()

    listening = asyncio.create_task(listen())
    if ask.role == "writer":
        await write(ask, door.push)
    elif ask.role == "api_writer":
        await write(ask, door.submit)
    elif ask.role == "reader":
        await reading.read(door, ask.path, ending)
    elif simple is not None and ask.role == "bare_reader":
        await simple.read(ask.path, ending)
    elif simple is not None:
        same = ask.role == "bare_same_writer"
        await write(ask, simple.push_same if same else simple.push)
    listening.cancel()
    await (simple.stop() if simple else door.close())


if __name__ == "__main__":
    logging.disable()  # what is planted fails a thousand times
    asyncio.run(run(msgspec.json.decode(sys.argv[1], type=Ask)))
