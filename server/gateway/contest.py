"""What an entry may overwrite: fields that others moved while its author did not look (design §4).

A field has moved when its last change is after the entry's base and by another writer than this
replica. Of a field that has moved

    lww        keeps the stored value; the arriving one goes on a conflict card
    authority  refuses the whole mutation: `changed_meanwhile`
    others     are judged by the lifecycle, or kept both, and are no matter of this module

An arriving value that its author never touched (a form sends all its fields) asks for nothing: the
stored one stays. What is derived from a field follows that field.
"""

from functools import cache
from typing import Any, Protocol

import msgspec
from sqlalchemy import select

from server.db.types import KIND_OF
from server.gateway.call import Call
from server.gateway.tables import EVENT, FIELD_PAST
from server.gateway.tx import Tx
from server.gateway.versions import Versions, versions_of
from sync.fields import Field, Merge, Row
from sync.outcomes import Flag, ProtocolReason, Rejected


class LastChange(msgspec.Struct, frozen=True):
    """Whose change stands: the user, or None for the server's own writers."""

    seq: int
    user_id: str | None
    at_ms: int


class Held(msgspec.Struct):
    """A value that was not stored, and what stays in its place: each with what derives from it."""

    row: Row
    field: str
    arriving: dict[str, Any]
    stored: dict[str, Any]
    change: LastChange
    touched: bool  # False: its author sent the value that he had found


class Cards(Protocol):
    """What the gateway asks of whoever keeps the conflict cards."""

    def said(self, tx: Tx, call: Call, row: Row, field: str) -> tuple[Any] | None:
        """What this replica last put on a card of the field, if its author knows nothing later."""
        ...

    def open(self, tx: Tx, call: Call, held: list[Held], agreed: list[tuple[Row, str]]) -> None:
        """Put held values on cards. `agreed`: fields in which the author came to what is stored."""
        ...

    def name_of(self, tx: Tx, user_id: str | None) -> str: ...


class ChangedMeanwhile(Exception):
    """A field that only one may move was moved by another: the mutation is refused."""

    def __init__(self, detail: dict[str, Any]) -> None:
        super().__init__(detail["field"])
        self.rejected = Rejected(ProtocolReason.CHANGED_MEANWHILE, detail)


@cache
def judged_fields(row_type: type[Row]) -> dict[str, Field]:
    return KIND_OF[row_type].judged()


class Judge:
    """Looks at each update of one mutation before it is written."""

    def __init__(self, tx: Tx, call: Call, cards: Cards) -> None:
        self.tx = tx
        self.call = call
        self.cards = cards
        self.held: dict[tuple[str, str], Held] = {}
        self.agreed: list[tuple[Row, str]] = []
        self._wrote = False

    def admit(self, row: Row, wanted: dict[str, Any]) -> dict[str, Any]:
        """The fields that may be written. Raises ChangedMeanwhile."""
        fields = judged_fields(type(row))
        born = self.tx.changes.get((type(row), row.id))
        asked = [name for name in wanted if name in fields]
        if not asked or (born is not None and born.before is None):
            return wanted
        versions = _versions(self.tx, row)
        call = self.call
        moved = [n for n in asked if versions.moved_after(n, call.base_seq, call.writer)]
        if not moved:
            self._wrote = True
            return wanted
        held = self._hold(row, wanted, moved, versions)
        admitted = self._without(row, wanted, held)
        self._wrote |= any(getattr(row, name) != value for name, value in admitted.items())
        return admitted

    def finish(self) -> tuple[Flag, ...]:
        """Open the cards. What the author must know of it."""
        touched = [each for each in self.held.values() if each.touched]
        if touched or self.agreed:
            self.cards.open(self.tx, self.call, touched, self.agreed)
        merged = len(touched) < len(self.held) or (bool(touched) and self._wrote)
        return (Flag.MERGED,) * merged + (Flag.CONTESTED,) * bool(touched)

    def check(self, row: Row, field: str) -> None:
        """Raises ChangedMeanwhile where somebody else changed the field since the entry's base."""
        call = self.call
        if _versions(self.tx, row).moved_after(field, call.base_seq, call.writer):
            raise self._refused(row, field)

    def _refused(self, row: Row, field: str) -> ChangedMeanwhile:
        change = last_change(self.tx, row, field)
        name = self.cards.name_of(self.tx, change.user_id)
        kind = KIND_OF[type(row)].name
        return ChangedMeanwhile({"kind": kind, "field": field, "by": name, "at_ms": change.at_ms})

    def _hold(
        self, row: Row, wanted: dict[str, Any], moved: list[str], versions: Versions
    ) -> list[Held]:
        held: list[Held] = []
        fields = judged_fields(type(row))
        for name in moved:
            value, stored = _plain(wanted[name]), _plain(getattr(row, name))
            is_lww = fields[name].merge is Merge.LWW
            if value == stored:
                self.agreed += [(row, name)] * is_lww
                continue
            touched = self._seen(row, name) != (value,)
            if touched and not is_lww:
                raise self._refused(row, name)
            change = _change_at(self.tx, versions.seq_of(name))
            each = Held(row, name, {name: value}, {name: stored}, change, touched)
            self.held[row.id, name] = each
            held.append(each)
        return held

    def _without(self, row: Row, wanted: dict[str, Any], held: list[Held]) -> dict[str, Any]:
        """The update less what is held, and what is derived from it."""
        names = {each.field: each for each in held}
        left = {name: value for name, value in wanted.items() if name not in names}
        for field in KIND_OF[type(row)].fields if held else ():
            if field.name not in left or names.keys().isdisjoint(field.sources):
                continue
            if any(name in left and left[name] != getattr(row, name) for name in field.sources):
                # Half of what it is computed from stays as it was: no value would be right.
                source = next(name for name in field.sources if name in names)
                raise self._refused(row, source)
            value = left.pop(field.name)
            for source in names.keys() & set(field.sources):
                names[source].arriving[field.name] = _plain(value)
                names[source].stored[field.name] = _plain(getattr(row, field.name))
        return left

    def _seen(self, row: Row, field: str) -> tuple[Any] | None:
        """The value that the author had before him: his own last one, else that of his base."""
        said = self.cards.said(self.tx, self.call, row, field)
        if said is not None:
            return said
        p, call = FIELD_PAST.c, self.call
        query = select(p.from_seq, p.writer, p.value).where(
            p.tenant_id == self.tx.tenant_id,
            p.kind == KIND_OF[type(row)].name,
            p.row_id == row.id,
            p.field == field,
            p.until_seq > call.base_seq,
        )
        lines = list(self.tx.connection.execute(query.order_by(p.until_seq)))
        own = [line for line in lines if line.writer == call.writer]
        line = own[-1] if own else next(iter(lines), None)
        if line is None or (line.from_seq > call.base_seq and not own):
            return None
        return (msgspec.json.decode(line.value),)


def _versions(tx: Tx, row: Row) -> Versions:
    return versions_of(tx, KIND_OF[type(row)].name, row.id)


def last_change(tx: Tx, row: Row, field: str) -> LastChange:
    """Who last changed a stored field, and when."""
    return _change_at(tx, _versions(tx, row).seq_of(field))


def _change_at(tx: Tx, seq: int) -> LastChange:
    e = EVENT.c
    query = select(e.payload).where(e.tenant_id == tx.tenant_id, e.seq == seq)
    payload = msgspec.json.decode(tx.connection.execute(query).scalar() or "{}")
    return LastChange(seq, payload.get("user_id") or None, payload.get("recorded_ms") or 0)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)
