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
from typing import Any

import msgspec

from server.db.postgresql import PostgresDatabase
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.sessions import actor_of_user
from tests.append import bare, reading
from tests.append.workload import catalogue, draw, value_of, written
from tests.server.gateway.founding import TENANT, id_of

AGAIN_S = 0.02
GIVE_UP_S = 60.0
WHO = "chief"


class Ask(msgspec.Struct, frozen=True):
    """What a process is to do."""

    role: str  # writer, reader; with a sequence: bare_writer, bare_same_writer, bare_reader
    url: str
    path: str
    number: int = 0  # of this process
    processes: int = 1  # that write
    tasks: int = 16
    count: int = 1_000  # mutations of all tasks of this process
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

    async def submit(self, args: dict[str, Any], key: str) -> int:
        """One mutation; its seq."""
        gateway, actor = await self.open()
        result = await gateway.submit(actor, "list.append", args, key)
        assert result.outcome == "accepted", result
        return result.seq


async def until_stored(
    submit: Callable[[dict[str, Any], str], Awaitable[int]], args: dict[str, Any], key: str
) -> tuple[int, int]:
    """As a phone would: again, under the same key, until there is an answer. (seq, attempts)"""
    began_s, attempts = time.monotonic(), 0
    while True:
        attempts += 1
        try:
            return await submit(args, key), attempts
        except Exception:
            if time.monotonic() - began_s > GIVE_UP_S:
                raise
            await asyncio.sleep(AGAIN_S)


async def write(ask: Ask, submit: Callable[[dict[str, Any], str], Awaitable[int]]) -> None:
    """All tasks of this process; the keys of processes differ."""
    done = 0
    with Path(ask.path).open("w", encoding="utf-8") as file:

        async def task(number: int) -> None:
            nonlocal done
            dice = random.Random(f"{ask.seed} {ask.number} {number}")
            while done < ask.count:
                done += 1
                key = f"{ask.seed}.{ask.number}.{done}"
                args = draw(dice, done * ask.processes, value_of(key))
                seq, attempts = await until_stored(submit, args, key)
                file.write(written(key, seq, args, attempts) + "\n")

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
        await write(ask, door.submit)
    elif ask.role == "reader":
        await reading.read(door, ask.path, ending)
    elif simple is not None and ask.role == "bare_reader":
        await simple.read(ask.path, ending)
    elif simple is not None:
        same = ask.role == "bare_same_writer"
        await write(ask, simple.submit_same if same else simple.submit)
    listening.cancel()
    await (simple.stop() if simple else door.close())


if __name__ == "__main__":
    logging.disable()  # what is planted fails a thousand times
    asyncio.run(run(msgspec.json.decode(sys.argv[1], type=Ask)))
