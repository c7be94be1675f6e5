"""Reassignment: visits wander from phone to phone while those who hold them go on working.

    python -m tests.campaign.reassigning --moves 10000 --seed 1

Three technicians' shipped engines in Node, without signal most of the time. They write notes, move
visits on, take photos and leave drafts, on visits that the office gives to somebody else meanwhile;
each time it also changes the order's title to a mark of its own. Then everybody syncs, and

    stale     a phone holds a visit or an order that is not its own, lacks one that is, or keeps one
              apart although nothing there names it any more
    endless   work that has neither arrived nor stands refused before its author; late work whose
              line is not in the order's history, where the office reads it
    leaked    an answer to a phone contains the mark of an order that had left it
"""

import argparse
import base64
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from server.attachments.tables import ATTACHMENTS
from server.gateway.tables import LEDGER
from server.identity.credentials import hash_password
from sync.ids import born_id
from tests.campaign.ground import Machines, ground, told
from tests.campaign.kills import notes_of
from tests.campaign.office import Office
from tests.campaign.phones import Phones
from tests.campaign.station import Station
from tests.server.gateway.founding import EAST_FIX, PASSWORD, TECHNICIANS, id_of

OPEN = 12  # orders that wander at a time
MOVES_OF_ONE = 10  # then it goes to somebody without a phone, and another one begins
MOVES_A_ROUND = 12
SHELF = "shelf"
REST_S = 60.0
FIRST_VISIT = datetime(2026, 3, 2, 8, tzinfo=UTC)  # on the clock of the place
ENDED = ("stored", "rejected")
SHARE_OF = {"note": 0.5, "step": 0.35, "photo": 0.08, "draft": 0.2}
STEPS = ("accept", "depart", "arrive", "start")


@dataclass
class Outcome:
    """So many moves."""

    moves: int = 0
    works: Counter[str] = field(default_factory=Counter[str])
    late: int = 0
    refused: int = 0
    stale: int = 0
    endless: int = 0
    leaked: int = 0
    wrong: list[str] = field(default_factory=list)
    took_s: float = 0.0

    @property
    def violations(self) -> int:
        return len(self.wrong)


@dataclass
class Order:
    """One that wanders, as the office knows it."""

    id: str
    visit_id: str
    holder: str
    mark: str
    moves: int = 0


class Wandering:
    """The firm, its phones, and where each visit is."""

    def __init__(self, station: Station, phones: Phones, dice: random.Random) -> None:
        self.outcome = Outcome()
        self._station = station
        self._phones = phones
        self._dice = dice
        self._office = Office(station)
        self._orders: list[Order] = []
        self._made = 0
        self._notes: dict[str, str] = {}  # text: author
        self._photos: list[str] = []
        self._drafts: list[tuple[str, Order]] = []
        self._leaks = dict.fromkeys(TECHNICIANS, 0)
        self._refused: dict[str, set[int]] = {name: set() for name in TECHNICIANS}

    def run(self, moves: int) -> Outcome:
        began_s = time.monotonic()
        station = self._station
        self._add_shelf()
        self._orders = [self._new() for _ in range(OPEN)]
        self._send()
        for name in TECHNICIANS:
            self._phones.open(name, station.origin, station.sign_in(name), pace=1.0, is_deaf=True)
        self._sync()
        while self.outcome.moves < moves:
            self._go_dark()
            self._work()
            self._move(min(MOVES_A_ROUND, moves - self.outcome.moves))
            self._work()
            self._sync()
            self._look()
        self._go_dark()
        self._sync()
        self._look()
        self._end()
        self.outcome.took_s = time.monotonic() - began_s
        return self.outcome

    def _add_shelf(self) -> None:
        """Somebody without a phone."""
        token = self._station.sign_in("boss")["token"]
        user = {"login": SHELF, "name": SHELF, "roles": ["technician"], "territory_id": None}
        user["password_hash"] = hash_password(PASSWORD)
        self._station.mutate(token, "user.add", user, "shelf")
        boss = f"api:{id_of('boss')}"
        args = {"user_id": born_id(boss, "shelf", 0), "name": SHELF}
        self._station.mutate(token, "technician.add", args, "shelf-technician")
        self._technicians = {name: id_of(f"technician:{name}") for name in TECHNICIANS}
        self._technicians[SHELF] = born_id(boss, "shelf-technician", 0)

    def _send(self) -> None:
        self.outcome.wrong += [f"the office was refused: {each}" for each in self._office.send()]

    def _new(self) -> Order:
        """Goes out with the office's next push."""
        number, self._made = self._made, self._made + 1
        mark, holder = f"mark-{number}-0.", self._dice.choice(TECHNICIANS)
        whose = {"phone": "1", "fix": EAST_FIX, "new_customer_name": "Wang"}
        order_id = self._office.decide("work_order.report", title=mark, **whose)
        start = FIRST_VISIT + timedelta(hours=2 * number)  # nobody has two at once
        visit_id = self._office.decide(
            "appointment.assign",
            work_order_id=order_id,
            technician_id=self._technicians[holder],
            start_local=start.strftime("%Y-%m-%dT%H:%M"),
            zone="Asia/Shanghai",
        )
        return Order(order_id, visit_id, holder, mark)

    def _go_dark(self) -> None:
        """No signal; drafts of the round before are finished with."""
        for name in TECHNICIANS:
            self._phones.tell(name, "online", **{"is": False, "forbidden": []})
        for name, order in self._drafts:
            self._phones.tell(name, "draft", key=f"note:{order.visit_id}", value=None)
        self._drafts = []

    def _work(self) -> None:
        """Everybody on what his phone shows him, which may be another's by now."""
        for name in TECHNICIANS:
            held = self._phones.tell(name, "holds")["ids"].get("appointment", [])
            by_visit = {each.visit_id: each for each in self._orders}
            for visit_id in sorted(held):
                if order := by_visit.get(visit_id):
                    for what, share in SHARE_OF.items():
                        if self._dice.random() < share / 2:
                            self._do(name, order, what)

    def _do(self, name: str, order: Order, what: str) -> None:
        count = self.outcome.works[what] = self.outcome.works[what] + 1
        if what == "note":
            text = f"note {count} of {name}"
            self._phones.tell(name, "note", work_order_id=order.id, text=text)
            self._notes[text] = name
        elif what == "step":
            step = f"appointment.{self._dice.choice(STEPS)}"
            self._phones.tell(name, "mutate", name=step, args={"appointment_id": order.visit_id})
        elif what == "draft":
            key = f"note:{order.visit_id}"
            self._phones.tell(name, "draft", key=key, value=f"half a sente {count}")
            self._drafts.append((name, order))
        else:
            data = self._dice.randbytes(500)
            sha256 = hashlib.sha256(data).hexdigest()
            encoded = base64.b64encode(data).decode()
            told = {"work_order_id": order.id, "base64": encoded, "sha256": sha256}
            self._photos.append(self._phones.tell(name, "photo", **told))

    def _move(self, count: int) -> None:
        """The office gives away so many visits, and writes each order's new title after it."""
        chosen = self._dice.sample(self._orders, count)
        for order in chosen:
            order.moves += 1
            others = [name for name in TECHNICIANS if name != order.holder]
            order.holder = SHELF if order.moves > MOVES_OF_ONE else self._dice.choice(others)
            order.mark = f"mark-{order.visit_id}-{order.moves}."
            to = self._technicians[order.holder]
            visit = {"appointment_id": order.visit_id, "technician_id": to}
            self._office.decide("appointment.reassign", **visit)
            title = {"work_order_id": order.id, "title": order.mark, "description": ""}
            self._office.decide("work_order.edit", **title)
        self.outcome.moves += count
        left = [each for each in self._orders if each.holder != SHELF]
        self._orders = left + [self._new() for _ in range(OPEN - len(left))]
        self._send()

    def others(self, name: str) -> list[str]:
        """What this phone must not hear."""
        return [each.mark for each in self._orders if each.holder != name]

    def _sync(self) -> None:
        for name in TECHNICIANS:
            told = {"is": True, "forbidden": self.others(name)}
            self._phones.tell(name, "online", **told)
        for name in TECHNICIANS:
            self._phones.tell(name, "sync")

    def _look(self) -> None:
        """Everybody has synced: what lies where?"""
        drafts = {each for _, one in self._drafts for each in (one.id, one.visit_id)}
        for name in TECHNICIANS:
            holds = self._phones.tell(name, "holds")
            mine = [each for each in self._orders if each.holder == name]
            for kind, want in (
                ("appointment", {each.visit_id for each in mine}),
                ("work_order", {each.id for each in mine}),
            ):
                differ = want ^ set(holds["ids"].get(kind, ()))
                self._count("stale", name, sorted(differ), kind)
            named = {each[1] for each in holds["kept"] if each[0] in ("appointment", "work_order")}
            self._count("stale", name, sorted(named - drafts), "kept apart")
            heard, self._leaks[name] = holds["leaks"][self._leaks[name] :], len(holds["leaks"])
            self._count("leaked", name, heard, "heard")
            self._look_at_work(name, holds["items"])

    def _look_at_work(self, name: str, items: list[dict[str, Any]]) -> None:
        open_ = [each for each in items if each["state"] not in ENDED]
        self._count("endless", name, open_, "not ended")
        self._refused[name] |= {each["n"] for each in items if each["state"] == "rejected"}

    def _count(self, what: str, name: str, found: list[Any], words: str) -> None:
        if found:
            setattr(self.outcome, what, getattr(self.outcome, what) + len(found))
            self.outcome.wrong.append(f"{name} {words}: {found[:3]}")

    def _end(self) -> None:
        """What the office can read of all that work."""
        notes, lines = self._station.read(notes_of), self._station.read(_ledger)
        refused = [each for each in lines if each.outcome == "rejected"]
        self.outcome.late = sum("late" in each.flags for each in lines)
        self.outcome.refused = len(refused)
        shown = sum(len(each) for each in self._refused.values())
        if shown != len(refused):
            self.outcome.endless += abs(len(refused) - shown)
            self.outcome.wrong.append(f"{len(refused)} refused, {shown} before their authors")
        gone = [text for text in self._notes if notes[text] != 1]
        refused_notes = sum(each.name == "work_order.note" for each in refused)
        if len(gone) != refused_notes:
            self.outcome.endless += abs(len(gone) - refused_notes)
            self.outcome.wrong.append(f"notes that are nowhere: {gone[:3]}")
        stored = self._station.read(_stored)
        lost = [each for each in self._photos if each not in stored]
        self._count("endless", "the server", lost, "photos that are nowhere")
        for name in TECHNICIANS:
            self._phones.tell(name, "close")


def _ledger(connection: Connection) -> Any:
    """Lines of the phones."""
    c = LEDGER.c
    query = select(c.name, c.outcome, c.flags).where(~c.writer.contains(":"))
    return connection.execute(query).all()


def _stored(connection: Connection) -> set[str]:
    a = ATTACHMENTS.c
    return set(connection.execute(select(a.id).where(a.state == "stored")).scalars())


def wander(moves: int, seed: int, folder: Path, machines: Machines | None = None) -> Outcome:
    """So many moves in a new firm."""
    with ground("sqlite", folder, machines) as (station, phones):
        return Wandering(station, phones, random.Random(seed)).run(moves)


def line(outcome: Outcome) -> str:
    """One line for the campaign's report."""
    works = ", ".join(f"{count} {what}s" for what, count in sorted(outcome.works.items()))
    return (
        f"reassignment: {outcome.moves} moves under {works}; {outcome.late} late, "
        f"{outcome.refused} refused: {outcome.stale} stale rows, {outcome.endless} without an end, "
        f"{outcome.leaked} leaked, {outcome.violations} violations"
    )


def main() -> int:
    """Ends with one line; 1 when anything was stale, endless or leaked."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaign.reassigning", description=__doc__
    )
    parser.add_argument("--moves", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-reassigning-") as folder:
        outcome = wander(given.moves, given.seed, Path(folder))
    return told(line(outcome), outcome.wrong, outcome.violations == 0)


if __name__ == "__main__":
    sys.exit(main())
