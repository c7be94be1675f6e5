"""The shipped engine behind every bad network: when it ends, everything is stored once."""

import base64
import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, select

from server.attachments.tables import ATTACHMENTS
from server.drill.personalities import BY_NAME, PERSONALITIES
from server.gateway.tables import LEDGER
from server.settings import Settings
from server.work_orders.tables import FACTS
from tests.campaign.phones import Phones
from tests.campaign.station import Station
from tests.drill.thread import ProxyThread
from tests.nursery.nursery import Nursery

PACE = 20.0
PATIENCE_MS = round(90_000 / PACE)
BAD_S = 8.0
REST_S = 60.0
NOTES = 12
PHOTO_BYTES = 90_000
NAMES = [each.name for each in PERSONALITIES]


@dataclass
class Lived:
    """What one phone captured, and what its network did meanwhile."""

    texts: list[str]
    attachment_id: str
    sha256: str
    counts: Counter[str]
    waiting: int  # when the bad network ended


@dataclass(frozen=True)
class Day:
    """All phones' stories and what the server holds in the evening."""

    phones: dict[str, Lived]
    notes: Counter[str]
    files: dict[str, tuple[str, str]]  # attachment: state, hash of the stored bytes
    outcomes: Counter[str]


def _capture(phones: Phones, name: str, station: Station, dice: random.Random) -> Lived:
    photo = dice.randbytes(PHOTO_BYTES)
    sha256 = hashlib.sha256(photo).hexdigest()
    texts = [f"{name} {number} {dice.randbytes(200).hex()}" for number in range(NOTES)]
    order = station.orders[0]
    for text in texts[: NOTES // 2]:
        phones.tell(name, "note", work_order_id=order, text=text)
    encoded = base64.b64encode(photo).decode()
    attachment_id = phones.tell(name, "photo", work_order_id=order, base64=encoded, sha256=sha256)
    return Lived(texts, attachment_id, sha256, Counter(), 0)


def _stored(station: Station) -> Any:
    def read(connection: Connection) -> Any:
        query = select(FACTS.c.text).where(FACTS.c.verb == "work_order.note")
        notes = Counter(connection.execute(query).scalars())
        lines = connection.execute(select(ATTACHMENTS))
        files = {line.id: (line.state, _hash(station, line)) for line in lines}
        outcomes = Counter(connection.execute(select(LEDGER.c.outcome)).scalars())
        return notes, files, outcomes

    return station.read(read)


def _hash(station: Station, line: Any) -> str:
    file = station.settings.data_dir / "blobs" / line.tenant_id / line.sha256
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _live(station: Station, phones: Phones, lines: dict[str, ProxyThread]) -> dict[str, Lived]:
    """Everybody works behind a bad line for a while; then all lines are good."""
    dice = random.Random(3)
    session = station.sign_in("chief")
    lived: dict[str, Lived] = {}
    for name, line in lines.items():
        phones.open(name, line.origin, session, pace=PACE, patience_ms=PATIENCE_MS)
        lived[name] = _capture(phones, name, station, dice)
    time.sleep(BAD_S / 2)
    for name in lines:
        for text in lived[name].texts[NOTES // 2 :]:
            phones.tell(name, "note", work_order_id=station.orders[1], text=text)
    time.sleep(BAD_S / 2)
    for name, line in lines.items():
        lived[name].counts = Counter(line.counts)
        lived[name].waiting = phones.status(name)["open"]
        line.become(BY_NAME["clear"])
    phones.rest(list(lines), REST_S)
    return lived


@pytest.fixture(scope="module")
def day(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    phones = Phones()
    station = Station(Settings(data_dir=tmp_path_factory.mktemp("drill") / "data"), nursery)
    lines: dict[str, ProxyThread] = {}
    try:
        station.found()
        for name in NAMES:
            lines[name] = ProxyThread(station.origin, BY_NAME[name], seed=5, pace=PACE)
        lived = _live(station, phones, lines)
        yield Day(lived, *_stored(station))
    finally:
        phones.close()
        for line in lines.values():
            line.stop()
        station.kill()


@pytest.mark.parametrize("name", NAMES)
def test_everything_captured_is_stored_once(day: Day, name: str) -> None:
    lived = day.phones[name]
    assert {text: day.notes[text] for text in lived.texts} == dict.fromkeys(lived.texts, 1)
    assert day.files[lived.attachment_id] == ("stored", lived.sha256)
    assert lived.counts["exchanges"] >= 2, "the phone never tried"


@pytest.mark.parametrize("name", ["captive-portal", "login-redirect"])
def test_nothing_gets_through_a_portal_and_nothing_is_thrown_away(day: Day, name: str) -> None:
    assert day.phones[name].waiting == NOTES + 1


def test_nothing_else_was_stored(day: Day) -> None:
    assert day.notes.total() == NOTES * len(NAMES)
    assert len(day.files) == len(NAMES)
    assert set(day.outcomes) == {"accepted"}
