"""The server and the engine, each in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SERVE = "import sys; from server.cli import main; sys.exit(main(['serve']))"
START_S = 30


class Refused(RuntimeError):
    """The server or the engine would not do it; the message says why."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`fieldward serve` over one data folder, and requests that do not go through the meter."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self._origin = f"http://127.0.0.1:{self.port}"
        self._token = ""
        self._count = 0
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FIELDWARD_")}
        environment |= {"FIELDWARD_DATA_DIR": str(data_dir), "FIELDWARD_PORT": str(self.port)}
        self._log = data_dir / "server.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.close()
                raise Refused(f"the server did not start:\n{self._log.read_text()}")
            time.sleep(0.05)

    def sign_in(self, login: str, password: str) -> dict[str, Any]:
        """A session with its token."""
        return self._post("/api/v1/session", {"login": login, "password": password})

    def speak_as(self, session: dict[str, Any]) -> None:
        self._token = session["token"]

    def mutate(self, name: str, args: dict[str, Any]) -> dict[str, Any]:
        """One mutation by the API, under a key of its own."""
        self._count += 1
        return self._post(f"/api/v1/mutations/{name}", args, f"server:{self._count}")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _post(self, path: str, body: Any, key: str = "") -> dict[str, Any]:
        heads = {"content-type": "application/json"}
        if key:
            heads |= {"authorization": f"Bearer {self._token}", "idempotency-key": key}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self._origin}{path}", data, heads)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(f"{path}: {error.read().decode()}") from error

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._origin}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Engine:
    """The shipped TypeScript engine in Node, with a store in memory."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(Path(__file__).with_name("replica.mjs"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )

    def tell(self, do: str, **more: Any) -> Any:
        """One command; what it answers. Raises Refused."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise Refused("the engine ended")
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(f"{do}: {answer['error']}")
        return answer["value"]

    def open(self, origin: str, session: dict[str, Any]) -> dict[str, Any]:
        """Open the replica of this session; its first sync is over when this returns."""
        user = session["user"]
        author = {
            "user_id": user["id"],
            "user_name": user["name"],
            "technician_id": session["technician_id"],
            "is_office": any(grant["role"] != "technician" for grant in session["roles"]),
        }
        access = {"origin": origin, "token": session["token"]}
        return self._settled(self.tell("open", access=access, author=author))

    def sync(self) -> dict[str, Any]:
        return self._settled(self.tell("sync"))

    def offline(self, edits: list[tuple[str, dict[str, Any]]]) -> None:
        """Author entries while there is no signal, then have signal again."""
        self.tell("online", is_online=False)
        for name, args in edits:
            self.tell("mutate", name=name, args=args)
        self.tell("sync")
        self.tell("online", is_online=True)

    def close(self) -> None:
        try:
            self.tell("close")
        finally:
            self._process.terminate()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process.wait()

    def _settled(self, status: dict[str, Any]) -> dict[str, Any]:
        """The engine must be content: everything here, sent, and of the same sum."""
        bad = status["waiting"] or status["attention"] or status["mismatch_count"]
        if bad or status["phase"] != "idle" or not status["first_sync_done"]:
            raise Refused(f"the engine is not at rest: {status}")
        return status
