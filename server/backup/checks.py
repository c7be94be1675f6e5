"""What `fieldward doctor` looks at: each check says in a sentence what is wrong and what to do."""

import json
import shutil
import time
from collections.abc import Iterator
from typing import Any

import msgspec
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from server.attachments.bucket import open_blobs
from server.attachments.rules import UPLOAD_KEPT_MS
from server.attachments.schema import BlobState
from server.attachments.staging import Staging
from server.attachments.sweeping import read_orphans
from server.attachments.tables import ATTACHMENTS
from server.backup import offered
from server.backup.registrations import RegistrationLog
from server.backup.tables import revision_of
from server.db.migrate import configured
from server.db.types import TABLES
from server.evidence.heads import ChainChanged, HeadLog, checked
from server.gateway.catalogue import Catalogue
from server.gateway.membership import visible_values
from server.gateway.tables import CONTACT_LOG, EVENT, MEMBER, SCOPE, TENANT
from server.gateway.tx import read_row
from server.identity.tables import DEVICES, SESSION
from server.settings import Settings
from sync import chain, digest
from sync.fields import Sees

DAY_MS = 86_400_000
FREE_BYTES_MIN = 1024**3
ROWS_AT_ONCE = 1_000


class Finding(msgspec.Struct, frozen=True):
    """`state` is ok, warning or error. `what` is the name of the check, for programs."""

    what: str
    state: str
    said: str
    do: str = ""


def ok(what: str, said: str) -> Finding:
    return Finding(what, "ok", said)


class Patient(msgspec.Struct, frozen=True):
    """What is looked at."""

    settings: Settings
    catalogue: Catalogue
    now_ms: int
    is_deep: bool


def examine(connection: Connection, patient: Patient) -> Iterator[Finding]:
    """All checks, in the order in which a failure explains the next."""
    yield database(connection)
    yield migrations(connection)
    yield from chains(connection)
    yield from signatures(connection, patient)
    yield from digests(connection, patient.catalogue)
    yield blobs(connection, patient)
    yield leftovers(patient)
    yield disk(patient)
    yield backups(connection, patient)
    yield registrations(patient)
    yield clock(connection, patient.now_ms)
    yield sessions(connection, patient)


def database(connection: Connection) -> Finding:
    if connection.dialect.name == "postgresql":
        said = connection.execute(text("SHOW server_version")).scalar_one()
        return ok("database", f"PostgreSQL {said} answers.")
    wrong = list(connection.execute(text("PRAGMA quick_check(5)")).scalars())
    if wrong == ["ok"]:
        return ok("database", "SQLite's own check finds nothing wrong.")
    problem = f"The database file is damaged: {wrong[0]}."
    return Finding("database", "error", problem, "Restore the newest backup: fieldward restore DIR")


def migrations(connection: Connection) -> Finding:
    newest = ScriptDirectory.from_config(configured(connection)).get_current_head()
    here = revision_of(connection)
    if here == newest:
        return ok("migrations", f"The tables are those of this version ({here}).")
    problem = f"The tables are of step {here}, this version wants {newest}."
    return Finding("migrations", "error", problem, "Run: fieldward migrate")


def chains(connection: Connection) -> Iterator[Finding]:
    """Every event again: its payload's hash, its link, and the firm's head."""
    for firm in list(connection.execute(select(TENANT))):
        e = EVENT.c
        query = (
            select(e.seq, e.salt, e.payload, e.payload_hash, e.chain)
            .where(e.tenant_id == firm.tenant_id)
            .order_by(e.seq)
            .execution_options(yield_per=ROWS_AT_ONCE)
        )
        link, count, bad = chain.GENESIS, 0, 0
        for line in connection.execute(query):
            count += 1
            hashed = line.payload_hash  # of an erased payload only the hash is left
            if line.payload:
                hashed = chain.payload_hash(line.salt, json.loads(line.payload))
            link = chain.link(link, line.seq, line.payload_hash)
            if not bad and (hashed != line.payload_hash or link != line.chain):
                bad = line.seq
        if not bad and link != firm.chain:
            bad = firm.seq
        if bad:
            said = f"The history of “{firm.name}” was changed at event {bad}."
            do = "Keep this database as evidence and restore a backup from before."
            yield Finding("chain", "error", said, do)
        else:
            yield ok("chain", f"The history of “{firm.name}” is whole: {count} events.")


def signatures(connection: Connection, patient: Patient) -> Iterator[Finding]:
    """Whether each history continues what the data folder remembers as signed."""
    log = HeadLog(patient.settings.data_dir)
    for firm in list(connection.execute(select(TENANT))):
        logged = log.heads(firm.tenant_id)
        try:
            checked(connection, firm.tenant_id, logged)
        except ChainChanged as changed:
            do = "Nothing more is signed. Keep this database as evidence, restore a backup."
            yield Finding("signatures", "error", str(changed), do)
        else:
            said = f"“{firm.name}” continues what was signed {len(logged)} times."
            yield ok("signatures", said)


def digests(connection: Connection, catalogue: Catalogue) -> Iterator[Finding]:
    """The sums that phones compare with, against the rows themselves."""
    row_types = {kind.name: (kind, TABLES[kind.row_type]) for kind in catalogue.kinds}
    wrong = 0
    scopes = list(connection.execute(select(SCOPE)))
    for scope in scopes:
        total, members = 0, 0
        m = MEMBER.c
        mine = (m.tenant_id == scope.tenant_id, m.scope == scope.scope, m.leave_seq.is_(None))
        for name, (kind, table) in row_types.items():
            columns = [column for column in table.c if column.name != "tenant_id"]
            query = (
                select(m.handle, *columns)
                .join(MEMBER, (m.row_id == table.c.id) & (m.tenant_id == table.c.tenant_id))
                .where(*mine, m.kind == name)
                .execution_options(yield_per=ROWS_AT_ONCE)
            )
            for line in connection.execute(query).mappings():
                row: Any = read_row(kind.row_type, line)
                values = visible_values(kind, row, Sees(scope.level))
                index = catalogue.kind_index[name]
                total += digest.row_digest(scope.scope, line["handle"], index, row.id, values)
                members += 1
        same = digest.to_signed(total % digest.MODULUS) == scope.digest
        wrong += not same or members != scope.members
    if wrong:
        said = f"{wrong} of {len(scopes)} scopes do not add up to their rows."
        yield Finding("digests", "error", said, "Restore the newest backup, and report this.")
    else:
        yield ok("digests", f"All {len(scopes)} scopes add up to their rows.")


def blobs(connection: Connection, patient: Patient) -> Finding:
    """Every stored file is there with its size; with --deep its bytes are read, too."""
    a = ATTACHMENTS.c
    query = select(a.tenant_id, a.sha256, a.size_bytes).distinct()
    stored = list(connection.execute(query.where(a.state == BlobState.STORED.value)))
    store = open_blobs(patient.settings)
    here = {(each.tenant_id, each.sha256): each.size_bytes for each in store.kept()}
    bad = [
        f"{line.tenant_id}/{line.sha256}"
        for line in stored
        if here.get((line.tenant_id, line.sha256)) != line.size_bytes
        or (patient.is_deep and not store.is_whole(line.tenant_id, line.sha256))
    ]
    if not bad:
        how = "with the right bytes" if patient.is_deep else "with the right size"
        return ok("photos", f"All {len(stored)} stored files are in {store.where} {how}.")
    said = (
        f"{len(bad)} of {len(stored)} stored files lack in {store.where} or are damaged,"
        f" first: {bad[0]}."
    )
    return Finding("photos", "error", said, "Copy them from a backup's blobs folder.")


def leftovers(patient: Patient) -> Finding:
    """Uploads under way, and stored files that no row names; the server sweeps both in time."""
    staging = Staging(patient.settings.data_dir / "uploads")
    uploads = list(staging.uploads())
    size_mb = sum(staging.offset_bytes(each) for each in uploads) / 1_000_000
    said = f"{len(uploads)} uploads are under way ({size_mb:.1f} MB)."
    waiting = read_orphans(staging.root)
    if waiting:
        said += f" {len(waiting)} stored files have no row and go 30 days after that was seen."
    unswept_ms = patient.now_ms - UPLOAD_KEPT_MS - 2 * DAY_MS
    old = [each for each in uploads if staging.touched_ms(each) < unswept_ms]
    if not old:
        return ok("leftovers", said)
    said += f" {len(old)} of them should have been swept days ago."
    do = "The serving process sweeps: let it run, and look for “sweeping failed” in its log."
    return Finding("leftovers", "warning", said, do)


def disk(patient: Patient) -> Finding:
    free_bytes = shutil.disk_usage(patient.settings.data_dir).free
    said = f"{free_bytes / 1024**3:.1f} GB are free in the data folder."
    if free_bytes >= FREE_BYTES_MIN:
        return ok("disk", said)
    return Finding("disk", "error", said, "Make room now: below 0.1 GB no upload is taken.")


def backups(connection: Connection, patient: Patient) -> Finding:
    """The newest one, in hours."""
    do = "Run: fieldward backup DIR, and let it run every night."
    found = offered.read_offers(patient.settings.data_dir)
    if not found:
        return Finding("backup", "warning", "There is no backup.", do)
    age_ms = patient.now_ms - found[-1].made_ms
    said = f"The newest backup is {age_ms / 3_600_000:.0f} h old: {found[-1].path}."
    return Finding("backup", "warning", said, do) if age_ms > DAY_MS else ok("backup", said)


def registrations(patient: Patient) -> Finding:
    lines, broken = RegistrationLog(patient.settings.data_dir).read()
    if not broken:
        return ok("registrations", f"The log of registrations is whole: {len(lines)} lines.")
    said = f"The log of registrations has {len(broken)} damaged lines, first: line {broken[0]}."
    do = "The database still knows of them; make a backup now and look at the disk."
    return Finding("registrations", "warning", said, do)


def clock(connection: Connection, now_ms: int) -> Finding:
    """Nothing that happened may lie in the future."""
    newest = connection.execute(select(func.max(CONTACT_LOG.c.at_ms))).scalar() or 0
    moment = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now_ms // 1000))
    if newest <= now_ms + 60_000:
        return ok("clock", f"The clock says {moment}.")
    said = f"The clock says {moment}, but a device was heard of after that."
    return Finding("clock", "error", said, "Set the clock of this machine by NTP.")


def sessions(connection: Connection, patient: Patient) -> Finding:
    s, d = SESSION.c, DEVICES.c
    since_ms = patient.now_ms - patient.settings.session_days * DAY_MS
    alive = (s.revoked_ms.is_(None), s.last_used_ms > since_ms)
    count = connection.execute(select(func.count()).where(*alive)).scalar_one()
    ghosts = (
        select(func.count())
        .select_from(SESSION)
        .join(DEVICES, (d.tenant_id == s.tenant_id) & (d.id == s.device_id))
        .where(*alive, d.is_revoked.is_(True))
    )
    wrong = connection.execute(ghosts).scalar_one()
    if wrong:
        said = f"{wrong} sessions of revoked devices are still open."
        return Finding("sessions", "error", said, "Revoke these devices once more.")
    return ok("sessions", f"{count} sessions are open, none on a revoked device.")
