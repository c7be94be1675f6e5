"""The processes of one run: those that write and the one that reads."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tests.append.worker import Ask

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 32
PROCESSES = 2


class Crew:
    """The processes of one run."""

    def __init__(self, asks: list[Ask]) -> None:
        self._asks = asks
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.append.worker", msgspec.json.encode(ask).decode()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for ask in asks
        ]
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

    def tell(self, order: str) -> None:
        for process in self._processes:
            if process.poll() is None and process.stdin is not None:
                process.stdin.write(order + "\n")
                process.stdin.flush()

    def write(self, meanwhile: Callable[[], None]) -> float:
        """Begin, and return when all have written. How long that took, in seconds."""
        began_s = time.monotonic()
        self.tell("go")
        writing = self._of("writer")
        while any(process.poll() is None for process in writing):
            meanwhile()
        return time.monotonic() - began_s

    def end(self) -> None:
        """Readers read to the end; everybody must have ended well."""
        self.tell("end")
        for process in self._processes:
            process.communicate()
            assert process.returncode == 0, "a worker failed, see above"

    def _of(self, *endings: str) -> list[subprocess.Popen[str]]:
        pairs = zip(self._asks, self._processes, strict=True)
        return [process for ask, process in pairs if ask.role.endswith(endings)]


def asks(
    url: str,
    folder: Path,
    mutations: int,
    seed: int,
    *roles: str,
    processes: int = PROCESSES,
    **more: Any,
) -> list[Ask]:
    """So many that write in the first role and one that reads in the second, if there is."""
    writer = Ask(role=roles[0], url=url, path="", processes=processes, seed=seed, **more)
    made = [
        msgspec.structs.replace(
            writer,
            path=str(folder / f"{roles[0]}-{number}"),
            number=number,
            tasks=WRITERS // processes,
            count=mutations // processes,
        )
        for number in range(processes)
    ]
    for role in roles[1:]:
        made.append(msgspec.structs.replace(writer, role=role, path=str(folder / role)))
    return made
