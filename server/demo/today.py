"""The day of the technician whom visitors play: work for him at whatever hour they come."""

from collections.abc import Callable, Sequence

from server.appointments.schema import Pause
from server.demo.answers import answer
from server.demo.diary import UNDER_WAY
from server.demo.fates import work
from server.demo.firm import Firm
from server.demo.plot import Plot
from server.demo.script import DAY_MS, HOUR_MS, MINUTE_MS, Person, Script

STEP_MIN = 15
LAST_MIN = 24 * 60 - 5
NewPlot = Callable[[int, Sequence[str], int], Plot]


def tell_today(script: Script, person: Person, new_plot: NewPlot) -> None:
    """One done this morning (or last night), one accepted for now, three more dispatched."""
    trades = person.skills
    wall = script.local(script.now_ms)
    minute = (wall.hour * 60 + wall.minute) // STEP_MIN * STEP_MIN
    now_ms = script.at(0, minute)
    _done(script, person, new_plot(now_ms - 20 * HOUR_MS, trades[1:2], person.territory), now_ms)
    current = new_plot(now_ms - 5 * HOUR_MS, trades[:1], person.territory)
    _agreed(current, person, now_ms, 60)
    current.accept(person)
    # Before midnight, as long as there is an evening left to put them into.
    gap = min(75, max(STEP_MIN, (LAST_MIN - minute - 60) // 3))
    for at, trade in enumerate((trades[2], trades[3], trades[1])):
        start_ms = now_ms + (60 + at * gap) * MINUTE_MS
        plot = new_plot(now_ms - (3 + at) * HOUR_MS, (trade,), person.territory)
        _agreed(plot, person, start_ms, min(60, gap))
    tomorrow = new_plot(now_ms - 6 * HOUR_MS, trades, person.territory)
    _agreed(tomorrow, person, now_ms + DAY_MS, 90)


def _agreed(plot: Plot, person: Person, start_ms: int, minutes: int) -> None:
    plot.report()
    plot.triage()
    plot.assign(person, start_ms, minutes)


def _done(script: Script, person: Person, plot: Plot, now_ms: int) -> None:
    start_ms = now_ms - 4 * HOUR_MS
    _agreed(plot, person, start_ms, 90)
    plot.accept(person)
    work(plot, person, start_ms, with_photos=True)
    plot.sign(person)
    plot.complete(person)


def tell_under_way(script: Script, firm: Firm, new_plot: NewPlot) -> None:
    """Colleagues at this moment: one on the way, one there, one at work, one pausing."""
    for stage, index in enumerate(UNDER_WAY):
        person = firm.technicians[index]
        start_ms = script.now_ms // MINUTE_MS * MINUTE_MS - (stage * 15 - 5) * MINUTE_MS
        plot = new_plot(start_ms - 7 * HOUR_MS, person.skills, person.territory)
        _agreed(plot, person, start_ms, 90)
        plot.accept(person)
        plot.depart(person, start_ms)
        if stage > 0:
            plot.arrive(person, start_ms - 10 * MINUTE_MS)
        if stage > 1:
            plot.start(person)
            answer(plot, person, 2)
        if stage > 2:
            pause = Pause(appointment_id=plot.visit_id, reason=plot.words.pause)
            plot.step(person, pause, 2)
