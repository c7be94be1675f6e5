"""A real server for the browser tests: a process that can be killed and started again."""

import hashlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.e2e.seed import TENANT

START_S = 60
ROWS_S = 15
SERVE = "import sys; from server.cli import main; sys.exit(main(['serve']))"
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """`fieldward serve` on a port of its own over one data folder, and maybe another built app."""

    def __init__(self, data_dir: Path, build: Path | None = None) -> None:
        self.data_dir = data_dir
        self.build = build
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again on the same port, and return when it answers."""
        assert self._process is None
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FIELDWARD_")}
        environment["FIELDWARD_DATA_DIR"] = str(self.data_dir)
        environment["FIELDWARD_PORT"] = str(self.port)
        if self.build is not None:
            environment["FIELDWARD_STATIC_DIR"] = str(self.build)
        with (self.data_dir / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server did not start:\n{self.log()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: whatever was not written is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def log(self) -> str:
        return (self.data_dir / "server.log").read_text(encoding="utf-8", errors="replace")

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Rows of its database, read beside it: it holds one firm."""
        connection = sqlite3.connect(self.data_dir / "fieldward.sqlite3", timeout=10)
        try:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]
        finally:
            connection.close()

    def wait_for_rows(self, count: int, query: str, *values: object) -> list[dict[str, Any]]:
        """The same once there are so many of them."""
        until = time.monotonic() + ROWS_S
        while len(found := self.rows(query, *values)) != count:
            assert time.monotonic() < until, found
            time.sleep(0.05)
        return found

    def stored_sha256(self) -> dict[str, str]:
        """Name and real SHA-256 of every stored file."""
        folder = self.data_dir / "blobs" / TENANT
        files = [path for path in folder.glob("*") if path.is_file()]
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
