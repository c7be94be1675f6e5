"""How a backup lies on the disk, the same for both databases.

manifest.json            what it is of: time, tables' revision, each firm's epoch and head
tables/<table>.jsonl.gz  a line of column names, then one line a row
blobs/<tenant>/<sha256>  every stored photo that a row of it names
files/…                  whatever else the data folder holds: keys, logs
SHA256SUMS               of every file above, as `sha256sum -c` reads it
COMPLETE                 written last, with the hash of SHA256SUMS
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
COMPLETE = "COMPLETE"
TABLES, BLOBS, FILES = "tables", "blobs", "files"
FORMAT = 1
READ_BYTES = 1024 * 1024
# Of the data folder: the database is read by SQL; the rest can be made anew.
LEFT_OUT = frozenset({"blobs", "uploads", "derived"})


class CannotBackUp(Exception):
    """Said to the operator as it is."""


class CannotRestore(Exception):
    """Said to the operator as it is. Nothing was changed."""


class FirmIn(msgspec.Struct, frozen=True):
    """A firm as the backup has it: everything up to `seq` of `epoch`."""

    tenant_id: str
    name: str
    epoch: str
    seq: int
    chain: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    made_ms: int
    engine: str
    revision: str
    firms: list[FirmIn]
    rows: dict[str, int]
    blobs: int
    blob_bytes: int
    missing_blobs: list[str]  # named by a row, but lost or damaged before this backup


def hash_of(path: Path) -> str:
    """Hex SHA-256 of a file."""
    total = sha256()
    with path.open("rb") as file:
        while data := file.read(READ_BYTES):
            total.update(data)
    return total.hexdigest()


def make_durable(path: Path) -> None:
    """A file's bytes, or a folder's names, survive a power cut after this."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in it, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def complete_text(sums_sha256: str) -> str:
    """Its last line covers the others, so that a damage of this file is not taken for another's."""
    head = f"fieldward backup {FORMAT}\n{sums_sha256}\n"
    return f"{head}{sha256(head.encode()).hexdigest()}\n"


def damaged(folder: Path) -> list[str]:
    """Files that are not as they were written, that lack, or that do not belong; [] when whole.

    Raises CannotRestore where there is no finished backup at all.
    """
    if not (folder / COMPLETE).is_file() or not (folder / SUMS).is_file():
        raise CannotRestore(f"{folder} is no finished backup: it has no {COMPLETE} and {SUMS}.")
    sums = (folder / SUMS).read_bytes()
    said = (folder / COMPLETE).read_bytes()
    wanted = complete_text(sha256(sums).hexdigest()).encode()
    if said != wanted:
        lines = said.decode(errors="replace").split("\n")
        is_own = len(lines) == 4 and complete_text(lines[1]).encode() == said
        return [SUMS if is_own else COMPLETE]
    listed = {
        name: digest
        for digest, _, name in (line.partition("  ") for line in sums.decode().splitlines())
    }
    bad: list[str] = []
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file() or hash_of(path) != digest:
            bad.append(name)
    there = {str(path.relative_to(folder)) for path in files_below(folder)}
    return bad + sorted(there - set(listed) - {SUMS, COMPLETE})


def read_manifest(folder: Path) -> Manifest:
    """Raises CannotRestore for a backup of a newer Fieldward."""
    found = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    if found.format > FORMAT:
        raise CannotRestore("This backup was made by a newer Fieldward: install that one first.")
    return found
