"""The unit of work: one transaction for a group of pushes, one savepoint and one seq a mutation.

Steps (design §3): lock the counter row → for each mutation: ledger → registry → authorise →
handler → followers → field versions, scopes, event, ledger line → COMMIT. Works on any
SQLAlchemy connection, so SQLite's writer thread and PostgreSQL's `run_sync` share it.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, insert, select, update

from server.gateway import ledger
from server.gateway.call import Actor, Call, Mutation
from server.gateway.catalogue import Catalogue
from server.gateway.scopes import Mover, review_user
from server.gateway.tables import EVENT, TENANT, USER_SCOPE
from server.gateway.tx import TooManyRows, Tx
from sync import chain
from sync.canonical import NotCanonical, canonical
from sync.limits import ENTRY_BYTES_MAX
from sync.outcomes import Accepted, Outcome, ProtocolReason, Rejected
from sync.protocol import Result

log = logging.getLogger("fieldward.unit")


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


class Failed(Exception):
    """Nothing was recorded for this entry; it will be sent again."""


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
        self.connection = connection
        self.catalogue = catalogue
        self.tenant_id = tenant_id
        self.now_ms = now_ms
        self.salt = salt
        query = select(TENANT.c.seq, TENANT.c.chain, TENANT.c.epoch)
        line = connection.execute(
            query.where(TENANT.c.tenant_id == tenant_id).with_for_update()
        ).one()
        self.seq: int = line.seq
        self.chain: str = line.chain
        self.epoch: str = line.epoch
        self.users_to_poke: set[str] = set()
        self.accepted: list[Call] = []

    def run(self, ask: Ask) -> Result:
        """Run one mutation that the ledger does not know yet. Raises Failed."""
        seq = self.seq + 1
        savepoint = self.connection.begin_nested()
        try:
            verdict = self._run_in_savepoint(ask, seq)
        except Failed:
            savepoint.rollback()
            raise
        except Exception as error:
            savepoint.rollback()
            log.exception("mutation %s failed", ask.name)
            raise Failed(type(error).__name__) from error
        if isinstance(verdict, Accepted):
            savepoint.commit()
        else:
            savepoint.rollback()
        return self._record(ask, seq, verdict)

    def mark(self) -> object:
        """Where a job of the group begins, to go back to if it fails."""
        return self.seq, self.chain, set(self.users_to_poke), list(self.accepted)

    def reset(self, mark: Any) -> None:
        self.seq, self.chain, self.users_to_poke, self.accepted = mark

    def close(self) -> None:
        """Write counter and chain head back: the last statement before COMMIT."""
        self.connection.execute(
            update(TENANT)
            .where(TENANT.c.tenant_id == self.tenant_id)
            .values(seq=self.seq, chain=self.chain)
        )

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
            base_seq=ask.base_seq,
        )
        tx = Tx(self.connection, self.tenant_id)
        refusal = mutation.authorise(tx, args, call)
        if refusal is not None:
            return refusal
        try:
            verdict = mutation.handler(tx, args, call)
            if isinstance(verdict, Accepted):
                for follower in self.catalogue.followers.get(ask.name, ()):
                    verdict = _joined(verdict, follower(tx, args, call))
                self._settle(tx, seq)
                self.accepted.append(call)
            return verdict
        except TooManyRows:
            return Rejected(ProtocolReason.TOO_MANY_ROWS)

    def _decode(self, ask: Ask) -> tuple[Mutation, Any] | Rejected:
        mutation = self.catalogue.mutations.get(ask.name)
        if mutation is None:
            _only_if_known(ask)
            return Rejected(ProtocolReason.UNKNOWN_MUTATION, {"name": ask.name[:80]})
        try:
            if len(canonical(ask.args)) > ENTRY_BYTES_MAX:
                return Rejected(ProtocolReason.TOO_LARGE)
            if _has_nul(ask.args):  # PostgreSQL cannot store it: refused the same on both
                return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "a NUL character"})
            return mutation, msgspec.convert(ask.args, mutation.args)
        except (msgspec.ValidationError, NotCanonical) as error:
            _only_if_known(ask)
            return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": str(error)[:300]})

    def _settle(self, tx: Tx, seq: int) -> None:
        """Scopes, versions and digests follow what the handler changed."""
        mover = Mover(tx, self.catalogue, seq)
        moved = mover.follow()
        for user_id in sorted(mover.users_to_review()):
            if review_user(tx, self.catalogue, user_id, seq):
                self.users_to_poke.add(user_id)
        if moved:
            u = USER_SCOPE.c
            query = select(u.user_id).where(
                u.tenant_id == self.tenant_id, u.scope.in_(moved), u.leave_seq.is_(None)
            )
            self.users_to_poke |= set(self.connection.execute(query).scalars())

    def _record(self, ask: Ask, seq: int, verdict: Accepted | Rejected) -> Result:
        """Every recorded outcome keeps its seq; only accepted ones are events."""
        self.seq = seq
        if isinstance(verdict, Accepted):
            result = Result(0, seq, Outcome.ACCEPTED.value, [flag.value for flag in verdict.flags])
            self._write_event(ask, seq, result)
        else:
            result = Result(0, seq, Outcome.REJECTED.value, [], verdict.reason, verdict.detail)
        ledger.write(self.connection, self.tenant_id, ask, result, self.now_ms)
        return result

    def _write_event(self, ask: Ask, seq: int, result: Result) -> None:
        payload = {
            "name": ask.name,
            "args": ask.args,
            "user_id": ask.actor.user_id,
            "device_id": ask.actor.device_id,
            "device_ms": ask.device_ms,
            "recorded_ms": self.now_ms,
            "zone": ask.zone,
            "flags": result.flags,
            **ask.meta,
        }
        salt = self.salt()
        hashed = chain.payload_hash(salt, payload)
        self.chain = chain.link(self.chain, seq, hashed)
        self.connection.execute(
            insert(EVENT).values(
                tenant_id=self.tenant_id,
                seq=seq,
                writer=ask.writer,
                key=ask.key,
                salt=salt,
                payload=canonical(payload).decode(),
                payload_hash=hashed,
                chain=self.chain,
            )
        )


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
