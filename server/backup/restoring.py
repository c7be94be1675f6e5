"""`fieldward restore DIR`: a backup becomes the database, under a new epoch.

Nothing is changed before every file of the backup has been verified. SQLite is made anew beside
the old file and renamed into its place; PostgreSQL is filled in one transaction. What was there
is kept aside.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, select, text

from server.attachments.bucket import open_blobs
from server.backup import layout, offered, registrations
from server.backup.layout import CannotRestore, Manifest
from server.backup.registrations import RegistrationLog
from server.backup.tables import read_table, tables_here
from server.backup.writing import Progress
from server.db.migrate import configured, with_connection
from server.gateway.recovery import begin_epoch
from server.gateway.tables import TENANT
from server.gateway.unit import Unit
from server.settings import Settings

OpenUnit = Callable[[Connection, str], Unit]
NewEpoch = Callable[[], str]  # 8 random letters


class Wish(msgspec.Struct, frozen=True):
    """Which backup goes where."""

    folder: Path
    settings: Settings
    replace: bool
    now_ms: int


class Done(msgspec.Struct):
    """What happened."""

    manifest: Manifest
    aside: str = ""  # where the old database is now
    rows: int = 0
    blobs: int = 0  # photos that the data folder lacked


def verify(folder: Path) -> Manifest:
    """Raises CannotRestore naming every file that is not as it was written."""
    if not folder.is_dir():
        raise CannotRestore(f"There is no backup {folder}.")
    bad = layout.damaged(folder)
    if bad:
        names = ", ".join(bad[:5]) + (f" and {len(bad) - 5} more" if len(bad) > 5 else "")
        raise CannotRestore(f"This backup is damaged: {names}. Nothing was changed; take another.")
    return layout.read_manifest(folder)


def refuse_unless_empty(wish: Wish) -> None:
    """A database that holds a firm is only replaced on demand."""
    if not wish.replace and not with_connection(wish.settings.url, _is_empty):
        raise CannotRestore(
            "There is a firm in this database. `--replace` restores over it and keeps it aside."
        )


def prepare_files(wish: Wish) -> int:
    """Photos, to where the settings keep them, and the rest of the data folder: only what lacks is
    brought in."""
    data_dir, brought = wish.settings.data_dir, 0
    blobs = open_blobs(wish.settings)
    for source in layout.files_below(wish.folder / layout.BLOBS):
        tenant_id, sha256 = source.parent.name, source.name
        if not blobs.is_whole(tenant_id, sha256):
            blobs.replace(tenant_id, sha256, source)
            brought += 1
    files = wish.folder / layout.FILES
    for source in layout.files_below(files):
        target = data_dir / source.relative_to(files)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    _merge_registrations(files / registrations.FILE, data_dir)
    _merge_offers(files, data_dir)
    return brought


def fill_sqlite(wish: Wish, open_unit: OpenUnit, epoch: NewEpoch, tick: Progress) -> Path:
    """A new file beside the old one, ready to take its place. Returns it."""
    fresh = _file_of(wish.settings.url).with_suffix(".restoring")
    remove_database(fresh)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    with_connection(f"sqlite:///{fresh}", lambda c: _fill(c, wish, open_unit, epoch, tick))
    return fresh


def swap_sqlite(wish: Wish, fresh: Path) -> str:
    """The old database steps aside, the new one takes its name. Returns the old one's name."""
    current = _file_of(wish.settings.url)
    aside = current.with_name(f"before-restore-{_stamp(wish.now_ms)}.sqlite3")
    for tail in ("-wal", "-shm", ""):
        old = Path(f"{current}{tail}")
        if old.exists():
            os.rename(old, f"{aside}{tail}")
    os.rename(fresh, current)
    layout.make_durable(current.parent)
    return str(aside) if aside.exists() else ""


def fill_postgresql(wish: Wish, open_unit: OpenUnit, epoch: NewEpoch, tick: Progress) -> str:
    """In one transaction: the old tables move to another schema, new ones are filled."""

    def work(connection: Connection) -> str:
        aside = ""
        if not _is_empty(connection):
            schema = connection.execute(text("SELECT current_schema()")).scalar_one()
            aside = f"before_restore_{_stamp(wish.now_ms).replace('-', '_').lower()}"
            connection.execute(text(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"'))
            connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        _fill(connection, wish, open_unit, epoch, tick)
        return aside

    return with_connection(wish.settings.url, work)


def remove_database(file: Path) -> None:
    for tail in ("", "-wal", "-shm"):
        Path(f"{file}{tail}").unlink(missing_ok=True)


def _fill(
    connection: Connection, wish: Wish, open_unit: OpenUnit, epoch: NewEpoch, progress: Progress
) -> None:
    """Tables as they were at the backup, its rows, then the steps that came since."""
    manifest = layout.read_manifest(wish.folder)
    done, total = 0, sum(manifest.rows.values())

    def tick(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    config = configured(connection)
    try:
        command.upgrade(config, manifest.revision)
    except CommandError as error:
        raise CannotRestore(
            "This backup was made by a newer Fieldward: install it first."
        ) from error
    here = tables_here(connection)
    for file in layout.files_below(wish.folder / layout.TABLES):
        name = file.name.removesuffix(".jsonl.gz")
        read = read_table(connection, here[name], file, tick)
        if read != manifest.rows[name]:
            raise CannotRestore(
                f"{name} has {read} rows, the backup speaks of {manifest.rows[name]}."
            )
    command.upgrade(config, "head")
    for firm in manifest.firms:
        unit = open_unit(connection, firm.tenant_id)
        begin_epoch(unit, epoch(), manifest.made_ms)
        unit.close()


def _is_empty(connection: Connection) -> bool:
    if not inspect(connection).has_table(TENANT.name):
        return True
    return connection.execute(select(TENANT.c.tenant_id).limit(1)).first() is None


def _file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _stamp(moment_ms: int) -> str:
    return time.strftime("%Y-%m-%d-%H%M%S", time.gmtime(moment_ms // 1000))


def _merge_registrations(backed_up: Path, data_dir: Path) -> None:
    """The live log is newer; where it lacks a line, the backup's is appended."""
    if not backed_up.is_file():
        return
    log = RegistrationLog(data_dir)
    live = log.lines()
    old, _ = registrations.unpack(backed_up.read_bytes())
    whole = registrations.merged(old, live)
    if len(whole) > len(live):
        fresh = data_dir / f"{registrations.FILE}.new"
        fresh.unlink(missing_ok=True)
        RegistrationLog(data_dir, fresh.name).append(whole)
        os.replace(fresh, data_dir / registrations.FILE)
        layout.make_durable(data_dir)


def _merge_offers(files: Path, data_dir: Path) -> None:
    known = {each.path: each for each in offered.read_offers(files)}
    known |= {each.path: each for each in offered.read_offers(data_dir)}
    if known:
        offered.write_offers(data_dir, list(known.values()))
