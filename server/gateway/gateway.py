"""The one door for writes, and the pull beside it: what routes, commands and timers call."""

import asyncio
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from server.db.database import Database
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.compression import compress
from server.gateway.contacts import Contacts
from server.gateway.hub import Hub
from server.gateway.lean import Asked, encoded, shorten
from server.gateway.named import ids_of
from server.gateway.poison import QuarantineFull, count_failure, set_aside_failing
from server.gateway.pull import FIRST, is_brief, nothing_new, run_pull
from server.gateway.push import Push, Pushed, ReplicaTaken, ask_of, last_of, run_push
from server.gateway.repair import repair
from server.gateway.sight import Sight, sight
from server.gateway.unit import SYSTEM, Ask, Failed, Unit
from server.problems import ProblemError
from sync.canonical import SAFE_INTEGER_MAX, NotCanonical
from sync.entries import BrokenColumns, Entry, Unresolved, count, entry_hash, named_rows, unpack
from sync.ids import born_id
from sync.limits import ENTRIES_PER_REQUEST_MAX, KNOWN_DEVICE_SKEW_MS_MAX
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import (
    PROTOCOL_VERSION,
    UNRESOLVED,
    Entries,
    Result,
    SyncRequest,
    SyncResponse,
)

T = TypeVar("T")


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def no_backup(_c: Connection, _tenant_id: str, _epoch: str, _now_ms: int) -> int:
    return 0


class Gateway:
    """Composed once in `server/app.py`."""

    def __init__(
        self,
        catalogue: Catalogue,
        open_database: Callable[[Callable[..., Unit], Callable[[Unit], None]], Database],
        clock: Callable[[], int] = now_ms,
        salt: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self.catalogue = catalogue
        self.clock = clock
        self.hub = Hub()
        self.listeners: list[Callable[[Unit], None]] = []  # told after each COMMIT
        # (connection, tenant, epoch, now) -> the seq up to which every offered backup holds it.
        self.durable: Callable[[Connection, str, str, int], int] = no_backup
        self._salt = salt
        self._loop: asyncio.AbstractEventLoop | None = None
        self.database = open_database(self._open_unit, self._after_commit)
        self._contacts = Contacts(self.database)

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.database.start()

    async def stop(self) -> None:
        self.hub.end_all()
        await self.database.stop()

    async def read(self, run: Callable[[Connection], T]) -> T:
        return await self.database.read(run)

    async def glance(self, run: Callable[[Connection], T]) -> T:
        """Read a line or two by their keys, without another thread where the database allows it."""
        return await self.database.glance(run)

    async def sync(self, actor: Actor, request: SyncRequest, accepts: str) -> tuple[bytes, str]:
        """Push and pull in one round trip. Returns the body and its content encoding."""
        if request.protocol != PROTOCOL_VERSION:
            raise ProblemError("wrong_protocol", {"spoken": PROTOCOL_VERSION})
        cursor = request.cursor
        _bounded(request.device_ms, cursor.floor, cursor.seq, cursor.scope, cursor.handle)
        if actor.is_revoked and request.entries is None and not request.hollow:
            raise ProblemError("signed_out")
        arrived_ms = self.clock()
        pushed = None
        if self._only_pulls(request):
            pushed, quiet = await self._look(actor, request, accepts)
            if quiet is not None:
                await self._contacts.note(actor, request, arrived_ms, None)
                return quiet
        if pushed is None:
            pushed = await self._push(actor, request, arrived_ms)
        if actor.is_revoked and not pushed.results and pushed.failed is None:
            # Restored since, it lacks older entries. Only who is signed in is told of its epoch.
            raise ProblemError("signed_out")
        await self._contacts.note(actor, request, arrived_ms, pushed.oldest_ms)
        knows = request.schema == self.catalogue.schema_hash and not actor.is_revoked

        def answer(connection: Connection, now: Sight) -> tuple[bytes, str]:
            response = self._response(request, pushed)
            if knows:
                run_pull(connection, self.catalogue, actor, now, cursor).into(response)
                epoch = response.cursor.epoch
                response.durable = self.durable(connection, actor.tenant_id, epoch, arrived_ms)
                if request.sums and response.digest:
                    repair(connection, self.catalogue, actor, request.sums, response)
            is_anew = response.fresh or cursor.mode == FIRST or bool(response.repaired)
            floor = -1 if is_anew else cursor.floor
            asked = Asked(request.replica, pushed.entries, floor)
            shorten(connection, now, actor, asked, response)
            return compress(encoded(response), accepts)

        if not knows and request.entries is None and not request.hollow:
            raise ProblemError("schema_unknown", {"spoken": self.catalogue.schema_hash})
        return await self._seen(actor, request, answer)

    async def _seen(
        self, actor: Actor, request: SyncRequest, answer: Callable[[Connection, Sight], T]
    ) -> T:
        """Answer from one snapshot; what is little takes the shorter way there."""

        def brief(connection: Connection) -> T | None:
            now = sight(connection, actor)
            return answer(connection, now) if is_brief(now, request.cursor) else None

        found = None if request.sums else await self.database.brief(brief)
        if found is not None:
            return found
        return await self.database.snapshot(lambda c: answer(c, sight(c, actor)))

    def _only_pulls(self, request: SyncRequest) -> bool:
        asks_more = request.entries is not None or request.hollow or request.sums
        return not asks_more and request.schema == self.catalogue.schema_hash

    async def _look(
        self, actor: Actor, request: SyncRequest, accepts: str
    ) -> tuple[Pushed, tuple[bytes, str] | None]:
        """Where the replica of who brings nothing stands, and the whole answer if it misses
        nothing."""

        def look(connection: Connection) -> tuple[Sight, int]:
            now = sight(connection, actor, request.replica)
            return now, self.durable(connection, actor.tenant_id, now.epoch, self.clock())

        now, durable = await self.database.glance(look)
        pushed = Pushed(now.last_n, [])
        pulled = nothing_new(now, request.cursor)
        if pulled is None:
            return pushed, None
        response = pulled.into(self._response(request, pushed))
        response.durable = durable
        return pushed, compress(encoded(response), accepts)

    def _response(self, request: SyncRequest, pushed: Pushed) -> SyncResponse:
        return SyncResponse(
            PROTOCOL_VERSION,
            request.nonce,
            self.clock(),
            pushed.last,
            request.cursor,
            False,
            results=pushed.results,
            failed=pushed.failed,
        )

    async def submit(
        self, actor: Actor, name: str, args: dict[str, Any], key: str, writer: str = "api"
    ) -> Result:
        """A keyed mutation: the same key with the same arguments gives the same result again."""
        ask = self._keyed(actor, name, args, key, f"{writer}:{actor.user_id}")

        def run(unit: Unit) -> Result:
            known = unit.known(ask.writer, ask.key)
            if known is None:
                return unit.run(ask)
            if known.hash == ask.hash:
                return known.result
            reason = ProtocolReason.KEY_REUSED.value
            return Result(0, known.result.seq, Outcome.REJECTED.value, [], reason)

        try:
            return await self.database.write(actor.tenant_id, run)
        except Failed as error:
            raise ProblemError("server_error", {"problem": str(error)}) from error

    async def submit_system(
        self, tenant_id: str, name: str, args: dict[str, Any], key: str
    ) -> Result:
        """A mutation of the server's own: timers, the upload lane, imports."""
        actor = Actor(tenant_id, user_id="", name="", is_system=True)
        return await self.submit(actor, name, args, key, writer="system")

    def born_by_system(self, key: str, ordinal: int) -> str:
        """Id of a row born in `submit_system` under this key."""
        return born_id(SYSTEM, key, ordinal)

    def _keyed(self, actor: Actor, name: str, args: dict[str, Any], key: str, writer: str) -> Ask:
        moment = self.clock()
        entry = Entry(writer, 0, "", 0, 0, 0, "", "", "", name, msgspec.Raw())
        try:
            hashed = entry_hash(entry, {"key": key, "args": args})
        except NotCanonical as error:
            raise ProblemError("broken_envelope", {"problem": str(error)}) from error
        return Ask(
            actor=actor,
            name=name,
            writer=writer[:80],
            key=key[:160],
            hash=hashed,
            args=args,
            device_ms=moment,
            at_ms=moment,
            zone="",
            base_seq=0,
            meta={"key": key},
        )

    async def _push(self, actor: Actor, request: SyncRequest, arrived_ms: int) -> Pushed:
        entries: tuple[Entry, ...] = ()
        if request.entries is not None:
            try:
                entries = await self._open_entries(actor, request, request.entries)
            except BrokenColumns as error:
                raise ProblemError("broken_envelope", {"problem": str(error)}) from error
            except Unresolved:
                last = await self.database.snapshot(lambda c: last_of(c, actor, request.replica))
                return Pushed(last, [], (request.entries.first, UNRESOLVED))
            for entry in entries:
                _bounded(entry.n, entry.base_seq, entry.device_ms, entry.mono_ms)
        if not entries and not request.hollow:
            last = await self.database.snapshot(lambda c: last_of(c, actor, request.replica))
            return Pushed(last, [])
        skew_ms = arrived_ms - request.device_ms
        believable = abs(skew_ms) <= KNOWN_DEVICE_SKEW_MS_MAX
        push = Push(
            actor,
            request.replica,
            request.settled,
            entries,
            tuple(request.hollow),
            skew_ms if believable else 0,
            request.cursor.epoch,
        )
        try:
            pushed = await self._write(push)
            return msgspec.structs.replace(pushed, entries=entries)
        except ReplicaTaken as error:
            raise ProblemError("replica_taken") from error
        except QuarantineFull as error:
            raise ProblemError("quarantine_full") from error

    async def _open_entries(
        self, actor: Actor, request: SyncRequest, entries: Entries
    ) -> tuple[Entry, ...]:
        """The entries of a push. Raises BrokenColumns, and Unresolved: to be spelt out."""
        if count(entries) > ENTRIES_PER_REQUEST_MAX:
            raise ProblemError("too_large", {"entries_max": ENTRIES_PER_REQUEST_MAX})
        rows = named_rows(entries)
        if not rows:
            return tuple(unpack(request.replica, entries))
        epoch = request.cursor.epoch
        row_ids = await self.database.snapshot(lambda c: ids_of(c, actor, epoch, rows))
        return tuple(unpack(request.replica, entries, row_ids))

    async def _write(self, push: Push) -> Pushed:
        """Run a push; an entry that failed too often is set aside, and those behind it run."""
        tenant_id = push.actor.tenant_id
        pushed = await self.database.write(tenant_id, lambda unit: run_push(unit, push))
        for _ in push.entries:  # each is set aside once at most
            if not pushed.is_own_fault or not await self._set_aside(push, pushed):
                break
            pushed = await self.database.write(tenant_id, lambda unit: run_push(unit, push))
        return pushed

    async def _set_aside(self, push: Push, pushed: Pushed) -> bool:
        """Count the failure; past the limit take the entry out of the way, and say so."""
        assert pushed.failed is not None
        n, error = pushed.failed
        entry = next(each for each in push.entries if each.n == n)
        failing = ask_of(push, entry, self.catalogue.schema_hash)
        tenant_id, moment = push.actor.tenant_id, self.clock()
        if not await self.database.change(
            lambda connection: count_failure(connection, tenant_id, failing, error, moment)
        ):
            return False
        await self.database.write(tenant_id, lambda unit: set_aside_failing(unit, failing))
        return True

    def _open_unit(self, connection: Connection, tenant_id: str) -> Unit:
        return Unit(connection, self.catalogue, tenant_id, self.clock(), self._salt)

    def end_streams(self, unit: Unit) -> None:
        """Rights changed: streams of those concerned end and are opened anew."""
        if self._loop is not None:
            for user_id in unit.users_to_poke:
                self._loop.call_soon_threadsafe(self.hub.end, unit.tenant_id, user_id)

    def _after_commit(self, unit: Unit) -> None:
        for listener in self.listeners:
            listener(unit)
        if self._loop is not None and unit.users_to_poke:
            users = frozenset(unit.users_to_poke)
            self._loop.call_soon_threadsafe(self.hub.poke, unit.tenant_id, users)


def _bounded(*numbers: int) -> None:
    """Numbers of the envelope are hashed and stored: those beyond 2^53 - 1 break it."""
    if max(numbers) > SAFE_INTEGER_MAX or min(numbers) < -SAFE_INTEGER_MAX:
        raise ProblemError("broken_envelope", {"problem": "a number is beyond 2^53 - 1"})
