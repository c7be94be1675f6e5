"""Servers that start quickly, for tests that need many of them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0
ASK_EVERY_S = 0.02  # it says nothing when it is ready: whoever waits has to ask


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Nursery:
    """The process that forks servers; `close` ends it, and whoever still serves lives on."""

    def __init__(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FIELDWARD_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self._answer()

    def grow(self, words: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
        """`fieldward` with these words in a process of its own; its pid."""
        return self._ask({"words": words, "environment": environment, "log": str(log)})

    def serve(self, environment: Mapping[str, str], log: Path) -> int:
        """A server that answers on `FIELDWARD_PORT`; its pid. AssertionError tells its log."""
        pid = self.grow(["serve"], environment, log)
        until = time.monotonic() + START_S
        while not _answers(environment["FIELDWARD_PORT"]):
            is_over = self._ask({"ended": pid}) or time.monotonic() > until
            assert not is_over, f"the server did not start:\n{log.read_text()}"
            time.sleep(ASK_EVERY_S)
        return pid

    def kill(self, pid: int) -> None:
        """SIGKILL: whatever was not written is lost."""
        os.kill(pid, signal.SIGKILL)
        self.reap(pid)

    def reap(self, pid: int) -> int:
        """Wait for its end; its wait status."""
        return self._ask({"reap": pid})

    def _ask(self, question: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery ended"
        return json.loads(line)


def _answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
