"""A replica in Python: it applies answers as the protocol says and adds up its own digest."""

from typing import Any

import msgspec

from server import contract
from server.gateway.routes import DECODER
from sync import columns, digest, id_table
from sync.fields import SEES_ORDER
from sync.ids import born_id
from sync.protocol import Cursor, Entries, KindPage, Result, SyncRequest, SyncResponse
from tests.server.gateway.house import House

NONCE = "abcdefgh"


class Held(msgspec.Struct):
    """A row as it is held by one scope: its visible values in contract order."""

    kind: int
    row_id: str
    values: list[Any]


class Waiting(msgspec.Struct, frozen=True):
    """An entry of the outbox."""

    n: int
    name: str
    args: Any
    device_ms: int
    base: tuple[str, int]


def summed(differences: list[int]) -> list[int]:
    """Handles from their delta coding."""
    found: list[int] = []
    total = 0
    for difference in differences:
        total += difference
        found.append(total)
    return found


class Client:
    """One installation of one person."""

    def __init__(self, house: House, who: str, number: int = 1) -> None:
        self.house = house
        self.who = who
        self.replica = born_id(who, "replica", number)
        self.cursor = Cursor()
        self.members: dict[tuple[int, int], Held] = {}
        self.levels: dict[int, int] = {}
        self.outbox: list[Waiting] = []
        self.results: dict[int, Result] = {}
        self.next_n = 1
        self.heads = 0

    def write(self, name: str, /, **args: Any) -> str:
        """Author an entry; the id of its first row."""
        base = (self.cursor.epoch, self.cursor.floor)
        self.outbox.append(Waiting(self.next_n, name, args, self.house.now_ms, base))
        self.next_n += 1
        return born_id(self.replica, str(self.next_n - 1), 0)

    def request(self) -> SyncRequest:
        """The request as it would travel, through JSON and back."""
        body = [
            1,
            contract.schema_hash(),
            self.replica,
            NONCE,
            self.cursor,
            self.next_n - 1 - len(self.outbox),
            len(self.outbox),
            self.house.now_ms,
            spelt(self.outbox) if self.outbox else None,
        ]
        return DECODER.decode(msgspec.json.encode(body))

    async def sync(self, *, lose_answer: bool = False) -> SyncResponse:
        """One round trip. An answer that is lost on the way changes nothing here."""
        actor = await self.house.actor(self.who)
        body, _ = await self.house.gateway.sync(actor, self.request(), "")
        answer = read(body)
        if not lose_answer:
            self.apply(answer)
        return answer

    async def catch_up(self) -> int:
        """Sync until nothing more is there; the number of pages."""
        for page in range(1, 10_000):
            if not (await self.sync()).more:
                return page
        raise AssertionError("the walk never ends")

    def apply(self, answer: SyncResponse) -> None:
        """In the protocol's order: gone, fresh, scopes, enters, changes, leaves."""
        for scope in answer.gone:
            self._drop(scope)
        if answer.fresh:
            self.members.clear()
            self.levels.clear()
        for page in answer.scopes:
            self.levels[page.scope] = page.level
        ids = id_table.read(answer.ids, answer.origins, self.replica)
        for rows in answer.kinds:
            self._enter(rows, ids)
        for rows in answer.kinds:
            self._change(rows, ids)
        for page in answer.scopes:
            for handle in summed(page.leaves):
                self.members.pop((page.scope, handle), None)
        self.cursor = answer.cursor
        self._settle(answer)
        if not answer.more:
            self.heads += 1
            assert (self.digest(), len(self.members)) == (answer.digest, answer.count)

    def digest(self) -> str:
        total = 0
        for (scope, handle), held in self.members.items():
            value = digest.row_digest(scope, handle, held.kind, held.row_id, held.values)
            total = digest.add(total, value)
        return digest.to_hex(total)

    def holds(self, row_id: str) -> bool:
        return any(held.row_id == row_id for held in self.members.values())

    def _drop(self, scope: int) -> None:
        self.members = {key: held for key, held in self.members.items() if key[0] != scope}
        self.levels.pop(scope, None)

    def _enter(self, page: KindPage, ids: list[str]) -> None:
        names = visible(page.kind, self.levels[page.scope])
        handles = summed(page.enter_handles)
        if page.copied:
            return self._copy(page, names)
        assert len(page.enter_columns) == (len(names) if handles else 0)
        row_ids = columns.unpack(page.enter_ids, len(handles), ids) if handles else []
        entries = self._said() if any(c[0] == 6 for c in page.enter_columns) else {}
        said = [entries.get(row_id, {}) for row_id in row_ids]
        cells = [columns.unpack(c, len(handles), ids, said) for c in page.enter_columns]
        for index, handle in enumerate(handles):
            values = [column[index] for column in cells]
            self.members[page.scope, handle] = Held(page.kind, row_ids[index], values)
        return None

    def _copy(self, page: KindPage, names: tuple[str, ...]) -> None:
        scope, *steps = page.copied
        fields = visible(page.kind, self.levels[scope])
        for handle, there in zip(summed(page.enter_handles), summed(steps), strict=True):
            source = self.members[scope, there]
            values = [source.values[fields.index(name)] for name in names]
            self.members[page.scope, handle] = Held(page.kind, source.row_id, values)

    def _said(self) -> dict[str, dict[str, Any]]:
        return {
            born_id(self.replica, str(entry.n), ordinal): {
                **(entry.args if isinstance(entry.args, dict) else {}),
                "@name": entry.name,
                "@ms": entry.device_ms,
            }
            for entry in self.outbox
            for ordinal in range(6)
        }

    def _change(self, page: KindPage, ids: list[str]) -> None:
        for field, handles, column in page.changes:
            values = columns.unpack(column, len(handles), ids)
            for handle, value in zip(summed(handles), values, strict=True):
                self.members[page.scope, handle].values[field] = value

    def _settle(self, answer: SyncResponse) -> None:
        for result in answer.results:
            known = self.results.setdefault(result.n, result)
            assert known == result, "a result changed"
        self.outbox = [entry for entry in self.outbox if entry.n not in self.results]


def read(body: bytes) -> SyncResponse:
    """An answer with the runs of accepted entries spelt out."""
    answer = msgspec.json.decode(body, type=SyncResponse)
    for n, many, seq in answer.accepted:
        answer.results += [Result(n + at, seq + at, "accepted") for at in range(many)]
    answer.results.sort(key=lambda result: result.n)
    return answer


def visible(kind: int, level: int) -> tuple[str, ...]:
    return contract.KINDS[kind].visible_to(SEES_ORDER[level])


def spelt(entries: list[Waiting]) -> Entries:
    """The outbox as it travels."""
    times = [entry.device_ms for entry in entries]
    steps = [later - earlier for earlier, later in zip([0, *times], times, strict=False)]
    return Entries(
        first=entries[0].n,
        names=[entry.name for entry in entries],
        bases=[entry.base for entry in entries],
        device_ms=steps,
        mono_ms=[0] * len(entries),
        zones=["Asia/Shanghai"],
        apps=["test"],
        schemas=[contract.schema_hash()],
        args=[msgspec.Raw(msgspec.json.encode(entry.args)) for entry in entries],
    )
