"""Server kills: `fieldward serve` under load, SIGKILL at any moment, and what is left is judged.

python -m tests.campaign.kills --engine sqlite --kills 300 --seed 1
"""

import argparse
import base64
import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from server.attachments.tables import ATTACHMENTS
from server.gateway.tables import EVENT, LEDGER, TENANT
from server.work_orders.tables import FACTS
from sync import chain
from tests.campaign.ground import Machines, ground, told
from tests.campaign.phones import Phones
from tests.campaign.station import Station
from tests.server.gateway.founding import TENANT as FIRM
from tests.simulation.audit import broken_links

PHONES = ("phone-1", "phone-2", "phone-3", "phone-4")
NOTE_EVERY_MS = 60
PHOTO_EVERY_KILLS = 10
PHOTO_BYTES = 200_000
PACE = 40.0
ALIVE_S = (0.05, 0.5)
REST_S = 60.0


@dataclass
class Outcome:
    """What so many kills did."""

    kills: int = 0
    authored: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    took_s: float = 0.0

    @property
    def violations(self) -> int:
        return self.lost + self.doubled + len(self.wrong)


class Judge:
    """Looks into the database while nobody serves; remembers how far it has looked."""

    def __init__(self, station: Station, outcome: Outcome) -> None:
        self._station = station
        self._outcome = outcome
        self._link = chain.GENESIS
        self._seq = 0

    def look(self, told: list[dict[str, Any]]) -> None:
        """After a kill: the file is whole, the chain goes on, what was acknowledged is there."""
        if not self._station.settings.database_url:
            self._station.read(self._quick_check)
        else:
            self._station.read(_wait_for_backends)
        self._station.read(self._follow_chain)
        known = self._station.read(lambda c: _ledger_of(c, told))
        for each in told:
            line = known.get((each["replica"], str(each["n"])))
            if line != (each["seq"], each["outcome"]):
                self._outcome.lost += 1
                self._outcome.wrong.append(f"acknowledged {each} but stored {line}")

    def look_at_all(self, authored: list[str], photos: dict[str, str]) -> None:
        """At the end: everything once, and the history from its beginning."""
        texts, stored = self._station.read(notes_of), self._station.read(_photos)
        self._outcome.lost += sum(texts[each] == 0 for each in authored)
        self._outcome.doubled += sum(texts[each] > 1 for each in authored)
        for attachment_id, sha256 in photos.items():
            file = self._station.settings.data_dir / "blobs" / FIRM / sha256
            is_there = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256
            if stored.get(attachment_id) != "stored" or not is_there:
                self._outcome.lost += 1
                self._outcome.wrong.append(f"photo {attachment_id} is lost")
        head, ledger, events = self._station.read(history)
        self._outcome.wrong += broken_links(head, ledger, events)

    def _quick_check(self, connection: Connection) -> None:
        said = connection.execute(text("PRAGMA quick_check")).scalars().all()
        if said != ["ok"]:
            self._outcome.wrong.append(f"quick_check: {said[:3]}")

    def _follow_chain(self, connection: Connection) -> None:
        query = select(EVENT).where(EVENT.c.tenant_id == FIRM, EVENT.c.seq > self._seq)
        for event in connection.execute(query.order_by(EVENT.c.seq)):
            if chain.payload_hash(event.salt, json.loads(event.payload)) != event.payload_hash:
                self._outcome.wrong.append(f"event {event.seq} is not what was hashed")
            self._link = chain.link(self._link, event.seq, event.payload_hash)
            if self._link != event.chain:
                self._outcome.wrong.append(f"event {event.seq} does not follow the one before")
            self._seq = event.seq
        head = connection.execute(select(TENANT.c.chain).where(TENANT.c.tenant_id == FIRM))
        if head.scalar_one() != self._link:
            self._outcome.wrong.append("the chain does not end in the head")


def _wait_for_backends(connection: Connection) -> None:
    """PostgreSQL finishes or undoes what a killed server had begun."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    until = time.monotonic() + 10
    while connection.execute(others).scalar_one() and time.monotonic() < until:
        time.sleep(0.01)


def _ledger_of(connection: Connection, told: list[dict[str, Any]]) -> dict[Any, Any]:
    c = LEDGER.c
    found: dict[Any, Any] = {}
    for replica in {each["replica"] for each in told}:
        keys = [str(each["n"]) for each in told if each["replica"] == replica]
        query = select(c.key, c.seq, c.outcome).where(
            c.tenant_id == FIRM, c.writer == replica, c.key.in_(keys)
        )
        for line in connection.execute(query):
            found[replica, line.key] = (line.seq, line.outcome)
    return found


def notes_of(connection: Connection) -> Counter[str]:
    query = select(FACTS.c.text).where(FACTS.c.verb == "work_order.note")
    return Counter(connection.execute(query).scalars())


def _photos(connection: Connection) -> dict[str, str]:
    lines = connection.execute(select(ATTACHMENTS.c.id, ATTACHMENTS.c.state))
    return {line.id: line.state for line in lines}


def history(connection: Connection) -> tuple[Any, Any, Any]:
    head = connection.execute(select(TENANT).where(TENANT.c.tenant_id == FIRM)).one()
    ledger = connection.execute(select(LEDGER)).all()
    events = connection.execute(select(EVENT).order_by(EVENT.c.seq)).all()
    return head, ledger, events


class Storm:
    """Phones that write on and on, a server that dies again and again."""

    def __init__(self, station: Station, phones: Phones, dice: random.Random) -> None:
        self.outcome = Outcome()
        self._station = station
        self._phones = phones
        self._dice = dice
        self._judge = Judge(station, self.outcome)
        self._told = dict.fromkeys(PHONES, 0)
        self._photos: dict[str, str] = {}

    def run(self, kills: int) -> Outcome:
        began_s = time.monotonic()
        session = {name: self._station.sign_in("chief") for name in PHONES}
        for name in PHONES:
            self._phones.open(name, self._station.origin, session[name], pace=PACE)
        self._phones.rest(list(PHONES), REST_S)
        for name in PHONES:
            orders = self._station.orders
            self._phones.tell(name, "write", work_order_ids=orders, every_ms=NOTE_EVERY_MS)
        for number in range(kills):
            if number % PHOTO_EVERY_KILLS == 0:
                self._take_photo()
            time.sleep(self._dice.uniform(*ALIVE_S))
            self._station.kill()
            self._judge.look(self._news())
            self._station.start()
            for name in PHONES:
                self._phones.tell(name, "wake")
            self.outcome.kills += 1
        self._end()
        self.outcome.took_s = time.monotonic() - began_s
        return self.outcome

    def _end(self) -> None:
        for name in PHONES:
            self._phones.tell(name, "pause")
        self._phones.rest(list(PHONES), REST_S)
        authored = [text for name in PHONES for text in self._phones.tell(name, "authored")]
        self.outcome.authored = len(authored)
        self._station.kill()
        self._judge.look(self._news())
        self._judge.look_at_all(authored, self._photos)
        for name in PHONES:
            self._phones.tell(name, "close")

    def _news(self) -> list[dict[str, Any]]:
        """What the phones were told since the last look."""
        news: list[dict[str, Any]] = []
        for name in PHONES:
            told = self._phones.tell(name, "told", **{"from": self._told[name]})
            self._told[name] += len(told)
            news += told
        self.outcome.acknowledged += len(news)
        return news

    def _take_photo(self) -> None:
        data = self._dice.randbytes(PHOTO_BYTES)
        sha256 = hashlib.sha256(data).hexdigest()
        attachment_id = self._phones.tell(
            self._dice.choice(PHONES),
            "photo",
            work_order_id=self._station.orders[0],
            base64=base64.b64encode(data).decode(),
            sha256=sha256,
        )
        self._photos[attachment_id] = sha256


def storm(
    engine: str, kills: int, seed: int, folder: Path, machines: Machines | None = None
) -> Outcome:
    """So many kills on a new firm on this engine."""
    with ground(engine, folder, machines) as (station, phones):
        return Storm(station, phones, random.Random(seed)).run(kills)


def line(engine: str, outcome: Outcome) -> str:
    """One line for the campaign's report."""
    return (
        f"server kills on {engine}: {outcome.kills} kills, {outcome.authored} authored, "
        f"{outcome.acknowledged} acknowledged, {outcome.lost} lost, {outcome.doubled} doubled, "
        f"{outcome.violations} violations, {outcome.took_s / max(1, outcome.kills):.2f} s a kill"
    )


def main() -> int:
    """Ends with one line; 1 when anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.kills", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-kills-") as folder:
        outcome = storm(given.engine, given.kills, given.seed, Path(folder))
    return told(line(given.engine, outcome), outcome.wrong, outcome.violations == 0)


if __name__ == "__main__":
    sys.exit(main())
