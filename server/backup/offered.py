"""Which backups could be restored: what is in the oldest of them no phone needs to keep.

A small file in the data folder, rewritten by `fieldward backup`, read by the server. A backup is
offered for 30 days, or until the next one finds its folder gone.
"""

import os
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from server.backup.layout import make_durable
from server.gateway.recovery import ended_epochs

FILE = "backups.json"
OFFERED_MS = 30 * 86_400_000
NOTHING: tuple[int, int, int] = (0, 0, 0)


class Offer(msgspec.Struct, frozen=True):
    """One finished backup: the head of each firm in it."""

    path: str
    made_ms: int
    heads: dict[str, tuple[str, int]]  # tenant → (epoch, seq)


def read_offers(data_dir: Path) -> list[Offer]:
    """Oldest first. A file that cannot be read offers nothing: phones then keep more."""
    try:
        return msgspec.json.decode((data_dir / FILE).read_bytes(), type=list[Offer])
    except (FileNotFoundError, msgspec.MsgspecError):
        return []


def write_offers(data_dir: Path, offers: list[Offer]) -> None:
    """Replace the file, whole or not at all."""
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / f"{FILE}.new"
    fresh.write_bytes(msgspec.json.encode(sorted(offers, key=lambda offer: offer.made_ms)))
    make_durable(fresh)
    os.replace(fresh, data_dir / FILE)
    make_durable(data_dir)


def offer(data_dir: Path, made: Offer) -> None:
    """One more; those of 30 days ago and those whose folder was removed go."""
    kept = [
        each
        for each in read_offers(data_dir)
        if made.made_ms - each.made_ms < OFFERED_MS
        and each.path != made.path
        and Path(each.path).is_dir()
    ]
    write_offers(data_dir, [*kept, made])


class Durable:
    """Says of a firm up to which seq every offered backup holds it; 0 without a backup."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._file = str(data_dir / FILE)  # asked about in every sync
        self._seen = NOTHING
        self._offers: list[Offer] = []
        self._known: dict[tuple[str, str, int], int] = {}

    def through(self, connection: Connection, tenant_id: str, epoch: str, now_ms: int) -> int:
        """A seq of `epoch`. The file is read again only when it is another one."""
        self._refresh()
        offers = [each for each in self._offers if now_ms - each.made_ms < OFFERED_MS]
        if not offers:
            return 0
        key = (tenant_id, epoch, len(offers))
        if key not in self._known:
            self._known[key] = contained_in_all(offers, connection, tenant_id, epoch)
        return self._known[key]

    def _refresh(self) -> None:
        try:
            found = os.stat(self._file)
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        except FileNotFoundError:
            seen = NOTHING
        if seen != self._seen:
            self._seen = seen
            self._offers = read_offers(self._data_dir)
            self._known.clear()


def contained_in_all(
    offers: list[Offer], connection: Connection, tenant_id: str, epoch: str
) -> int:
    """Up to which seq of this epoch each of them holds everything; 0 where there are none."""
    ended = ended_epochs(connection, tenant_id)
    return min((_contained(each, tenant_id, epoch, ended) for each in offers), default=0)


def _contained(offer: Offer, tenant_id: str, epoch: str, ended: dict[str, int]) -> int:
    """How much of the firm's present history a backup holds."""
    of_epoch, seq = offer.heads.get(tenant_id, ("", 0))
    return seq if of_epoch == epoch else min(seq, ended.get(of_epoch, 0))
