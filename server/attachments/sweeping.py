"""What nobody needs any more goes: a task of the serving process, every six hours.

| what | goes |
|---|---|
| staged bytes whose attachment has its receipt | at once |
| staged bytes that nobody added to for a week, whoever they belong to | then |
| pictures made from a file that is not stored | at once, they can be made anew |
| stored files that no row names | 30 days after they were first seen so |

A file without a row comes from a restore to a state before it; its phone offers the row again
within 30 days or never. Files of a firm that this database does not know are left alone: it may be
the wrong database.
"""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import msgspec
from litestar import Litestar

from server.attachments import queries, rules
from server.attachments.lane import Lane

log = logging.getLogger("fieldward.files")

FIRST_S = 300.0
EVERY_S = 6 * 3_600.0
ORPHANS = "orphans.json"  # beside the staged files: name → when it was first seen without a row


class Swept(msgspec.Struct):
    """How many went."""

    uploads: int = 0
    pictures: int = 0
    blobs: int = 0


@asynccontextmanager
async def sweeping(app: Litestar) -> AsyncGenerator[None, None]:
    """While the application serves."""
    task = asyncio.create_task(keep_swept(cast(Lane, app.state.lane)))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def keep_swept(lane: Lane, first_s: float = FIRST_S, every_s: float = EVERY_S) -> None:
    """Until cancelled. Whatever goes wrong is logged, and tried again the next time."""
    wait_s = first_s
    while True:
        await asyncio.sleep(wait_s)
        wait_s = every_s
        try:
            swept = await sweep(lane)
            if swept != Swept():
                log.info("swept: %s", swept)
        except Exception:  # a store that is away: nothing is lost by sweeping later
            log.exception("sweeping failed")


async def sweep(lane: Lane) -> Swept:
    """Once, now."""
    swept = Swept()
    firms = await lane.gateway.read(queries.firm_ids)
    swept.uploads = await _sweep_uploads(lane)
    kept: set[tuple[str, str]] = set()
    orphans: set[tuple[str, str]] = set()
    for tenant_id in firms:
        named = await lane.gateway.read(lambda c, firm=tenant_id: queries.named_files(c, firm))
        names = await asyncio.to_thread(_names, lane, tenant_id)
        kept |= {(tenant_id, name) for name in names}
        orphans |= {(tenant_id, name) for name in names - named}
    swept.pictures = await asyncio.to_thread(lane.derived.sweep, set(firms), kept)
    seen_ms = await asyncio.to_thread(_first_seen, lane, orphans)
    for tenant_id, sha256 in sorted(orphans):
        if rules.is_abandoned(seen_ms[f"{tenant_id}/{sha256}"], lane.clock()):
            swept.blobs += await _remove(lane, tenant_id, sha256)
    return swept


async def _sweep_uploads(lane: Lane) -> int:
    """Those that are stored, and those that expired."""
    here = await asyncio.to_thread(lambda: list(lane.staging.uploads()))
    firms = {path.parent.name for path in here}
    stored: set[Path] = set()
    for tenant_id in firms:
        ids = [path.name for path in here if path.parent.name == tenant_id]
        found = await lane.gateway.read(
            lambda c, firm=tenant_id, mine=ids: queries.stored_among(c, firm, mine)
        )
        stored |= {lane.staging.path(tenant_id, each) for each in found}
    gone = 0
    before_ms = lane.clock() - rules.UPLOAD_KEPT_MS
    for path in here:
        if path in stored:
            await asyncio.to_thread(lane.staging.forget, path)
            gone += 1
        else:
            gone += await asyncio.to_thread(lane.staging.forget_older, path, before_ms)
    return gone


async def _remove(lane: Lane, tenant_id: str, sha256: str) -> bool:
    """Unless a row has come back: asked again where no upload of the same bytes can move in."""
    async with lane.gate(sha256):
        if await lane.gateway.read(lambda c: queries.is_named(c, tenant_id, sha256)):
            return False
        await asyncio.to_thread(lane.blobs.remove, tenant_id, sha256)
    return True


def _names(lane: Lane, tenant_id: str) -> set[str]:
    return {each.sha256 for each in lane.blobs.kept(tenant_id)}


def _first_seen(lane: Lane, orphans: set[tuple[str, str]]) -> dict[str, int]:
    """Since when each has been without a row, remembered for the next time."""
    file = lane.staging.root / ORPHANS
    known = read_orphans(lane.staging.root)
    seen_ms = {
        name: known.get(name, lane.clock()) for name in (f"{firm}/{sha}" for firm, sha in orphans)
    }
    if seen_ms != known:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(seen_ms))
        os.replace(fresh, file)
    return seen_ms


def read_orphans(uploads: Path) -> dict[str, int]:
    """A list that cannot be read begins again, which only keeps files for longer."""
    try:
        return msgspec.json.decode((uploads / ORPHANS).read_bytes(), type=dict[str, int])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}
