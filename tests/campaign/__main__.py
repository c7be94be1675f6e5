"""`make campaign`: every part once, one line each; 1 when any of them found something.

python -m tests.campaign [--only PART …] [--seed 1]
"""

import argparse
import sys
import time

from tests.campaign.parts import LINES_SHOWN, PARTS, Part, Ran, run, run_beside

# Each of these leaves a core free for the others of its line.
BESIDE = (
    ("kills sqlite", "kills postgresql"),
    ("kills browser", "reassignment"),
    ("divergence", "restore sqlite", "restore postgresql"),
)


def told(ran: Ran) -> bool:
    """Print its line, and the end of what it said where it failed."""
    print(ran.line, flush=True)
    if not ran.is_good:
        print("\n".join(f"     {each}" for each in ran.said.splitlines()[-LINES_SHOWN:]))
    return ran.is_good


def beside_of(part: Part, chosen: list[Part]) -> list[Part]:
    """What runs at the same time, itself included."""
    names = next((each for each in BESIDE if part.name in each), (part.name,))
    return [each for each in chosen if each.name in names]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    names = [part.name for part in PARTS]
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    parser.add_argument("--seed", type=int, default=1, help="of every part")
    given = parser.parse_args()
    chosen = [part for part in PARTS if part.name in given.only]
    began_s = time.monotonic()
    good: list[bool] = []
    for part in chosen:
        beside = beside_of(part, chosen)
        if len(beside) == 1:
            good.append(told(run(part, part.size, given.seed)))
        elif part is beside[0]:
            good += [told(ran) for ran in run_beside(beside, given.seed)]
    took_min = (time.monotonic() - began_s) / 60
    print(f"campaign: {sum(good)} of {len(good)} parts good, {took_min:.1f} min")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
