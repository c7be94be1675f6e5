"""Shares a range of seeds among workers and adds up what they tell."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from tests.simulation.bundles import bundles

ROOT = Path(__file__).resolve().parents[2]


class Ask(msgspec.Struct, frozen=True):
    """What to run."""

    first: int
    histories: int
    engine: str = "sqlite"
    faults: list[str] | None = None
    trace: bool = False
    shrink: bool = False
    stop: bool = False
    twice_every: int = 50
    bug: dict[str, str] | None = None
    stories: list[Any] | None = None  # plans, in place of seeds


class Found(msgspec.Struct):
    """What all workers found together."""

    workers: int = 0
    histories: int = 0
    replayed: int = 0
    clocks: int = 0
    took_ms: int = 0
    cpu_ms: int = 0
    server_cpu_ms: int = 0
    failures: list[dict[str, Any]] = []
    grounds: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    possible: list[str] = []  # pairs of a fault and a state
    impossible: list[tuple[str, str]] = []  # pairs that cannot be, and why

    def add(self, other: dict[str, Any]) -> None:
        """One worker's result."""
        self.workers += 1
        self.histories += other["histories"]
        self.replayed += other["replayed"]
        self.clocks += other["clocks"]
        self.took_ms = max(self.took_ms, other["took_ms"])
        self.cpu_ms += other["cpu_ms"]
        self.server_cpu_ms += other["server_cpu_ms"]
        self.failures += other["failures"]
        self.possible, self.impossible = other["possible"], other["impossible"]
        for name in ("grounds", "acts", "faults", "pairs"):
            counted: Counter[str] = getattr(self, name)
            for key, times in other[name].items():
                counted[key] += times

    @property
    def violations(self) -> int:
        return sum(len(failure["violations"]) for failure in self.failures)


class BrokeOff(RuntimeError):
    """A worker ended without a result; what it said is on stderr, or here if it was to be quiet."""


def simulate(ask: Ask, workers: int, *, limit_s: float | None = None, quiet: bool = False) -> Found:
    """Run the seeds on so many workers. Raises BrokeOff, also when they take longer than that."""
    share, rest = divmod(ask.histories, workers)
    running: list[subprocess.Popen[str]] = []
    first = ask.first
    for worker in range(workers):
        histories = share + (worker < rest)
        if histories > 0:
            part = msgspec.structs.replace(ask, first=first, histories=histories)
            running.append(_start(part, quiet))
        first += histories
    found = Found(grounds=Counter(), acts=Counter(), faults=Counter(), pairs=Counter(), failures=[])
    outputs = [_output_of(process, limit_s) for process in running]
    for process, (output, said) in zip(running, outputs, strict=True):
        if process.returncode != 0:
            raise BrokeOff(f"a worker ended with {process.returncode} {_last_line(said)}".strip())
        found.add(json.loads(output))
    return found


def _start(ask: Ask, quiet: bool) -> subprocess.Popen[str]:
    is_at_server = ask.bug is not None and ask.bug["file"].endswith(".py")
    module = "tests.simulation.planted.loader" if is_at_server else "tests.simulation.worker"
    before, story = bundles(None if is_at_server else ask.bug)
    folders = {"bundles": str(before), "story_bundle": str(story)}
    options = json.dumps({**msgspec.to_builtins(ask), **folders})
    command = [sys.executable, "-m", module, options]
    # What each worker imports is compiled for the first of them only.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONHASHSEED"] = "0"  # or a seed meant something else in each process
    errors = subprocess.PIPE if quiet else None
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
    )


def _output_of(process: subprocess.Popen[str], limit_s: float | None) -> tuple[str, str]:
    try:
        output, said = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise BrokeOff(f"a worker was not done after {limit_s} s") from error
    return output, said or ""


def _last_line(said: str) -> str:
    return next((line for line in reversed(said.splitlines()) if line.strip()), "")


def plan_of(story: Path) -> Any:
    """The plan in a file of `stories/`. `was` beside it says what it once showed."""
    return json.loads(story.read_text())["plan"]


def coverage(found: Found) -> tuple[int, int, list[str]]:
    """Pairs of fault and state that were met, how many there are, and those that were not."""
    lacking = [pair for pair in found.possible if not found.pairs[pair]]
    return len(found.possible) - len(lacking), len(found.possible), lacking


def missed_lines(found: Found) -> list[str]:
    """Pairs that were not met, and how many are not counted for which reason."""
    reasons = Counter(why for _, why in found.impossible)
    return [
        *(f"not met: {pair}" for pair in coverage(found)[2]),
        *(f"{count} pairs cannot be: {why}" for why, count in reasons.items()),
    ]


def lines(found: Found, engine: str) -> list[str]:
    """The report of a run, ending with its closing line."""
    said: list[str] = []
    for failure in found.failures:
        said.append(f"seed {failure['seed']} fails:")
        said += [
            f"  invariant {each['invariant']}: {each['what']}" for each in failure["violations"]
        ]
        if failure["story"]:
            said.append(f"  smallest story: {json.dumps(failure['story'])}")
        again = f"make simulate HISTORIES=1 SEED={failure['seed']} ENGINE={engine}"
        said.append(f"  again: {again}")
    met, all_pairs, _ = coverage(found)
    phones = max(1, found.grounds["phones"])
    ms = found.took_ms * found.workers / max(1, found.histories)
    cpu = (found.cpu_ms + found.server_cpu_ms) / max(1, found.histories)
    grounds = ", ".join(f"{count} {name}" for name, count in sorted(found.grounds.items()))
    said += [
        f"ground: {grounds}",
        f"indexed phones: {100 * found.grounds['indexed phones'] / phones:.1f} % of phones",
        f"acts: {sum(found.acts.values())} of {len(found.acts)} kinds",
        f"faults: {sum(found.faults.values())}, of {sum(n > 0 for n in found.faults.values())}"
        f" of {len(found.faults)} kinds",
        f"fault × state: {met} of {all_pairs} pairs met ({100 * met / max(1, all_pairs):.0f} %)",
        f"replayed exactly: {found.replayed} seeds; run again with right clocks: {found.clocks}",
        f"{ms:.0f} ms a history in each worker, {cpu:.0f} ms of processor time",
        f"{found.histories} histories, {found.violations} violations",
    ]
    return said
