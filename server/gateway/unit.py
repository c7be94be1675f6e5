"""The unit of work: one transaction for a group of pushes, one savepoint and one seq a mutation.

Steps (design §3): lock the counter row → for each mutation: ledger → registry → authorise →
handler → followers → field versions, scopes, event, ledger line → COMMIT. Works on any
SQLAlchemy connection, so SQLite's writer thread and PostgreSQL's `run_sync` share it.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, select, update

from server.db.statement import Savepoint, Statement, param
from server.gateway import ledger, poison
from server.gateway.call import Actor, Call, Mutation
from server.gateway.catalogue import Catalogue
from server.gateway.contest import ChangedMeanwhile, Judge
from server.gateway.memory import Memory
from server.gateway.scopes import Mover, review_user, watchers
from server.gateway.tables import TENANT
from server.gateway.tx import TooManyRows, Tx
from server.gateway.waiting import EVENTS, OUTCOMES, Writer
from sync import chain
from sync.canonical import NotCanonical, canonical
from sync.limits import ENTRY_BYTES_MAX
from sync.outcomes import Accepted, Outcome, ProtocolReason, Rejected
from sync.protocol import Result

log = logging.getLogger("fieldward.unit")
NUL_WRITTEN = b"\\u0000"
_T = TENANT.c
_OF_TENANT = _T.tenant_id == param("tenant")
_LOCKED = Statement(
    select(_T.seq, _T.chain, _T.epoch).where(_OF_TENANT).with_for_update(), "tenant"
)
_HEAD = Statement(
    update(TENANT).where(_OF_TENANT).values(seq=param("now"), chain=param("link")),
    *("now", "link", "tenant"),
)


class Ask(msgspec.Struct, frozen=True):
    """One mutation to run, from whatever door it came. `meta` goes into the event as it is."""

    actor: Actor
    name: str
    writer: str
    key: str
    hash: str
    args: Any  # decoded JSON, not yet checked
    device_ms: int
    at_ms: int
    zone: str
    base_seq: int
    meta: dict[str, Any]
    knows_schema: bool = True  # False: authored by an app of another version
    is_from_replica: bool = False  # written on its base; all others are judged at the head
    ledger_key: str = ""  # of a rerun: the first result stays where it is
    written: msgspec.Raw | None = None  # the canonical form of `args`, where it is known already


SYSTEM = "system:"  # writer of what the server does by itself


class Failed(Exception):
    """Nothing was recorded for this entry; it will be sent again."""

    def __init__(self, problem: str, *, is_own_fault: bool = False) -> None:
        super().__init__(problem)
        self.is_own_fault = is_own_fault


class Unit:
    """State of one transaction for one tenant: the counter and the chain head it works on."""

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        tenant_id: str,
        now_ms: int,
        salt: Callable[[], str],
    ) -> None:
        self.raw = connection
        self.catalogue = catalogue
        self.tenant_id = tenant_id
        self.now_ms = now_ms
        self.salt = salt
        line = _LOCKED.first(connection, tenant_id)
        if line is None:
            raise LookupError("there is no such firm")
        self.seq: int = line[0]
        self.chain: str = line[1]
        self.epoch: str = line[2]
        self.memory = Memory()
        self.memory.write = Writer(self.memory, catalogue, tenant_id).write
        self.users_to_poke: set[str] = set()
        self.accepted: list[Call] = []
        self.asked: list[Ask] = []  # what each of them was asked with

    @property
    def connection(self) -> Connection:
        """For whoever reads or writes beside `run`: what waits in the memory is written first."""
        if self.memory.waiting:
            self.memory.write(self.raw)
        return self.raw

    def run(self, ask: Ask) -> Result:
        """Run one mutation that the ledger does not know yet. Raises Failed."""
        seq = self.seq + 1
        savepoint, mark = Savepoint(self.raw, "mutation"), self.memory.mark()

        def undo() -> None:
            savepoint.undo()
            self.memory.back(mark)

        try:
            verdict = self._run_in_savepoint(ask, seq)
        except Failed:
            undo()
            raise
        except Exception as error:
            undo()
            log.exception("mutation %s failed", ask.name)
            fault = poison.is_own_fault(error)
            raise Failed(type(error).__name__, is_own_fault=fault) from error
        if isinstance(verdict, Accepted):
            savepoint.keep()
        else:
            undo()
        result = self._record(ask, seq, verdict)
        if isinstance(verdict, Accepted):
            for afterwards in self.catalogue.afterwards.get(ask.name, ()):
                afterwards(self, ask)
        return result

    def known(self, writer: str, key: str) -> ledger.Known | None:
        """What the ledger holds under a key, the lines of this unit among it."""
        if (OUTCOMES, writer, key) in self.memory.waiting:
            self.memory.write(self.raw)
        return ledger.find(self.raw, self.tenant_id, writer, key)

    def note(
        self, name: str, key: str, args: dict[str, Any], *, base_seq: int | None = None
    ) -> Result:
        """An event without a handler: what the server itself has done. The key is used once."""
        return self._record(self._own(name, key, args, base_seq), self.seq + 1, Accepted())

    def run_system(self, name: str, key: str, args: dict[str, Any]) -> Result:
        """A mutation of the server's own, brought about by another one. The key is used once."""
        return self.run(self._own(name, key, args))

    def _own(self, name: str, key: str, args: dict[str, Any], base_seq: int | None = None) -> Ask:
        return Ask(
            actor=Actor(self.tenant_id, user_id="", name="", is_system=True),
            name=name,
            writer=SYSTEM,
            key=key,
            hash="",
            args=args,
            device_ms=self.now_ms,
            at_ms=self.now_ms,
            zone="",
            base_seq=self.seq if base_seq is None else base_seq,
            meta={"key": key},
        )

    def mark(self) -> object:
        """Where a job of the group begins, to go back to if it fails."""
        lists = list(self.accepted), list(self.asked)
        return self.memory.mark(), self.seq, self.chain, set(self.users_to_poke), *lists

    def reset(self, mark: Any) -> None:
        remembered, self.seq, self.chain, self.users_to_poke, self.accepted, self.asked = mark
        self.memory.back(remembered)

    def close(self) -> None:
        """Write what waits, then counter and chain head: the last statements before COMMIT."""
        self.memory.write(self.raw)
        _HEAD.do(self.raw, self.seq, self.chain, self.tenant_id)

    def _run_in_savepoint(self, ask: Ask, seq: int) -> Accepted | Rejected:
        decoded = self._decode(ask)
        if isinstance(decoded, Rejected):
            return decoded
        mutation, args = decoded
        call = Call(
            actor=ask.actor,
            name=ask.name,
            writer=ask.writer,
            key=ask.key,
            seq=seq,
            now_ms=self.now_ms,
            device_ms=ask.device_ms,
            at_ms=ask.at_ms,
            zone=ask.zone,
            base_seq=ask.base_seq if ask.is_from_replica else self.seq,
        )
        tx = Tx(self.raw, self.tenant_id, self.memory)
        judge = Judge(tx, call, self.catalogue.cards)
        refusal = mutation.authorise(tx, args, call)
        if refusal is not None:
            return refusal
        try:
            tx.judge = judge if ask.is_from_replica else None
            verdict = mutation.handler(tx, args, call)
            tx.judge = None
            if isinstance(verdict, Accepted):
                verdict = _joined(verdict, Accepted(judge.finish()))
                for follower in self.catalogue.followers.get(ask.name, ()):
                    verdict = _joined(verdict, follower(tx, args, call))
                self._settle(tx, call)
                self.accepted.append(call)
                self.asked.append(ask)
            return verdict
        except TooManyRows:
            return Rejected(ProtocolReason.TOO_MANY_ROWS)
        except ChangedMeanwhile as changed:
            return changed.rejected

    def _decode(self, ask: Ask) -> tuple[Mutation, Any] | Rejected:
        mutation = self.catalogue.mutations.get(ask.name)
        if mutation is None:
            _only_if_known(ask)
            return Rejected(ProtocolReason.UNKNOWN_MUTATION, {"name": ask.name[:80]})
        try:
            written = canonical(ask.args) if ask.written is None else bytes(ask.written)
            if len(written) > ENTRY_BYTES_MAX and not ask.actor.is_system:
                return Rejected(ProtocolReason.TOO_LARGE)
            # PostgreSQL cannot store it: refused the same on both. (The bytes alone may mislead.)
            if NUL_WRITTEN in written and _has_nul(ask.args):
                return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "a NUL character"})
            return mutation, msgspec.convert(ask.args, mutation.args)
        except (msgspec.ValidationError, NotCanonical) as error:
            _only_if_known(ask)
            return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": str(error)[:300]})

    def _settle(self, tx: Tx, call: Call) -> None:
        """Scopes, versions and digests follow what the handler changed."""
        mover = Mover(tx, self.catalogue, call.seq, call.writer)
        moved = mover.follow()
        for user_id in sorted(mover.users_to_review()):
            if review_user(tx, self.catalogue, user_id, call.seq):
                self.users_to_poke.add(user_id)
        for scope in moved:
            self.users_to_poke |= watchers(tx, scope)

    def _record(self, ask: Ask, seq: int, verdict: Accepted | Rejected) -> Result:
        """Every recorded outcome keeps its seq; only accepted ones are events."""
        self.seq = seq
        if isinstance(verdict, Accepted):
            result = Result(0, seq, Outcome.ACCEPTED.value, [flag.value for flag in verdict.flags])
            self._write_event(ask, seq, result)
        else:
            result = Result(0, seq, Outcome.REJECTED.value, [], verdict.reason, verdict.detail)
        place = (OUTCOMES, *ledger.key_of(ask))
        self.memory.put(self.memory.waiting, place, ledger.line(ask, result, self.now_ms))
        return result

    def _write_event(self, ask: Ask, seq: int, result: Result) -> None:
        payload = {
            "name": ask.name,
            "args": ask.args if ask.written is None else ask.written,
            "user_id": ask.actor.user_id,
            "device_id": ask.actor.device_id,
            "device_ms": ask.device_ms,
            "recorded_ms": self.now_ms,
            "zone": ask.zone,
            "flags": result.flags,
            **ask.meta,
        }
        salt = self.salt()
        text = canonical(payload)
        hashed = chain.text_hash(salt, text)
        self.chain = chain.link(self.chain, seq, hashed)
        line = (*ledger.key_of(ask), salt, text.decode(), hashed, self.chain)
        self.memory.put(self.memory.waiting, (EVENTS, seq), line)


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(each) for each in cast(dict[str, Any], value).values())
    return isinstance(value, list) and any(_has_nul(each) for each in cast(list[Any], value))


def _only_if_known(ask: Ask) -> None:
    """What another version's app says and this server does not understand is never refused."""
    if not ask.knows_schema:
        raise Failed("server_too_old")


def _joined(verdict: Accepted, following: Any) -> Accepted:
    """A follower may add flags; it has no veto."""
    flags = following.flags if isinstance(following, Accepted) else ()
    return Accepted(tuple(dict.fromkeys((*verdict.flags, *flags))))
