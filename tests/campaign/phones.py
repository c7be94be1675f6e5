"""Many shipped engines in one Node process, told what to do and asked what they know."""

import itertools
import json
import subprocess
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REST_EVERY_S = 0.05
PATIENCE_MS = 90_000


class PhonesFailed(RuntimeError):
    """A phone would not do it, or did not come to rest; the message says why."""


class Phones:
    """The process; `close` ends it with all phones in it."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._process = subprocess.Popen(
            ["node", str(Path(__file__).with_name("phones.mjs"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )

    def tell(self, phone: str, do: str, **more: Any) -> Any:
        """One command; what it answers. Raises PhonesFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        number = next(self._numbers)
        command = {"id": number, "phone": phone, "do": do, **more}
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PhonesFailed("the phones ended")
        answer = json.loads(line)
        assert answer["id"] == number
        if "error" in answer:
            raise PhonesFailed(f"{phone} {do}: {answer['error']}")
        return answer["value"]

    def open(
        self,
        phone: str,
        origin: str,
        session: dict[str, Any],
        *,
        pace: float,
        patience_ms: int = PATIENCE_MS,
        is_deaf: bool = False,
    ) -> None:
        """Open the replica of this session.

        Its waits are `pace` times as short as shipped, and no answer is waited for longer. Who is
        deaf hears no poke: it syncs when it is told to.
        """
        user = session["user"]
        author = {
            "user_id": user["id"],
            "user_name": user["name"],
            "technician_id": session["technician_id"],
            "is_office": any(grant["role"] != "technician" for grant in session["roles"]),
        }
        hurry = {"pace": pace, "patience_ms": patience_ms, "deaf": is_deaf}
        access = {"origin": origin, "token": session["token"]}
        self.tell(phone, "open", access=access, author=author, hurry=hurry)

    def status(self, phone: str) -> dict[str, Any]:
        return self.tell(phone, "status")

    def is_at_rest(self, status: dict[str, Any]) -> bool:
        """Everything authored is stored, every file too, and all is here."""
        uploads = all(each["state"] == "stored" for each in status["uploads"])
        return uploads and status["open"] == 0 and status["first_sync_done"]

    def rest(self, names: list[str], within_s: float, *, wakes: bool = True) -> None:
        """Until nobody has anything left to send. Raises PhonesFailed."""
        until = time.monotonic() + within_s
        restless = list(names)
        while True:
            statuses = {name: self.status(name) for name in restless}
            restless = [name for name, each in statuses.items() if not self.is_at_rest(each)]
            if not restless:
                return
            if time.monotonic() > until:
                raise PhonesFailed(f"not at rest: {statuses[restless[0]]}")
            for name in restless if wakes else ():
                self.tell(name, "wake")
            time.sleep(REST_EVERY_S)

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.terminate()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
