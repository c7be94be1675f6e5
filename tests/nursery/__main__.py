"""Grows servers quickly: imports everything once, then forks one `fieldward` at a time.

Three hundred starts would spend most of their time on importing. What is forked is the shipped
command in a process of its own, which can be killed without a word.

A line `{"environment", "log", "words"}` starts one and answers its pid; `{"ended": pid}` answers
whether it is over, and `{"reap": pid}` waits for its end and answers its wait status.
"""

import gc
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from server.app import create_app
from server.cli import main as fieldward
from server.settings import Settings

# What a server imports when it begins to serve, and not before.
LATE = (
    "anyio._backends._asyncio",
    "asyncpg",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)


def grow(ask: dict[str, Any]) -> int:
    """Start one; its pid."""
    pid = os.fork()
    if pid:
        return pid
    log = os.open(ask["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ.update(ask["environment"])
    status = 1
    try:
        status = fieldward(ask["words"])
    finally:
        os._exit(status)


def answer_to(ask: dict[str, Any]) -> int:
    if "reap" in ask:
        return os.waitpid(ask["reap"], 0)[1]
    if "ended" in ask:
        # Left to be reaped by whoever started it.
        return os.waitid(os.P_PID, ask["ended"], os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return grow(ask)


def warm_up() -> None:
    """Whatever is done once in a process is done here, for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        create_app(Settings(data_dir=Path(folder)))
    for name in LATE:
        import_module(name)
    gc.collect()
    gc.freeze()  # no server looks through what all of them share


def main() -> None:
    warm_up()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        ask = json.loads(line)
        print(json.dumps(answer_to(ask)), flush=True)


if __name__ == "__main__":
    main()
