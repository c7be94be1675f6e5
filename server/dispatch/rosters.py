"""The fleet kept between two questions, and brought up to date by what changed in between.

The tenant's `seq` says whether anything changed; the members of the office's scopes say what
(`MEMBER.last_seq`, as a pull asks). Only those rows are read again, and only the technicians whom
they concern are made anew. Nothing is trusted to be told: a mutation by any process is seen.

A `Book` is never changed, so requests that overlap each have one that is whole.
"""

from threading import Lock

import msgspec

from geo import model
from geo.model import Span
from server.dispatch import fleet
from server.dispatch.crew import Roster, member
from server.dispatch.fleet import Changes
from server.dispatch.rows import (
    AbsenceLine,
    L,
    PositionLine,
    Shelf,
    ShiftLine,
    SkillLine,
    TechnicianLine,
    VisitLine,
    shelve,
)
from server.gateway.tx import Tx

TENANTS_MAX = 8
SHEETS_MAX = 4  # of one tenant: some 3 MB each for 10,000 visits
Stretch = tuple[Span, Span]  # the reach of shifts and visits, and the day that load is counted on


class Sheet(msgspec.Struct, frozen=True):
    """What bears on one stretch of time, and everybody as he stands in it."""

    absences: Shelf[AbsenceLine]
    visits: Shelf[VisitLine]
    crew: dict[str, model.Technician]


class Book(msgspec.Struct, frozen=True):
    """A tenant's fleet as of `seq`."""

    epoch: str
    seq: int
    technicians: Shelf[TechnicianLine]
    skills: Shelf[SkillLine]
    shifts: Shelf[ShiftLine]
    positions: Shelf[PositionLine]
    sheets: dict[Stretch, Sheet]

    def roster(self, absences: Shelf[AbsenceLine], visits: Shelf[VisitLine]) -> Roster:
        return Roster(self.technicians, self.skills, self.shifts, absences, self.positions, visits)


class Rosters:
    """The books of one process. Readers in several threads may ask at once."""

    def __init__(self) -> None:
        self._books: dict[str, Book] = {}  # the one asked last at the end
        self._lock = Lock()

    def at(self, tx: Tx, reach: Span, day: Span) -> tuple[Book, Sheet]:
        """Everybody as of the reader's snapshot, or later. Two statements when something
        changed, with one more for each kind that did; else one. The first time seven."""
        head = fleet.head(tx)
        book = self._current(tx, head)
        stretch = (reach, day)
        sheet = book.sheets.get(stretch) or _sheet(tx, book, reach, day)
        others = {key: other for key, other in book.sheets.items() if key != stretch}
        book = msgspec.structs.replace(book, sheets=_last(others | {stretch: sheet}))
        if head is not None:
            self._keep(tx.tenant_id, book)
        return book, sheet

    def _current(self, tx: Tx, head: tuple[str, int] | None) -> Book:
        known = self._books.get(tx.tenant_id)
        if head is None:
            return _open(tx, "", 0)
        epoch, seq = head
        if known is None or known.epoch != epoch:
            return _open(tx, epoch, seq)
        if known.seq >= seq:
            return known
        changes = fleet.changes_since(tx, known.seq)
        return _open(tx, epoch, seq) if changes is None else _renewed(tx, known, seq, changes)

    def _keep(self, tenant_id: str, book: Book) -> None:
        """The newest; of two as new the sheets of both."""
        with self._lock:
            other = self._books.pop(tenant_id, None)
            if other is not None and other.epoch == book.epoch:
                if other.seq == book.seq:
                    sheets = {k: v for k, v in other.sheets.items() if k not in book.sheets}
                    book = msgspec.structs.replace(book, sheets=_last(sheets | book.sheets))
                elif other.seq > book.seq:
                    book = other
            self._books[tenant_id] = book
            while len(self._books) > TENANTS_MAX:
                del self._books[next(iter(self._books))]


def _last(sheets: dict[Stretch, Sheet]) -> dict[Stretch, Sheet]:
    return dict(list(sheets.items())[-SHEETS_MAX:])


def _open(tx: Tx, epoch: str, seq: int) -> Book:
    """`seq` must have been read before: what comes later is read again, and changes nothing."""
    return Book(
        epoch,
        seq,
        shelve(fleet.stored(tx, TechnicianLine)),
        shelve(fleet.stored(tx, SkillLine)),
        shelve(fleet.stored(tx, ShiftLine)),
        shelve(fleet.stored(tx, PositionLine)),
        {},
    )


def _sheet(tx: Tx, book: Book, reach: Span, day: Span) -> Sheet:
    absences = shelve(fleet.absences_in(tx, reach))
    visits = shelve(fleet.visits_in(tx, reach))
    roster = book.roster(absences, visits)
    crew = {one.id: member(roster, one, reach, day) for one in book.technicians.rows.values()}
    return Sheet(absences, visits, crew)


def _renewed(tx: Tx, book: Book, seq: int, changes: Changes) -> Book:
    """The same book with these rows as they are now."""
    who: set[str] = set()

    def renewed(shelf: Shelf[L], line_type: type[L]) -> Shelf[L]:
        ids = changes.get(line_type, frozenset())
        after, touched = shelf.changed(ids, fleet.stored(tx, line_type, ids))
        who.update(touched)
        return after

    after = Book(
        book.epoch,
        seq,
        renewed(book.technicians, TechnicianLine),
        renewed(book.skills, SkillLine),
        renewed(book.shifts, ShiftLine),
        renewed(book.positions, PositionLine),
        {},
    )
    away = fleet.stored(tx, AbsenceLine, changes.get(AbsenceLine, frozenset()))
    visits = fleet.stored(tx, VisitLine, changes.get(VisitLine, frozenset()))
    for stretch, sheet in book.sheets.items():
        after.sheets[stretch] = _renewed_sheet(after, sheet, stretch, who, changes, away, visits)
    return after


def _renewed_sheet(
    book: Book,
    sheet: Sheet,
    stretch: Stretch,
    who: set[str],
    changes: Changes,
    away: list[AbsenceLine],
    visits: list[VisitLine],
) -> Sheet:
    reach, day = stretch
    away_now = [one for one in away if one.from_ms < reach.end_ms and reach.start_ms < one.to_ms]
    now = [one for one in visits if one.start_ms < reach.end_ms and reach.start_ms < one.end_ms]
    absences, absent = sheet.absences.changed(changes.get(AbsenceLine, frozenset()), away_now)
    kept, busy = sheet.visits.changed(changes.get(VisitLine, frozenset()), now)
    roster, crew = book.roster(absences, kept), dict(sheet.crew)
    for technician_id in who | absent | busy:
        one = book.technicians.rows.get(technician_id)
        if one is None:
            crew.pop(technician_id, None)
        else:
            crew[technician_id] = member(roster, one, reach, day)
    return Sheet(absences, kept, crew)
