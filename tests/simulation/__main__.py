"""`make simulate`: histories of a range of seeds on all cores, and what they found."""

import argparse
import os
import sys
from pathlib import Path

from tests.simulation.runs import Ask, lines, plan_of, simulate

FAILED = 1


def main() -> int:
    """Prints the coverage, each failing seed with its smallest story, and one closing line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--faults", nargs="*", help="only these kinds of faults")
    parser.add_argument("--trace", action="store_true", help="tell everything on stderr")
    parser.add_argument("--no-shrink", action="store_true", help="do not look for small stories")
    parser.add_argument("--story", type=Path, help="a file with one story, to run it alone")
    given = parser.parse_args()
    ask = Ask(
        first=given.seed,
        histories=given.histories,
        engine=given.engine,
        faults=given.faults,
        trace=given.trace,
        shrink=not given.no_shrink,
        story=plan_of(given.story) if given.story else None,
    )
    found = simulate(ask, 1 if given.trace or given.story else given.workers)
    sys.stdout.write("\n".join(lines(found, given.engine)) + "\n")
    return FAILED if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())
