"""A real server for the browser tests: a process that can be killed and started again."""

import hashlib
import sqlite3
import time
from pathlib import Path
from typing import Any

from tests.e2e.seed import TENANT
from tests.nursery.nursery import Nursery, free_port

ROWS_S = 15
ROOT = Path(__file__).resolve().parents[2]


class ServerProcess:
    """`fieldward serve` on a port of its own over one data folder, and maybe another built app."""

    def __init__(self, nursery: Nursery, data_dir: Path, build: Path | None = None) -> None:
        self.data_dir = data_dir
        self.build = build
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._nursery = nursery
        self._pid: int | None = None

    def start(self) -> None:
        """Start, or start again on the same port, and return when it answers."""
        assert self._pid is None
        environment = {
            "FIELDWARD_DATA_DIR": str(self.data_dir),
            "FIELDWARD_PORT": str(self.port),
            "FIELDWARD_STATIC_DIR": str(self.build or ""),
        }
        self._pid = self._nursery.serve(environment, self.data_dir / "server.log")

    def kill(self) -> None:
        """SIGKILL: whatever was not written is lost."""
        if self._pid is not None:
            self._nursery.kill(self._pid)
            self._pid = None

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
