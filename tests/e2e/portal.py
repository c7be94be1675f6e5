"""A network that wants its sign-in first: one line, which the test opens and closes."""

from random import Random

from server.drill.personalities import LOGIN, PORTAL, Moment, Personality
from server.drill.plan import Plan, Reply
from tests.drill.thread import ProxyThread

WORDS = "Please accept the terms"  # stands on the portal's page, and nowhere in the app
assert WORDS in PORTAL


class PortalLine(ProxyThread):
    """`way`: "through", "page" (HTML 200) or "redirect" (302 to another host), to everything but
    what is in `spared`. `turned_away`: the paths that the portal answered."""

    def __init__(self, upstream: str) -> None:
        self.way = "through"
        self.spared: frozenset[str] = frozenset()
        self.turned_away: list[str] = []
        words = "A portal that lets through when it is told to."
        super().__init__(upstream, Personality("portal", words, "", self._draw))

    def _draw(self, _: Random, moment: Moment) -> Plan:
        path = moment.target.partition("?")[0]
        if self.way == "through" or path in self.spared:
            return Plan()
        self.turned_away.append(path)
        if self.way == "redirect":
            heads = (("location", LOGIN + moment.target),)
            return Plan("sent away", reply=Reply(302, "Found", "text/html", "Moved", heads))
        return Plan("the portal's page", reply=Reply(200, "OK", "text/html", PORTAL))
