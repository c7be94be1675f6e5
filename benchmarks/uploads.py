"""What a file of 50 MB costs the server, beside reading its body and dropping it.

    make bench-uploads

CPU of the serving process, all its threads, for each MB: staged, hashed, synced, verified, stored,
its receipt given. Memory is by how much the peak grows over that of the dropped
body. The drop is a bare route of the same application, asked in the same run.
"""

import json
import os
import resource
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from litestar import Request, get, post

from benchmarks.kit.lines import Line, report
from server.app import create_app
from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.identity.guard import OPEN
from server.settings import Settings
from sync.ids import born_id
from tests.e2e.server import free_port
from tests.server.gateway.founding import EAST_FIX, PASSWORD, found, id_of

MB = 1_000_000
BODY_BYTES = 50 * MB
PART_BYTES = 524_288
ROUNDS = 3
START_S = 60.0


@post("/bare", opt={OPEN: True}, request_max_body_size=ATTACHMENT_BYTES_MAX)
async def drop(request: Request[Any, Any, Any]) -> None:
    async for _ in request.stream():
        pass


@get("/cost", opt={OPEN: True}, sync_to_thread=False)
def cost() -> list[float]:
    """CPU seconds so far, and the peak of the memory in KiB."""
    return [time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]


def serve(folder: str, port: int) -> None:
    app = create_app(Settings(data_dir=Path(folder), port=port))
    app.register(drop)
    app.register(cost)
    uvicorn.run(app, port=port, log_level="warning", access_log=False)


class Caller:
    """Speaks to the server on one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.token = ""

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> tuple[Any, Any]:
        head = {name.replace("_", "-"): text for name, text in more.items()}
        if self.token:
            head["authorization"] = f"Bearer {self.token}"
        self._connection.request(method, path, body or None, head)
        answer = self._connection.getresponse()
        told = answer.read()
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {told[:300]!r}")
        return json.loads(told) if told else None, answer.headers

    def post(self, path: str, body: Any, **more: str) -> Any:
        more |= {"content_type": "application/json"}
        return self.ask("POST", path, json.dumps(body).encode(), **more)[0]

    def mutate(self, name: str, key: str, **args: Any) -> str:
        self.post(f"/api/v1/mutations/{name}", args, idempotency_key=key)
        return born_id(f"api:{id_of('chief')}", key, 0)

    def upload(self, attachment_id: str, data: bytes, part_bytes: int) -> None:
        named = f"attachment {b64encode(attachment_id.encode()).decode()}"
        size = str(len(data))
        tus = {"tus_resumable": "1.0.0"}
        self.ask("POST", "/files", b"", **tus, upload_length=size, upload_metadata=named)
        tus["content_type"] = "application/offset+octet-stream"
        for at in range(0, len(data), part_bytes):
            part = data[at : at + part_bytes]
            self.ask("PATCH", f"/files/{attachment_id}", part, **tus, upload_offset=str(at))


@contextmanager
def server() -> Iterator[Caller]:
    """A firm and its server in a process of its own."""
    with TemporaryDirectory() as folder:
        found(Settings(data_dir=Path(folder)))
        port = free_port()
        process = get_context("spawn").Process(target=serve, args=(folder, port))
        process.start()
        try:
            yield signed_in(port)
        finally:
            process.terminate()
            process.join()


def signed_in(port: int) -> Caller:
    until = time.monotonic() + START_S
    while True:
        try:
            caller = Caller(port)
            said = caller.post("/api/v1/session", {"login": "chief", "password": PASSWORD})
        except ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)  # it says nothing when it is ready
            continue
        caller.token = said["token"]
        return caller


def measured(caller: Caller, work: Any) -> tuple[float, float]:
    """(CPU milliseconds a MB, peak of the memory in MiB) of one body."""
    before_s, _ = caller.ask("GET", "/cost")[0]
    work()
    after_s, peak_kib = caller.ask("GET", "/cost")[0]
    return (after_s - before_s) * 1_000 / (BODY_BYTES / MB), peak_kib / 1_024


def run() -> list[Line]:
    with server() as caller:
        order = caller.mutate("work_order.report", "order", title="L", phone="1", fix=EAST_FIX)

        def send(number: int, part_bytes: int, size_bytes: int = BODY_BYTES) -> tuple[float, float]:
            data = os.urandom(size_bytes)
            attachment_id = caller.mutate(
                "attachment.attach",
                f"attach:{number}",
                work_order_id=order,
                slot="after",
                sha256=sha256(data).hexdigest(),
                size_bytes=len(data),
                media_type="image/jpeg",
                captured_ms=1,
            )
            return measured(caller, lambda: caller.upload(attachment_id, data, part_bytes))

        body = os.urandom(BODY_BYTES)
        send(0, MB, MB)  # what is loaded once is nobody's cost
        bare = [measured(caller, lambda: caller.ask("POST", "/bare", body)) for _ in range(ROUNDS)]
        whole = [send(1 + number, BODY_BYTES) for number in range(ROUNDS)]
        parts = [send(9 + number, PART_BYTES) for number in range(ROUNDS)]
    peers = {"read and dropped": round(median(each[0] for each in bare), 2)}
    more_mib = whole[-1][1] - bare[-1][1]
    return [
        Line("CPU of a file in one request", cpu_of(whole), 3.0, "ms/MB", "ratio", peers),
        Line("CPU of a file in parts of 512 KiB", cpu_of(parts), None, "ms/MB", "ratio", peers),
        Line("peak over the dropped body", round(more_mib, 1), 8.0, "MiB", "ratio", {}),
    ]


def cpu_of(costs: list[tuple[float, float]]) -> float:
    return round(median(each[0] for each in costs), 2)


def main() -> None:
    """Print the table and write benchmarks/out/uploads.json."""
    report("uploads", run())


if __name__ == "__main__":
    main()
