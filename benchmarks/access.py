"""What axe and a ruler find on every route, dialog and state, in both languages and every light.

    make bench-access

Runs the browser tests that gate it and counts what they looked at.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.kit.lines import Line, report

ROOT = Path(__file__).resolve().parents[1]
TESTS = [f"tests/e2e/test_axe_{part}.py" for part in ("phone", "board", "fresh")]


def looks() -> list[tuple[str, int]]:
    """(face, violations) of each look. Raises CalledProcessError where a test fails to look."""
    with TemporaryDirectory() as folder:
        listing = Path(folder) / "looks.tsv"
        environment = os.environ | {"FIELDWARD_LOOKS": str(listing)}
        command = [sys.executable, "-m", "pytest", "-q", *TESTS]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        lines = [line.split("\t") for line in listing.read_text(encoding="utf-8").splitlines()]
    return [(face, int(count)) for face, count, _ in lines]


def main() -> None:
    """Print the table and write benchmarks/out/access.json."""
    found = looks()
    lines: list[Line] = []
    for face in ("phone", "board"):
        counts = [count for seen, count in found if seen == face]
        faults = f"{face}: axe violations and small targets"
        lines.append(Line(faults, sum(counts), 0, "", "count", {}))
        states = f"{face}: screens, dialogs and states looked at"
        lines.append(Line(states, len(counts), None, "", "count", {}))
    report("access", lines)


if __name__ == "__main__":
    main()
