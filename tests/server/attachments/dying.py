"""Uploads that end in SIGKILL, each between two other steps of the lane.

python -m tests.server.attachments.dying, with the work as JSON on standard input and the settings
in the environment. It imports once and forks for each death.
"""

import asyncio
import json
import os
import signal
import sys
from base64 import b64encode
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.attachments.blobs import Blobs
from server.attachments.lane import Lane
from server.attachments.staging import Staging
from server.settings import load
from tests.server.attachments.phone import named

PART_BYTES = 500_000
PARTS = 3


class Doomed(msgspec.Struct):
    """One upload: behind which step its process dies."""

    step: str
    attachment_id: str
    file: str
    token: str


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(owner: type, name: str, times: int = 1) -> Callable[[], None]:
    """Die when this method has run for so many times."""

    def plant() -> None:
        method, runs = getattr(owner, name), 0

        def counting(*args: Any) -> Any:
            nonlocal runs
            found = method(*args)
            runs += 1
            if runs == times:
                die()
            return found

        setattr(owner, name, counting)

    return plant


def after_waiting(owner: type, name: str) -> Callable[[], None]:
    """The same for a coroutine."""

    def plant() -> None:
        method: Callable[..., Coroutine[Any, Any, Any]] = getattr(owner, name)

        async def waiting(*args: Any) -> None:
            await method(*args)
            die()

        setattr(owner, name, waiting)

    return plant


STEPS: dict[str, Callable[[], None]] = {
    "bound": after(Staging, "bind"),
    "begun": after(Staging, "begin"),
    "half written": after(Staging, "append"),
    "written": after(Staging, "append", times=PARTS),
    "durable": after(Staging, "make_durable", times=PARTS),
    "hashed": after(Staging, "sha256_of"),
    "stored": after(Blobs, "put"),
    "receipt given": after_waiting(Lane, "confirm"),
    "bytes forgotten": after(Staging, "_drop"),
    "forgotten": after(Staging, "forget"),
}


async def upload(doomed: Doomed) -> None:
    data = Path(doomed.file).read_bytes()
    head = {"authorization": f"Bearer {doomed.token}", "tus-resumable": "1.0.0"}
    async with AsyncTestClient(create_app(load())) as web:
        await send(web, doomed.attachment_id, data, head)


async def send(
    web: AsyncTestClient[Any], attachment_id: str, data: bytes, head: dict[str, str]
) -> list[int]:
    """As a phone that does not know how far it came. The statuses."""
    path = f"/files/{attachment_id}"
    looked = await web.head(path, headers=head)
    statuses = [looked.status_code]
    if looked.status_code == 404:
        metadata = f"attachment {b64encode(attachment_id.encode()).decode()}"
        more = {"Upload_Length": str(len(data)), "Upload_Metadata": metadata}
        looked = await web.post("/files", headers=head | named(more))
        statuses.append(looked.status_code)
    offset = int(looked.headers["Upload-Offset"])
    while offset < len(data):
        more = {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"}
        part = data[offset : offset + PART_BYTES]
        answer = await web.patch(path, headers=head | named(more), content=part)
        statuses.append(answer.status_code)
        offset = int(answer.headers["Upload-Offset"])
    return statuses


def main() -> None:
    for doomed in msgspec.convert(json.load(sys.stdin), list[Doomed]):
        child = os.fork()
        if child == 0:
            STEPS[doomed.step]()
            asyncio.run(upload(doomed))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"nothing died behind “{doomed.step}”")


if __name__ == "__main__":
    main()
