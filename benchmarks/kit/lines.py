"""The lines of a benchmark: measured, written down, printed."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

OUT = Path(__file__).resolve().parents[1] / "out"


class Line(msgspec.Struct):
    """One measured figure. For `ratio` smaller is better, as for counts; None means no goal."""

    metric: str
    ours: float
    goal: float | None
    unit: str
    kind: Literal["count", "ratio"]
    peers: dict[str, float]


def cpu_s(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, for one call."""
    before_s = time.process_time()
    work()
    return time.process_time() - before_s


def report(name: str, lines: Sequence[Line]) -> None:
    """Write benchmarks/out/NAME.json and print the table."""
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(lines), indent=1))
    for line in lines:
        peers = "  ".join(f"{peer} {value:g}" for peer, value in line.peers.items())
        goal = "" if line.goal is None else f"goal {line.goal:g}"
        print(f"{line.ours:>9g} {line.unit:<10} {goal:<10} {line.metric}   [{peers}]")
