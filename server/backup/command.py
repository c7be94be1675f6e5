"""`fieldward backup`, `restore` and `doctor` as a person at a terminal meets them."""

import argparse
import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from server.attachments.bucket import open_blobs
from server.backup import checks, lock, restoring
from server.backup.layout import CannotRestore, Manifest
from server.backup.registrar import Registrar, Replayed
from server.backup.registrations import RegistrationLog
from server.backup.restoring import Done, Wish
from server.backup.writing import Progress, back_up, in_snapshot
from server.gateway.gateway import Gateway
from server.gateway.unit import Unit
from server.settings import Settings

OpenGateway = Callable[[Settings], Gateway]


def add_backup_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("folder", metavar="DIR", help="a new folder, on another disk")


def add_restore_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("folder", metavar="DIR", help="a folder that `fieldward backup` has made")
    word.add_argument("--into", metavar="TARGET", help="another data folder, or postgresql://…")
    word.add_argument("--replace", action="store_true", help="keep the present database aside")


def add_doctor_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("--deep", action="store_true", help="read every stored file, too")
    word.add_argument("--json", action="store_true", help="for programs")


def backup(settings: Settings, folder: Path, now_ms: int, progress: Progress) -> list[str]:
    """What was done, as lines to print. Raises CannotBackUp."""
    made = back_up(settings, folder, now_ms, progress)
    said = [f"Backup {folder} is complete: {_in_words(made)}."]
    if settings.s3_bucket:
        said.append(
            f"Its files were fetched from {open_blobs(settings).where}: the backup is whole"
            " without the bucket."
        )
    if made.missing_blobs:
        count, first = len(made.missing_blobs), made.missing_blobs[0]
        said.append(
            f"{count} stored files lack or are damaged, first: {first}. Phones keep their originals"
            " until a backup is whole: copy the files from an older backup and run this again."
        )
    return said


def restore(
    settings: Settings,
    chosen: argparse.Namespace,
    open_gateway: OpenGateway,
    now_ms: int,
    progress: Progress,
) -> list[str]:
    """Put a backup in place of the database. Raises CannotRestore, having changed nothing."""
    target = _into(settings, chosen.into)
    wish = Wish(Path(chosen.folder).absolute(), target, bool(chosen.replace), now_ms)
    manifest = restoring.verify(wish.folder)
    try:
        with lock.holding(target.data_dir, alone=True):
            restoring.refuse_unless_empty(wish)
            done, replayed = _restore(wish, manifest, open_gateway, progress)
    except lock.InUse as error:
        raise CannotRestore(str(error)) from error
    return _told(done, replayed)


def doctor(
    settings: Settings, open_gateway: OpenGateway, now_ms: int, *, is_deep: bool
) -> list[checks.Finding]:
    """Everything that is right or wrong with this server."""
    patient = checks.Patient(settings, open_gateway(settings).catalogue, now_ms, is_deep)
    return in_snapshot(settings.url, lambda c: list(checks.examine(c, patient)))


def in_lines(findings: list[checks.Finding], *, as_json: bool) -> list[str]:
    """What a terminal, or a program, is told."""
    if as_json:
        return [msgspec.json.format(msgspec.json.encode(findings), indent=2).decode()]
    marks = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}
    lines: list[str] = []
    for each in findings:
        lines.append(f"{marks[each.state]}  {each.said}")
        if each.do:
            lines.append(f"         → {each.do}")
    return lines


def _into(settings: Settings, target: str | None) -> Settings:
    if not target:
        return settings
    if target.startswith("postgresql"):
        return msgspec.structs.replace(settings, database_url=target)
    return msgspec.structs.replace(settings, data_dir=Path(target), database_url="")


def _restore(
    wish: Wish, manifest: Manifest, open_gateway: OpenGateway, progress: Progress
) -> tuple[Done, Replayed]:
    gateway = open_gateway(wish.settings)  # for its catalogue; it is never started

    def open_unit(connection: Connection, tenant_id: str) -> Unit:
        return Unit(
            connection, gateway.catalogue, tenant_id, wish.now_ms, lambda: secrets.token_hex(16)
        )

    def new_epoch() -> str:
        return secrets.token_urlsafe(6)

    done = Done(manifest, rows=sum(manifest.rows.values()))
    done.blobs = restoring.prepare_files(wish)
    log = Registrar(RegistrationLog(wish.settings.data_dir))
    if not wish.settings.url.startswith("sqlite"):
        done.aside = restoring.fill_postgresql(wish, open_unit, new_epoch, progress)
        return done, asyncio.run(_replay(open_gateway(wish.settings), log))
    fresh = restoring.fill_sqlite(wish, open_unit, new_epoch, progress)
    into = msgspec.structs.replace(wish.settings, database_url=f"sqlite:///{fresh}")
    try:
        replayed = asyncio.run(_replay(open_gateway(into), log))
    except BaseException:
        restoring.remove_database(fresh)
        raise
    done.aside = restoring.swap_sqlite(wish, fresh)
    return done, replayed


async def _replay(gateway: Gateway, log: Registrar) -> Replayed:
    await gateway.start()
    try:
        return await log.catch_up(gateway)
    finally:
        await gateway.stop()


def _in_words(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    size_mb = manifest.blob_bytes / 1_000_000
    firms = ", ".join(f"“{firm.name}” up to change {firm.seq}" for firm in manifest.firms)
    return f"{firms}; {rows} rows, {manifest.blobs} files ({size_mb:.1f} MB)"


def _told(done: Done, replayed: Replayed) -> list[str]:
    lines = [f"Restored: {_in_words(done.manifest)}."]
    if done.aside:
        lines.append(f"The database of before is kept: {done.aside}")
    back = replayed.mutations + replayed.sessions
    lines.append(
        f"From the log of registrations {back} lines came back, so that devices enrolled since"
        " are known and revoked ones stay out."
    )
    lines += [f"  not possible in this database: {each}" for each in replayed.refused]
    lines.append(
        "Start the server. Phones and boards send again by themselves what came after this backup;"
        " there is nothing for you to do."
    )
    return lines
