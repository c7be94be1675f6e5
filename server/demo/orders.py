"""Chapter three: thirty days of orders, today's, the queue, and three days to come."""

from collections.abc import Iterator, Sequence

from server.demo.diary import Diary
from server.demo.estate import Place
from server.demo.fates import FATES
from server.demo.firm import Firm
from server.demo.model import City, Fault
from server.demo.plot import Plot
from server.demo.script import DAY_MS, HOUR_MS, MINUTE_MS, Script
from server.demo.today import tell_today, tell_under_way
from server.work_orders.schema import CancelWorkOrder, DeclineWorkOrder, HoldWorkOrder

# Shares of all orders; what remains lies in the past thirty days.
TODAY, TOMORROW, LATER = 0.10, 0.05, 0.04
QUEUE, PLACELESS, HELD, CANCELLED, DECLINED = 0.06, 0.015, 0.02, 0.02, 0.015
LEAST = 1
REWORDED = 32  # one visit of so many


class Chapter:
    """Hands out order numbers, places and complaints while the chapter is told."""

    def __init__(self, script: Script, city: City, firm: Firm, places: tuple[Place, ...]) -> None:
        self.script = script
        self.city = city
        self.firm = firm
        self.places = places
        self.diary = Diary(script, firm)
        self.number = 0

    def plot(self, at_ms: int, trades: Sequence[str] = (), area: int = -1) -> Plot:
        """A new order about something that can happen there and that these trades mend."""
        number = self.number
        self.number += 1
        chance = self.script.chance(f"plot:{number}")
        fits = [
            (fault, place)
            for fault in self.city.faults
            if not trades or fault.trade in trades
            for place in self.places
            if place.type in fault.on and area in (-1, place.area)
        ]
        faults: list[Fault] = list({fault.title: fault for fault, _ in fits}.values())
        fault = chance.choice(faults)
        place = chance.choice([place for each, place in fits if each is fault])
        return Plot(self.script, self.firm, number, fault, place, at_ms)


def tell_orders(
    script: Script, city: City, firm: Firm, places: tuple[Place, ...], scale: float
) -> int:
    """Write chapter three; `scale` 1 is the whole of it. Returns the number of orders."""
    total = round(city.orders * scale)
    if not total:
        return 0
    chapter = Chapter(script, city, firm, places)
    tell_today(chapter.script, firm.technicians[0], chapter.plot)
    tell_under_way(script, firm, chapter.plot)
    for days, share in (((0,), TODAY), ((1,), TOMORROW), ((2, 3), LATER)):
        for at in range(_count(total, share)):
            _visited(chapter, days[at % len(days)])
    _queue(chapter, _count(total, QUEUE))
    _placeless(chapter, _count(total, PLACELESS))
    _ended(chapter, total)
    past = total - chapter.number
    for at in range(past):
        _visited(chapter, -1 - at * 29 // max(1, past))
    return chapter.number


def _count(total: int, share: float) -> int:
    return max(LEAST, round(total * share))


def _visited(chapter: Chapter, day: int) -> None:
    """Reported some days before, then visited on this day; how it ends is chance."""
    label = f"visit:{chapter.number}"
    found = chapter.diary.take(label, day, later=0)
    if found is None:
        found = chapter.diary.take(f"{label}:else", min(day, -2), later=1)
    if found is None:
        return
    person, start_ms = found
    chance = chapter.script.chance(label)
    before_ms = chance.randrange(3, 40) * HOUR_MS + chance.randrange(60) * MINUTE_MS
    at_ms = min(start_ms, chapter.script.now_ms) - before_ms
    at_ms = max(at_ms, chapter.script.begin_ms + HOUR_MS)
    plot = chapter.plot(at_ms, person.skills, person.territory)
    plot.report()
    plot.triage()
    if chapter.number % REWORDED == 1:
        plot.reword()
    if chance.random() < 0.2:
        plot.note(plot.office, chance.choice(plot.words.notes))
    plot.assign(person, start_ms)
    fate = chance.choices([each for each, _ in FATES], [weight for _, weight in FATES])[0]
    fate(plot, chapter.diary, person, start_ms)


def _queue(chapter: Chapter, count: int) -> None:
    """Nobody is sent yet: some fresh, some for so long that their time has run out."""
    for at in range(count):
        chance = chapter.script.chance(f"queue:{at}")
        hours = chance.randrange(26, 100) if at % 3 == 2 else chance.randrange(0, 4)
        ago_ms = hours * HOUR_MS + chance.randrange(2, 60) * MINUTE_MS
        plot = chapter.plot(chapter.script.now_ms - ago_ms)
        plot.report()
        if at % 2:
            plot.triage()


def _placeless(chapter: Chapter, count: int) -> None:
    said = chapter.city.words.somewhere
    for at in range(count):
        ago_ms = (20 + at * 47) * MINUTE_MS
        plot = chapter.plot(chapter.script.now_ms - ago_ms)
        plot.report(with_place=False, address=said[at % len(said)])


def _ended(chapter: Chapter, total: int) -> None:
    """Decisions on orders that nobody was sent to."""
    script = chapter.script
    for name, share in (("hold", HELD), ("cancel", CANCELLED), ("decline", DECLINED)):
        for at in range(_count(total, share)):
            chance = script.chance(f"{name}:{at}")
            days = chance.randrange(1, 4 if name == "hold" else 25)
            plot = chapter.plot(script.now_ms - days * DAY_MS - chance.randrange(9) * HOUR_MS)
            plot.report()
            plot.triage()
            for args in _decision(name, plot):
                plot.step(plot.office, args, chance.randrange(20, 300))


def _decision(
    name: str, plot: Plot
) -> Iterator[HoldWorkOrder | CancelWorkOrder | DeclineWorkOrder]:
    order_id, words = plot.order_id, plot.words
    if name == "hold":
        yield HoldWorkOrder(work_order_id=order_id, reason=words.hold)
    elif name == "cancel":
        yield CancelWorkOrder(work_order_id=order_id, reason=words.cancel)
    else:
        yield DeclineWorkOrder(work_order_id=order_id, reason=words.refuse)
