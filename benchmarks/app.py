"""What a technician's phone downloads before he sees his day, beside the faces that it never loads.

    make bench-app

Bytes as they travel: brotli 11, fonts as they are. `tests/tidy/test_bundle_budget.py` gates them.
"""

from benchmarks.kit.lines import Line, report
from scripts.bundle_size import BUDGET_BYTES, DIST, first_load, packed_bytes

FACES = (
    ("technician", "index.html", BUDGET_BYTES),
    ("board", "board.html", None),
    ("portal", "portal.html", None),
)


def main() -> None:
    """Print the table and write benchmarks/out/app.json. Raises NotBuilt."""
    lines: list[Line] = []
    for face, page, goal in FACES:
        total = sum(packed_bytes(DIST / path) for path in first_load(DIST, page))
        metric = f"first load of the {face}'s page: JS, CSS and fonts"
        lines.append(Line(metric, total, goal, "B", "count", {}))
    report("app", lines)


if __name__ == "__main__":
    main()
