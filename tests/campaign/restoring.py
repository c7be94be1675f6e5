"""The restore drill: a firm works on after its backup, loses its database, and gets all of it back.

    python -m tests.campaign.restoring --engine sqlite --mutations 600 --photos 50 --seed 1

Shipped engines in Node, the shipped commands. Two backups; between them and after them notes and
photos are acknowledged, a device is registered and one revoked. Then the server dies and the older
backup is restored by the command of `docs/operations.md`. From there on nobody does anything:
phones sync, as they do by themselves.
"""

import argparse
import base64
import hashlib
import random
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from server.attachments.tables import ATTACHMENTS
from tests.campaign.ground import Machines, ground, told
from tests.campaign.kills import history, notes_of
from tests.campaign.phones import Phones
from tests.campaign.station import Station
from tests.server.gateway.founding import TENANT as FIRM
from tests.simulation.audit import broken_links

PHONES = ("phone-1", "phone-2", "phone-3", "phone-4")
STOLEN, NEW = "stolen", "new"
PACE = 1.0  # as shipped: what is measured is what a firm would wait
REST_S = 120.0
EVERY_S = 0.25
PHOTO_BYTES = (2_000, 60_000)
GOAL_S = 120.0


@dataclass
class Outcome:
    """What the drill found. `took_s`: from the server's end until everything was there again."""

    mutations: int = 0
    photos: int = 0
    back: int = 0  # notes that the backup lacked
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    took_s: float = 0.0

    @property
    def violations(self) -> int:
        return self.lost + self.doubled + len(self.wrong)


class Drill:
    """One firm and its phones."""

    def __init__(self, station: Station, phones: Phones, folder: Path, dice: random.Random) -> None:
        self.outcome = Outcome()
        self._station = station
        self._phones = phones
        self._folder = folder
        self._dice = dice
        self._notes: list[str] = []
        self._photos: dict[str, str] = {}

    def run(self, mutations: int, photos: int) -> Outcome:
        station = self._station
        for name in (*PHONES, STOLEN):
            self._join(name)
        self._work((*PHONES, STOLEN), 5 * (len(PHONES) + 1), 0)
        station.command("backup", str(self._folder / "older"))
        known = station.read(notes_of)
        self._work(PHONES, mutations // 2, photos // 2)
        station.command("backup", str(self._folder / "newer"))
        self._join(NEW)
        self._revoke()
        self._work((*PHONES, NEW), mutations - mutations // 2, photos - photos // 2)
        began_s = time.monotonic()
        station.kill()
        station.command("restore", str(self._folder / "older"), "--replace")
        self.outcome.back = len(self._notes) - sum(station.read(notes_of).values())
        assert station.read(notes_of).keys() == known.keys()
        station.start()
        self._until_back()
        self.outcome.took_s = time.monotonic() - began_s
        self._phones.rest([*PHONES, NEW], REST_S)
        self._judge()
        for name in (*PHONES, NEW, STOLEN):
            self._phones.tell(name, "close")
        return self.outcome

    def _join(self, name: str) -> None:
        session = self._station.sign_in("chief")
        self._phones.open(name, self._station.origin, session, pace=PACE)
        self._phones.rest([name], REST_S)
        if name == STOLEN:
            self._stolen = session

    def _revoke(self) -> None:
        token = self._station.sign_in("boss")["token"]
        args = {"device_id": self._stolen["device_id"]}
        self._station.mutate(token, "device.revoke", args, "stolen")
        self._must_be_out("before the restore")

    def _must_be_out(self, when: str) -> None:
        """Its token opens nothing."""
        heads = {"authorization": f"Bearer {self._stolen['token']}"}
        request = urllib.request.Request(f"{self._station.origin}/api/v1/session", headers=heads)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
        if status != 401:
            self.outcome.wrong.append(f"the revoked phone got {status} {when}")

    def _work(self, names: tuple[str, ...], notes: int, photos: int) -> None:
        """All of it acknowledged before this returns."""
        orders = self._station.orders
        for number in range(notes):
            text = f"note {len(self._notes)}"
            who, order = names[number % len(names)], self._dice.choice(orders)
            self._phones.tell(who, "note", work_order_id=order, text=text)
            self._notes.append(text)
        for number in range(photos):
            data = self._dice.randbytes(self._dice.randrange(*PHOTO_BYTES))
            sha256 = hashlib.sha256(data).hexdigest()
            attachment_id = self._phones.tell(
                names[number % len(names)],
                "photo",
                work_order_id=self._dice.choice(orders),
                base64=base64.b64encode(data).decode(),
                sha256=sha256,
            )
            self._photos[attachment_id] = sha256
        self._phones.rest(list(names), REST_S)
        self.outcome.mutations += notes
        self.outcome.photos += photos

    def _until_back(self) -> None:
        """Everybody's engine syncs as it does by itself; nobody touches a phone."""
        until = time.monotonic() + REST_S
        while time.monotonic() < until and not self._is_back():
            time.sleep(EVERY_S)  # other processes do it: nothing here to wait for

    def _is_back(self) -> bool:
        stored = self._station.read(_stored)
        notes = self._station.read(notes_of)
        return len(notes) >= len(self._notes) and stored >= self._photos.keys()

    def _judge(self) -> None:
        outcome, notes = self.outcome, self._station.read(notes_of)
        outcome.lost += sum(notes[each] == 0 for each in self._notes)
        outcome.doubled += sum(notes[each] > 1 for each in self._notes)
        stored = self._station.read(_stored)
        for attachment_id, sha256 in self._photos.items():
            file = self._station.settings.data_dir / "blobs" / FIRM / sha256
            is_whole = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256
            outcome.lost += attachment_id not in stored or not is_whole
        self._must_be_out("after the restore")
        self._phones.tell(STOLEN, "wake")
        orders = self._station.orders
        self._phones.tell(STOLEN, "note", work_order_id=orders[0], text="stolen words")
        time.sleep(1.0)  # long enough to be written, were it let in: nothing tells of what is not
        if self._station.read(notes_of)["stolen words"]:
            outcome.wrong.append("the revoked phone wrote")
        outcome.wrong += broken_links(*self._station.read(history))


def _stored(connection: Connection) -> set[str]:
    a = ATTACHMENTS.c
    return set(connection.execute(select(a.id).where(a.state == "stored")).scalars())


def drill(
    engine: str,
    mutations: int,
    photos: int,
    seed: int,
    folder: Path,
    machines: Machines | None = None,
) -> Outcome:
    """The whole drill on a new firm."""
    with ground(engine, folder, machines) as (station, phones):
        made = Drill(station, phones, folder / "backups", random.Random(seed))
        return made.run(mutations, photos)


def line(engine: str, outcome: Outcome) -> str:
    """One line for the campaign's report."""
    return (
        f"restore drill on {engine}: {outcome.mutations} acknowledged, {outcome.back} of them after"
        f" the backup, {outcome.photos} photos: {outcome.lost} lost, {outcome.doubled} doubled, "
        f"all back {outcome.took_s:.1f} s after the server's end, {outcome.violations} violations"
    )


def main() -> int:
    """Ends with one line; 1 when anything was lost, doubled, let in, or took too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.restoring", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--mutations", type=int, default=600)
    parser.add_argument("--photos", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-restore-") as name:
        outcome = drill(given.engine, given.mutations, given.photos, given.seed, Path(name))
    is_good = not outcome.violations and outcome.took_s <= GOAL_S
    return told(line(given.engine, outcome), outcome.wrong, is_good)


if __name__ == "__main__":
    sys.exit(main())
