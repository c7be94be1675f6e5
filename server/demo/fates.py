"""How visits end: each fate is a way through the lifecycle, told with a plot."""

from collections.abc import Callable

from server.appointments.schema import (
    CancelAppointment,
    CannotComplete,
    DeclineAppointment,
    NoShow,
    Pause,
    ReassignAppointment,
    Resume,
)
from server.attachments.schema import Slot
from server.demo.answers import answer
from server.demo.diary import Diary
from server.demo.plot import Plot
from server.demo.script import DAY_MS, HOUR_MS, MINUTE_MS, Person
from server.work_orders.schema import CloseWorkOrder, ReopenWorkOrder

Fate = Callable[[Plot, Diary, Person, int], None]


def work(plot: Plot, person: Person, start_ms: int, *, with_photos: bool = False) -> None:
    """From the way there to the last tool put down."""
    plot.depart(person, start_ms)
    plot.arrive(person, start_ms)
    if with_photos:
        plot.photo(person, Slot.BEFORE)
    plot.scan(person)
    plot.start(person)
    plot.note(person, plot.fault.found)
    if plot.chance.random() < 0.2:
        plot.use(person)
    plot.at_ms += plot.chance.randrange(15, 35) * MINUTE_MS
    if with_photos or plot.list is not None:
        plot.photo(person, Slot.AFTER)
    answer(plot, person)


def signed(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    work(plot, person, start_ms, with_photos=plot.chance.random() < 0.2)
    plot.sign(person)
    plot.complete(person)
    if plot.chance.random() < 0.6:
        _close(plot)


def unsigned(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    work(plot, person, start_ms, with_photos=plot.chance.random() < 0.15)
    plot.complete(person)
    if plot.chance.random() < 0.3:
        _close(plot)


def refused(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    work(plot, person, start_ms, with_photos=True)
    plot.complete(person)
    plot.refuse(person)


def twice(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    """Something is missing, so that somebody comes again another day."""
    plot.accept(person)
    plot.depart(person, start_ms)
    plot.arrive(person, start_ms)
    plot.start(person)
    answer(plot, person, 2)
    plot.step(person, CannotComplete(appointment_id=plot.visit_id, reason=plot.words.no_part), 25)
    again(plot, diary)


def nobody_home(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    plot.depart(person, start_ms)
    plot.arrive(person, start_ms)
    away = NoShow(appointment_id=plot.visit_id, reason=plot.words.nobody)
    plot.step(person, away, 20)
    again(plot, diary)


def declined(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    """Given back in time; a colleague takes the same window."""
    no = DeclineAppointment(appointment_id=plot.visit_id, reason=plot.words.decline)
    plot.step(person, no, 9)
    other = diary.stand_in(person, start_ms, plot.fault.trade)
    if other is not None and plot.at_ms < start_ms:
        visit_id = plot.visit_id  # the visit that was given back is the one that goes on
        plot.assign(other, start_ms)
        plot.visit_id = visit_id
        signed(plot, diary, other, start_ms)


def reassigned(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    """Taken away while he was in a cellar without network: what he did there is late."""
    plot.accept(person)
    other = diary.stand_in(person, start_ms, plot.fault.trade)
    if other is None:
        work(plot, person, start_ms)
        plot.complete(person)
        return
    plot.depart(person, start_ms)
    move = ReassignAppointment(
        appointment_id=plot.visit_id,
        technician_id=other.technician_id or "",
        reason=plot.words.move,
    )
    plot.step(plot.office, move, 6)
    plot.arrive(person, start_ms)
    plot.note(person, plot.words.late_note)
    plot.photo(person, Slot.BEFORE)
    answer(plot, person, 1)
    plot.accept(other)
    work(plot, other, start_ms)
    plot.sign(other)
    plot.complete(other)


def called_off(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    plot.until(start_ms - 2 * HOUR_MS)
    off = CancelAppointment(appointment_id=plot.visit_id, reason=plot.words.off)
    plot.step(plot.office, off, 5)
    again(plot, diary)


def paused(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    plot.depart(person, start_ms)
    plot.arrive(person, start_ms)
    plot.start(person)
    plot.step(person, Pause(appointment_id=plot.visit_id, reason=plot.words.pause), 12)
    plot.step(person, Resume(appointment_id=plot.visit_id), 40)
    answer(plot, person)
    plot.sign(person)
    plot.complete(person)


def reopened(plot: Plot, diary: Diary, person: Person, start_ms: int) -> None:
    plot.accept(person)
    work(plot, person, start_ms)
    plot.sign(person)
    plot.complete(person)
    _close(plot)
    plot.until(plot.at_ms + DAY_MS)
    plot.visit_id = ""
    reason = plot.words.again
    plot.step(plot.office, ReopenWorkOrder(work_order_id=plot.order_id, reason=reason), 30)
    if plot.chance.random() < 0.6:
        again(plot, diary)


def again(plot: Plot, diary: Diary) -> None:
    """The next visit, a day or more later; in the future it stays agreed only."""
    plot.note(plot.office, plot.chance.choice(plot.words.notes))
    day = (plot.at_ms - plot.script.at(0, 0)) // DAY_MS + plot.chance.randrange(1, 4)
    if day > 3:
        return
    label, trades = f"{plot.label}:again", (plot.fault.trade,)
    found = diary.take(label, day, trades, plot.place.area)
    if found is None:
        return
    person, start_ms = found
    plot.assign(person, start_ms)
    plot.accept(person)
    work(plot, person, start_ms)
    plot.sign(person)
    plot.complete(person)


def _close(plot: Plot) -> None:
    plot.until(plot.at_ms + plot.chance.randrange(2, 30) * HOUR_MS)
    plot.step(plot.firm.office["manager"], CloseWorkOrder(work_order_id=plot.order_id))


# Of a hundred visits.
FATES: tuple[tuple[Fate, int], ...] = (
    (signed, 52),
    (unsigned, 14),
    (refused, 5),
    (twice, 6),
    (nobody_home, 4),
    (declined, 4),
    (reassigned, 5),
    (called_off, 3),
    (paused, 3),
    (reopened, 4),
)
