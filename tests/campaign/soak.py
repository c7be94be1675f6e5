"""`make soak`: chunk after chunk of every part, on seeds that nobody has run, into the ledger.

    python -m tests.campaign.soak --minutes 60 [--only PART …]

It can be stopped at any time: what a finished chunk found is in the ledger, an unfinished one is
not. Seeds of a campaign are below those of a soak.
"""

import argparse
import subprocess
import sys
import time

from tests.campaign.ledger import FILE, Line, added, load, next_seed, save, totals
from tests.campaign.parts import LINES_SHOWN, PARTS, ROOT, Part, Ran, run

FIRST_SEED = 1_000_000


def commit() -> str:
    """What is being run, with `-dirty` when it is not what was committed."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    others = f":(exclude){FILE.relative_to(ROOT)}"
    is_dirty = git("status", "--porcelain", "--", ".", others) != ""
    return git("rev-parse", "--short=12", "HEAD") + ("-dirty" if is_dirty else "")


def line_of(ran: Ran, first: int, size: int, name: str) -> Line:
    """The chunk as the ledger keeps it."""
    seeds = size if ran.part.has_own_seeds else 1
    return Line(ran.part.name, name, first, seeds, size, ran.violations)


def chunk(part: Part) -> bool:
    """One more chunk of a part. Only one that came to a verdict enters the ledger."""
    first = next_seed(load(), part.name, FIRST_SEED)
    name = commit()
    ran = run(part, part.soak_size, first)
    print(ran.line, flush=True)
    if not ran.is_good:
        print("\n".join(f"     {each}" for each in ran.said.splitlines()[-LINES_SHOWN:]))
    if ran.violations >= 0 and commit() == name:
        save(added(load(), line_of(ran, first, part.soak_size, name)))
    return ran.is_good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.soak", description=__doc__)
    names = [part.name for part in PARTS]
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    given = parser.parse_args()
    chosen = [part for part in PARTS if part.name in given.only]
    until = time.monotonic() + given.minutes * 60
    is_good = True
    while is_good and time.monotonic() < until:
        for part in chosen:
            is_good = chunk(part) and is_good
            if time.monotonic() >= until:
                break
    for name, (count, violations) in totals(load()).items():
        print(f"ledger: {name}: {count}, {violations} violations")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
