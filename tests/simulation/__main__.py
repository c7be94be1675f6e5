"""`make simulate`: histories of a range of seeds on all cores, and what they found."""

import argparse
import os
import sys
from pathlib import Path

from tests.simulation import mutants
from tests.simulation.runs import Ask, lines, missed_lines, plan_of, simulate

FAILED = 1


def main() -> int:
    """Prints the coverage, each failing seed with its smallest story, and one closing line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--histories", type=int, help="200; of planted bugs at most 2000 each")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--faults", nargs="*", help="only these kinds of faults")
    parser.add_argument("--trace", action="store_true", help="tell everything on stderr")
    parser.add_argument("--no-shrink", action="store_true", help="do not look for small stories")
    parser.add_argument("--story", type=Path, help="a file with one story, to run it alone")
    parser.add_argument("--missed", action="store_true", help="list the pairs that were not met")
    parser.add_argument("--mutants", action="store_true", help="is every planted bug seen?")
    parser.add_argument("--only", nargs="*", default=[], help="bugs whose names contain this")
    given = parser.parse_args()
    if given.mutants:
        wish = mutants.Wish(given.histories or 2_000, given.seed, given.engine, tuple(given.only))
        return FAILED if mutants.run(wish, given.workers) else 0
    ask = Ask(
        first=given.seed,
        histories=given.histories or 200,
        engine=given.engine,
        faults=given.faults,
        trace=given.trace,
        shrink=not given.no_shrink,
        stories=[plan_of(given.story)] if given.story else None,
    )
    found = simulate(ask, 1 if given.trace or given.story else given.workers)
    missed = missed_lines(found) if given.missed else []
    sys.stdout.write("\n".join([*missed, *lines(found, given.engine)]) + "\n")
    return FAILED if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())
