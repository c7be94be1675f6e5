"""After a restore: a new epoch, and what phones offer again (design §4, step 12).

A restored database lacks what was accepted after its backup. Phones kept it and offer it again
under its old replica and number, so the ledger alone decides what is new:

n ≤ last, in the ledger      → the recorded result, as ever
n ≤ last, lost in a hole     → run now
n = last + 1                 → run, unless the log of registrations has brought it back already
n > last + 1                 → a hole, if the phone knows of the new epoch and has nothing older
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, NestedTransaction, delete, insert, select, update

from server.db.statement import Statement, param
from server.gateway import poison
from server.gateway.tables import AWAITING, EPOCH, HOLE, LEDGER, TENANT
from server.gateway.unit import Ask, Unit
from sync.entries import Entry
from sync.evidence import RESTORED
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import Result

OF_ENTRIES = "entry."  # decisions about entries are never set aside themselves
_ENDED = Statement(
    select(EPOCH.c.epoch, EPOCH.c.head).where(EPOCH.c.tenant_id == param("tenant")), "tenant"
)


class Ended(msgspec.Struct, frozen=True):
    """An epoch that a restore has ended."""

    epoch: str
    head: int


def ended_epochs(connection: Connection, tenant_id: str) -> dict[str, int]:
    """Epochs before this one, each with the last seq of it that is contained here."""
    return dict(_ENDED.all(connection, tenant_id))


def base_in(unit: Unit, epoch: str, base_seq: int) -> int:
    """What somebody had seen who was at `base_seq` of `epoch`, as a seq of this epoch."""
    if epoch == unit.epoch:
        return base_seq
    return _seen(epoch, base_seq, ended_epochs(unit.connection, unit.tenant_id))


def _seen(epoch: str, base_seq: int, ended: dict[str, int]) -> int:
    """Of what came after the backup, under the same numbers, he has seen nothing."""
    return min(base_seq, ended.get(epoch, 0))


def _savepoint(unit: Unit) -> tuple[NestedTransaction, object]:
    """Where to go back to. What waits is written before the mark is set: put back by the mark but
    not undone by the savepoint, it would be written twice."""
    return unit.connection.begin_nested(), unit.mark()


class Recovery:
    """One push, seen in the light of earlier epochs. Asks the database only where it must."""

    def __init__(self, unit: Unit, replica: str, epoch_known: str) -> None:
        self._unit = unit
        self._replica = replica
        self._epoch_known = epoch_known
        self._ended: dict[str, int] | None = None
        self._has_news = False

    @property
    def ended(self) -> dict[str, int]:
        if self._ended is None:
            self._ended = ended_epochs(self._unit.connection, self._unit.tenant_id)
        return self._ended

    def base_of(self, entry: Entry) -> int:
        """What its author had seen, as a seq of this epoch."""
        if entry.base_epoch == self._unit.epoch:
            return entry.base_seq
        return _seen(entry.base_epoch, entry.base_seq, self.ended)

    def is_known(self, last: int, entry: Entry) -> bool:
        """The ledger holds its number. After a restore the last number does not tell all: some
        were lost in a hole, some the log of registrations has brought back."""
        if not self._is_offered_again(entry):
            return entry.n <= last
        found = self._unit.known(self._replica, str(entry.n))
        return found is not None or (entry.n <= last and not self._is_in_hole(entry.n))

    def run(self, entry: Entry, ask: Ask) -> Result:
        """Run it. What is offered again may speak of something that another phone or board has
        not offered again yet: it is set aside, and tried once more whenever rows come back."""
        unit = self._unit
        if not self._is_offered_again(entry) or ask.name.startswith(OF_ENTRIES):
            return unit.run(ask)
        savepoint, mark = _savepoint(unit)
        try:
            result = unit.run(ask)
        except BaseException:
            savepoint.rollback()
            unit.reset(mark)
            raise
        if result.reason != ProtocolReason.NOT_FOUND:
            savepoint.commit()
            self._has_news = True
            return result
        savepoint.rollback()
        unit.reset(mark)
        key = {"tenant_id": unit.tenant_id, "replica_id": self._replica, "n": entry.n}
        unit.connection.execute(insert(AWAITING).values(**key, since_seq=unit.seq))
        return poison.hold(unit, ask, ProtocolReason.UNKNOWN_ROW)

    def wake(self) -> None:
        """After a push that brought something back: run what waited for it."""
        unit, a = self._unit, AWAITING.c
        query = select(a.replica_id, a.n).where(a.tenant_id == unit.tenant_id)
        while self._has_news:
            self._has_news = False
            for line in list(unit.connection.execute(query.order_by(a.since_seq, a.n))):
                self._has_news = self._rerun(line.replica_id, line.n) or self._has_news

    def _rerun(self, replica: str, n: int) -> bool:
        """True when it ran this time; otherwise nothing of the attempt is left."""
        unit, c, a = self._unit, LEDGER.c, AWAITING.c
        savepoint, mark = _savepoint(unit)
        key = f"recovered:{replica}:{n}:{unit.seq}"
        done = unit.run_system(unit.catalogue.rerun, key, {"replica": replica, "n": n})
        attempts = select(c.reason).where(
            c.tenant_id == unit.tenant_id, c.writer == replica, c.key.startswith(f"{n}:rerun:")
        )
        reason = unit.connection.execute(attempts.order_by(c.seq.desc()).limit(1)).scalar()
        if done.outcome == Outcome.ACCEPTED and (
            reason is None or reason == ProtocolReason.NOT_FOUND
        ):
            savepoint.rollback()
            unit.reset(mark)
            return False
        savepoint.commit()  # it ran, or somebody has decided about it meanwhile
        mine = (a.tenant_id == unit.tenant_id, a.replica_id == replica, a.n == n)
        unit.connection.execute(delete(AWAITING).where(*mine))
        return done.outcome == Outcome.ACCEPTED

    def _is_offered_again(self, entry: Entry) -> bool:
        return entry.base_epoch != self._unit.epoch and bool(self.ended)

    def skips(self, last: int, entry: Entry) -> bool:
        """Record the numbers between as lost, if they are; False: the phone must send them."""
        unit = self._unit
        if self._epoch_known != unit.epoch or not self.ended:
            return False
        is_older = entry.base_epoch != unit.epoch
        if not is_older and self._seq_of(last) > max(self.ended.values()):
            return False  # this epoch has begun for this replica: the gap is another copy's
        unit.connection.execute(
            insert(HOLE).values(
                tenant_id=unit.tenant_id,
                replica_id=self._replica,
                first_n=last + 1,
                last_n=entry.n - 1,
                epoch=unit.epoch,
                recorded_ms=unit.now_ms,
            )
        )
        return True

    def _is_in_hole(self, n: int) -> bool:
        h = HOLE.c
        query = select(h.first_n).where(
            h.tenant_id == self._unit.tenant_id,
            h.replica_id == self._replica,
            h.first_n <= n,
            h.last_n >= n,
        )
        return self._unit.connection.execute(query.limit(1)).first() is not None

    def _seq_of(self, n: int) -> int:
        c = LEDGER.c
        query = select(c.seq).where(
            c.tenant_id == self._unit.tenant_id, c.writer == self._replica, c.key == str(n)
        )
        return self._unit.connection.execute(query).scalar() or 0


def begin_epoch(unit: Unit, epoch: str, taken_ms: int) -> Ended:
    """The tenant goes on under a new epoch; an event of the chain says from where.

    `taken_ms`: when the restored backup was made. `epoch` is 8 random letters.
    """
    before = Ended(unit.epoch, unit.seq)
    told: dict[str, Any] = {
        "epoch": epoch,
        "before": {"epoch": before.epoch, "head": before.head, "chain": unit.chain},
        "taken_ms": taken_ms,
    }
    unit.connection.execute(
        insert(EPOCH).values(
            tenant_id=unit.tenant_id,
            epoch=before.epoch,
            head=before.head,
            chain=unit.chain,
            next_epoch=epoch,
            ended_ms=unit.now_ms,
        )
    )
    unit.note(RESTORED, f"restored:{epoch}", told, base_seq=before.head)
    t = TENANT.c
    line = update(TENANT).where(t.tenant_id == unit.tenant_id).values(epoch=epoch)
    unit.connection.execute(line)
    unit.epoch = epoch
    return before


def replay(unit: Unit, ask: Ask) -> Result | None:
    """Run once more what the log of registrations remembers. None: it is here already."""
    if unit.known(ask.writer, ask.key) is not None:
        return None
    return unit.run(ask)
