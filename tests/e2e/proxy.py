"""A bad line between phone and server: it carries everything, but loses one answer."""

from random import Random

from server.drill.personalities import Moment, Personality
from server.drill.plan import Plan
from tests.drill.thread import ProxyThread

PULL_BYTES_MAX = 600  # a request without entries is shorter, one with a day's work is longer


class LossyProxy(ProxyThread):
    """The shipped drill before one origin; `lost` counts the answers that it swallowed."""

    def __init__(self, upstream: str) -> None:
        self.lost = 0
        self.is_armed = False
        words = "The answer to the next push is lost."
        super().__init__(upstream, Personality("one-lost-answer", words, "", self._draw))

    def _draw(self, _: Random, moment: Moment) -> Plan:
        is_push = moment.target == "/sync" and moment.body_bytes > PULL_BYTES_MAX
        if not (self.is_armed and is_push):
            return Plan()
        self.is_armed = False
        self.lost += 1
        return Plan("the answer was made and lost", loses_answer=True)
