"""SIGKILL between each two steps of the lane: nothing is lost, nothing doubled."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from litestar.testing import AsyncTestClient
from sqlalchemy import select

from server.app import create_app
from server.attachments.bucket import open_blobs
from server.attachments.lane import open_lane
from server.attachments.sweeping import sweep
from server.db.migrate import with_connection
from server.gateway.tables import EVENT
from server.settings import Settings
from sync.ids import born_id
from tests.server.attachments import dying
from tests.server.gateway.founding import EAST_FIX, PASSWORD, TENANT, id_of
from tests.server.gateway.house import House


def data_of(step: str) -> bytes:
    """Three parts, the last of them short."""
    return sha256(step.encode()).digest() * 40_000 + step.encode()


async def prepared(web: AsyncTestClient[Any], folder: Path) -> list[dict[str, str]]:
    """An accepted attachment for each step, by one person."""
    said = {"login": "chief", "password": PASSWORD}
    token = (await web.post("/api/v1/session", json=said)).json()["token"]

    async def done(key: str, name: str, args: dict[str, Any]) -> str:
        head = {"authorization": f"Bearer {token}", "idempotency-key": key}
        answer = await web.post(f"/api/v1/mutations/{name}", json=args, headers=head)
        assert answer.status_code == 200, answer.text
        return born_id(f"api:{id_of('chief')}", key, 0)

    report = {"title": "Leak", "phone": "1", "fix": EAST_FIX}
    order = await done("order", "work_order.report", report)
    work: list[dict[str, str]] = []
    for step in dying.STEPS:
        data = data_of(step)
        args = {"work_order_id": order, "slot": "after", "captured_ms": 1_772_326_800_000}
        args |= {"sha256": sha256(data).hexdigest(), "size_bytes": len(data)}
        made = await done(step, "attachment.attach", args | {"media_type": "image/jpeg"})
        file = folder / step
        file.write_bytes(data)
        work.append({"step": step, "attachment_id": made, "file": str(file), "token": token})
    return work


def receipts(settings: Settings) -> Counter[str]:
    """How often each attachment was told to be stored."""

    def read(connection: Any) -> Counter[str]:
        texts = connection.execute(select(EVENT.c.payload)).scalars()
        said = [json.loads(text) for text in texts]
        return Counter(
            each["args"]["attachment_id"] for each in said if each["name"] == "attachment.store"
        )

    return with_connection(settings.url, read)


async def left_over(settings: Settings) -> list[Path]:
    """Staged files that are there still when all was swept."""
    house = House(settings)
    await house.start()
    lane = open_lane(settings, house.gateway)
    await sweep(lane)
    await house.stop()
    return list(lane.staging.uploads())


async def test_a_killed_server_goes_on_where_it_stopped(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "originals"
    folder.mkdir()
    async with AsyncTestClient(create_app(settings)) as web:
        work = await prepared(web, folder)
    environment = {"FIELDWARD_DATA_DIR": str(settings.data_dir)}
    environment |= {"FIELDWARD_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "tests.server.attachments.dying"]
    subprocess.run(
        command, input=json.dumps(work), text=True, check=True, env=os.environ | environment
    )
    async with AsyncTestClient(create_app(settings)) as web:
        statuses: dict[str, list[int]] = {}
        for each in work:
            head = {"authorization": f"Bearer {each['token']}", "tus-resumable": "1.0.0"}
            data = data_of(each["step"])
            statuses[each["step"]] = await dying.send(web, each["attachment_id"], data, head)
    assert await left_over(settings) == []
    # What had arrived is not asked for again: HEAD alone ends what was whole.
    whole = ("written", "durable", "hashed", "stored", "receipt given", "bytes forgotten")
    assert {step: statuses[step] for step in whole} == {step: [200] for step in whole}
    assert statuses["half written"] == [200, 204, 204]
    blobs = open_blobs(settings)
    for each in work:
        data = data_of(each["step"])
        assert blobs.read(TENANT, sha256(data).hexdigest()) == data
    assert await asyncio.to_thread(receipts, settings) == Counter(
        each["attachment_id"] for each in work
    )
