"""Divergence: one value in a phone's store becomes another, and the next sync finds and mends it.

    python -m tests.campaign.divergence --flips 1000 --rows 2000 --seed 1

The shipped engine in Node against a real server. The store of the phone lies about one value of one
row, as after a fault of the disk. The next sync must find it, and repair it within two more round
trips and 4 KB of bodies both ways, as they travel; then the store is what it was before.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.ground import Machines, ground, told
from tests.campaign.phones import Phones
from tests.campaign.station import Station
from tests.server.gateway.founding import EAST_FIX

PHONE = "phone"
REST_S = 60.0
ROWS_A_CALL = 8  # order, customer, contact, place, history; some in two scopes
TRIPS_MAX = 2
BYTES_MAX = 4_096


@dataclass
class Outcome:
    """So many flips, each counted where it went wrong."""

    rows: int = 0
    flips: int = 0
    found: int = 0
    repaired: int = 0
    trips_max: int = 0  # after the sync that found it
    bytes_max: int = 0  # of that one and all that it took
    wrong: list[str] = field(default_factory=list)

    @property
    def violations(self) -> int:
        return len(self.wrong)


def fill(station: Station, rows: int) -> None:
    """So many rows for a dispatcher, about."""
    token = station.sign_in("chief")["token"]
    for number in range(rows // ROWS_A_CALL):
        args = {"title": f"Pipe {number} drips", "phone": f"1{number:05}", "fix": EAST_FIX}
        args |= {"new_customer_name": f"Customer {number}"}
        station.mutate(token, "work_order.report", args, f"fill:{number}")


def flip(phones: Phones, dice: random.Random, outcome: Outcome) -> None:
    """One value, one sync, one verdict."""
    told = phones.tell(PHONE, "flip", dice=[dice.random() for _ in range(3)])
    assert told["was_changed"], told
    trips, many = told["counted"]["answered"] - 1, told["counted"]["bytes"]
    outcome.flips += 1
    outcome.found += told["found"] > 0
    outcome.repaired += told["is_whole"]
    outcome.trips_max = max(outcome.trips_max, trips)
    outcome.bytes_max = max(outcome.bytes_max, many)
    is_good = told["found"] > 0 and told["is_whole"] and trips <= TRIPS_MAX and many <= BYTES_MAX
    if not is_good:
        outcome.wrong.append(f"{told}")


def diverge(
    flips: int, rows: int, seed: int, folder: Path, machines: Machines | None = None
) -> Outcome:
    """So many flips, one after the other, in a store of about so many rows."""
    outcome, dice = Outcome(), random.Random(seed)
    with ground("sqlite", folder, machines) as (station, phones):
        fill(station, rows)
        phones.open(PHONE, station.origin, station.sign_in("chief"), pace=1.0, is_deaf=True)
        phones.rest([PHONE], REST_S, wakes=False)
        lies = phones.tell(PHONE, "holds")
        outcome.rows = sum(len(ids) for ids in lies["ids"].values())
        for _ in range(flips):
            flip(phones, dice, outcome)
        phones.tell(PHONE, "close")
    return outcome


def line(outcome: Outcome) -> str:
    """One line for the campaign's report."""
    return (
        f"divergence: {outcome.flips} flips in a store of {outcome.rows} rows, {outcome.found} "
        f"found at the next sync, {outcome.repaired} repaired, at most {outcome.trips_max} more "
        f"round trips and {outcome.bytes_max} B, {outcome.violations} violations"
    )


def main() -> int:
    """Ends with one line; 1 when a flip was not found, or cost too much."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaign.divergence", description=__doc__
    )
    parser.add_argument("--flips", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-divergence-") as folder:
        outcome = diverge(given.flips, given.rows, given.seed, Path(folder))
    return told(line(outcome), outcome.wrong, outcome.violations == 0)


if __name__ == "__main__":
    sys.exit(main())
