"""Who is free when: fixed windows in a day, so that no two visits of one person meet."""

from server.demo.firm import Firm, is_on_duty
from server.demo.script import Person, Script

WINDOWS_MIN = (8 * 60 + 30, 10 * 60 + 30, 13 * 60 + 30, 15 * 60 + 30)
VISIT_MIN = 90
UNDER_WAY = (3, 8, 13, 22)  # technicians who are out on a visit when the demo is opened


class Diary:
    """Windows that are taken. Those of `today.py` are kept for it."""

    def __init__(self, script: Script, firm: Firm) -> None:
        self._script = script
        self._firm = firm
        kept = [(0, 0), (0, 1), *((index, 0) for index in UNDER_WAY)]
        self._taken = {(*each, at) for each in kept for at in range(len(WINDOWS_MIN))}

    def take(
        self, label: str, day: int, trades: tuple[str, ...] = (), area: int = -1, later: int = 9
    ) -> tuple[Person, int] | None:
        """Somebody (of the area, of a trade) and when his window begins, from this day on."""
        chance = self._script.chance(f"diary:{label}")
        for each in range(day, day + later + 1):
            free = [
                (person, at)
                for person in self._firm.technicians
                for at in range(len(WINDOWS_MIN))
                if (person.index, each, at) not in self._taken
                and area in (-1, person.territory)
                and (not trades or set(trades) & set(person.skills))
                and is_on_duty(self._script, person.index, each)
            ]
            if free:
                person, at = chance.choice(free)
                self._taken.add((person.index, each, at))
                return person, self._script.at(each, WINDOWS_MIN[at])
        return None

    def stand_in(self, person: Person, start_ms: int, trade: str) -> Person | None:
        """A colleague of the same territory and trade who is free in the same window."""
        day, at = self._window(start_ms)
        for other in self._firm.technicians:
            key = (other.index, day, at)
            fits = other.territory == person.territory and trade in other.skills
            if fits and key not in self._taken and is_on_duty(self._script, other.index, day):
                self._taken.add(key)
                return other
        return None

    def _window(self, start_ms: int) -> tuple[int, int]:
        wall = self._script.local(start_ms)
        days = (wall.date() - self._script.day(0).date()).days
        return days, WINDOWS_MIN.index(wall.hour * 60 + wall.minute)
