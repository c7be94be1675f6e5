"""One server of one history: the shipped gateway on a database that may be killed, or lost."""

import copy
import itertools
from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection

from server.app import CHANGES_RIGHTS, catalogue
from server.backup.offered import Offer, contained_in_all
from server.backup.registrar import Registrar
from server.backup.registrations import MemoryLog
from server.db.database import Database
from server.gateway.catalogue import Catalogue
from server.gateway.gateway import Gateway
from server.gateway.unit import Unit
from server.identity.sessions import Sessions
from tests.server.gateway.founding import TENANT
from tests.simulation.accidents import Accidents
from tests.simulation.disks import Disk, Told

OFFERED_MAX = 3


@cache
def shipped_catalogue() -> Catalogue:
    """Made once: it says the same to every process."""
    return catalogue()


class House:
    """The process on a disk. `restart` forgets whatever only the process knew."""

    def __init__(self, disk: Disk, accidents: Accidents) -> None:
        self.disk = disk
        self.accidents = accidents
        self.now_ms = 0
        self.told: list[Told] = []  # after each COMMIT, with its unit
        self.poked: set[str] = set()
        self.offers: list[Offer] = []  # backups, the oldest first
        self._backups = itertools.count(1)
        self._salts = itertools.count(1)
        self._registrar = Registrar(MemoryLog())
        self._compose()

    def _compose(self) -> None:
        def open_database(open_unit: Callable[..., Unit], after_commit: Told) -> Database:
            def watched(connection: Connection, tenant_id: str) -> Unit:
                return self.accidents.watch(open_unit(connection, tenant_id))

            return self.disk.open(watched, after_commit, self.accidents)

        self.gateway = Gateway(
            self.accidents.guarded(copy.copy(shipped_catalogue())),
            open_database,
            lambda: self.now_ms,
            self._salt,
        )
        self.sessions = Sessions(self.gateway)
        self.gateway.listeners.append(self._after_commit)
        self.gateway.listeners.append(self._registrar.after_commit)
        self.sessions.listeners.append(self._registrar.session_changed)
        self.gateway.durable = self._durable

    def _salt(self) -> str:
        return f"{next(self._salts):032x}"

    def _durable(self, connection: Connection, tenant_id: str, epoch: str, _now_ms: int) -> int:
        if not self.offers:
            return 0
        return contained_in_all(self.offers, connection, tenant_id, epoch)

    async def start(self) -> None:
        await self.gateway.start()

    async def stop(self) -> None:
        await self.gateway.stop()

    async def restart(self, fraction: float = 0.0) -> None:
        """As after a kill of the process: nothing is left but what lies on the disk."""
        self.disk.killed(self.accidents, fraction)
        await self.gateway.stop()
        self.accidents.crash = ""
        self.accidents.is_killed = False
        self._compose()
        await self.start()

    async def back_up(self, epoch: str, head: int) -> None:
        """As `fieldward backup` does beside the server. Only the newest ones stay offered."""
        number = next(self._backups)
        await self.disk.back_up(number, self.now_ms)
        self.offers.append(Offer(str(number), self.now_ms, {TENANT: (epoch, head)}))
        del self.offers[:-OFFERED_MAX]

    async def restore(self, which: int, epoch: str) -> tuple[str, int]:
        """Everything but a backup and the log of registrations is lost. Returns what it held."""
        found = self.offers[which % len(self.offers)]
        gateway = self.gateway

        def open_unit(connection: Connection, tenant_id: str) -> Unit:
            return Unit(connection, gateway.catalogue, tenant_id, self.now_ms, self._salt)

        await gateway.stop()
        number = int(found.path)
        await self.disk.restore(number, epoch, self.now_ms, open_unit)
        self.accidents.crash = ""
        self.accidents.is_killed = False
        self._compose()
        await self.start()
        is_full, self.accidents.is_disk_full = self.accidents.is_disk_full, False
        await self._registrar.catch_up(self.gateway)
        self.accidents.is_disk_full = is_full
        return found.heads[TENANT]

    def _after_commit(self, unit: Unit) -> None:
        if any(call.name in CHANGES_RIGHTS for call in unit.accepted):
            self.sessions.forget()
        self.poked |= unit.users_to_poke
        for tell in self.told:
            tell(unit)
