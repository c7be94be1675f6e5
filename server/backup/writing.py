"""`fieldward backup DIR`, while the server goes on: tables first, then the photos they name.

Everything is written under another name beside DIR and renamed at the end, so that a backup that
was cut off is never taken for one.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import create_async_engine

from server.attachments.blobs import BlobStore
from server.attachments.bucket import open_blobs
from server.attachments.schema import BlobState
from server.attachments.tables import ATTACHMENTS
from server.backup import layout, lock
from server.backup.layout import CannotBackUp, FirmIn, Manifest
from server.backup.offered import Offer, offer
from server.backup.tables import count_rows, revision_of, write_table
from server.db.sqlite import reader_engine
from server.db.types import METADATA
from server.gateway.tables import TENANT
from server.settings import Settings

T = TypeVar("T")
Progress = Callable[[int, int], None]  # (done, total)
DATABASES = ("fieldward.sqlite3", "fieldward.restoring", "before-restore-")


def in_snapshot(url: str, run: Callable[[Connection], T]) -> T:
    """Read in one consistent snapshot, beside a server that goes on writing."""
    if url.startswith("sqlite"):
        engine = reader_engine(url)
        try:
            with engine.begin() as connection:
                return run(connection)
        finally:
            engine.dispose()

    async def on_postgresql() -> T:
        whole = create_async_engine(url)
        reading = whole.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        try:
            async with reading.begin() as connection:
                return await connection.run_sync(run)
        finally:
            await whole.dispose()

    return asyncio.run(on_postgresql())


def back_up(settings: Settings, folder: Path, now_ms: int, progress: Progress) -> Manifest:
    """Write a backup to `folder`, which must not be there. Raises CannotBackUp."""
    folder = folder.absolute()
    data_dir = settings.data_dir.absolute()
    if folder.exists():
        raise CannotBackUp(f"{folder} is there already: give each backup a folder of its own.")
    if folder.is_relative_to(data_dir):
        raise CannotBackUp("A backup inside the data folder would be lost with it.")
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    try:
        made = _write(settings, partial, now_ms, progress)
        _seal(partial)
        os.rename(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    layout.make_durable(folder.parent)
    heads = {firm.tenant_id: (firm.epoch, firm.seq) for firm in made.firms}
    if not made.missing_blobs:
        offer(data_dir, Offer(str(folder), now_ms, heads))
    return made


def _write(settings: Settings, folder: Path, now_ms: int, progress: Progress) -> Manifest:
    rows, blobs = in_snapshot(settings.url, lambda c: _tables(c, folder, progress))
    firms, revision, counts = rows
    size_bytes, missing = _blobs(open_blobs(settings), folder, blobs, progress)
    _files(settings, folder)
    made = Manifest(
        format=layout.FORMAT,
        made_ms=now_ms,
        engine=settings.url.partition(":")[0].partition("+")[0],
        revision=revision,
        firms=firms,
        rows=counts,
        blobs=len(blobs) - len(missing),
        blob_bytes=size_bytes,
        missing_blobs=missing,
    )
    text = msgspec.json.format(msgspec.json.encode(made), indent=2)
    (folder / layout.MANIFEST).write_bytes(text + b"\n")
    return made


def _tables(
    connection: Connection, folder: Path, progress: Progress
) -> tuple[tuple[list[FirmIn], str, dict[str, int]], list[str]]:
    t, a = TENANT.c, ATTACHMENTS.c
    query = select(t.tenant_id, t.name, t.epoch, t.seq, t.chain).order_by(t.tenant_id)
    firms = [FirmIn(*line) for line in connection.execute(query)]
    stored = select(a.tenant_id, a.sha256).where(a.state == BlobState.STORED.value).distinct()
    blobs = sorted(f"{line.tenant_id}/{line.sha256}" for line in connection.execute(stored))
    counts = count_rows(connection)
    done, total = 0, sum(counts.values()) + len(blobs)

    def tick(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    (folder / layout.TABLES).mkdir()
    for table in METADATA.sorted_tables:
        file = folder / layout.TABLES / f"{table.name}.jsonl.gz"
        counts[table.name] = write_table(connection, table, file, tick)
    return (firms, revision_of(connection), counts), blobs


def _blobs(
    source: BlobStore, folder: Path, names: list[str], progress: Progress
) -> tuple[int, list[str]]:
    """Link, copy or fetch each photo, and see that it is what its name says. (bytes, missing)."""
    size_bytes, missing = 0, list[str]()
    (folder / layout.BLOBS).mkdir()
    for done, name in enumerate(names, start=1):
        target = folder / layout.BLOBS / name
        target.parent.mkdir(exist_ok=True)
        if (
            not source.copy_to(target.parent.name, target.name, target)
            or layout.hash_of(target) != target.name
        ):
            target.unlink(missing_ok=True)
            missing.append(name)
        else:
            size_bytes += target.stat().st_size
        progress(done, len(names))
    return size_bytes, missing


def _files(settings: Settings, folder: Path) -> None:
    """The rest of the data folder, whatever it will hold one day."""
    for path in layout.files_below(settings.data_dir):
        name = path.relative_to(settings.data_dir)
        is_database = name.parent == Path() and name.name.startswith(DATABASES)
        if is_database or name.parts[0] in layout.LEFT_OUT or name == Path(lock.FILE):
            continue
        target = folder / layout.FILES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def _seal(folder: Path) -> None:
    """Sums of everything, the mark of completeness, and all of it on the disk."""
    lines: list[str] = []
    for path in layout.files_below(folder):
        name = path.relative_to(folder)
        is_blob = name.parts[0] == layout.BLOBS  # its name is its hash, and was verified
        lines.append(f"{path.name if is_blob else layout.hash_of(path)}  {name}\n")
        if not is_blob:
            layout.make_durable(path)
    sums = "".join(lines).encode()
    for name, data in (
        (layout.SUMS, sums),
        (layout.COMPLETE, layout.complete_text(sha256(sums).hexdigest()).encode()),
    ):
        (folder / name).write_bytes(data)
        layout.make_durable(folder / name)
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            layout.make_durable(path)
    layout.make_durable(folder)
