"""Where a part of the campaign happens: a firm on a database, its server, and phones."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from server.settings import Settings
from tests.campaign.phones import Phones
from tests.campaign.postgresql import PostgresServer
from tests.campaign.station import Station
from tests.nursery.nursery import Nursery

WRONG_SHOWN = 20


class Machines:
    """What takes long to start and serves any number of firms, one after the other."""

    def __init__(self) -> None:
        self.nursery = Nursery()
        self.phones = Phones()

    def close(self) -> None:
        self.phones.close()
        self.nursery.close()


@contextmanager
def ground(
    engine: str, folder: Path, machines: Machines | None = None
) -> Iterator[tuple[Station, Phones]]:
    """A founded firm that serves; its server is gone afterwards. `engine`: sqlite, postgresql."""
    with ExitStack() as stack:
        url = ""
        if engine == "postgresql":
            server = PostgresServer(folder / "postgresql")
            stack.callback(server.close)
            url = server.new_database()
        if machines is None:
            machines = Machines()
            stack.callback(machines.close)
        station = Station(Settings(data_dir=folder / "data", database_url=url), machines.nursery)
        stack.callback(station.kill)
        station.found()
        yield station, machines.phones


def told(line: str, wrong: list[str], is_good: bool) -> int:
    """A part's closing line, after the first things that went wrong; its exit status."""
    for each in wrong[:WRONG_SHOWN]:
        print(f"  {each}", file=sys.stderr)
    print(line)
    return 0 if is_good else 1
