"""The parts of a campaign: what is run, how much of it, and how its last line is read."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES_SHOWN = 40


@dataclass(frozen=True)
class Part:
    """`words` is the command with {size} and {seed}; `soak_size` is one chunk of a soak."""

    name: str
    words: str
    size: int
    soak_size: int
    has_own_seeds: bool  # each thing has a seed of its own
    bad: str  # finds the number of violations in what it prints


SIMULATE = "tests.simulation --histories {size} --seed {seed} --no-shrink --engine "
KILLS = "tests.campaign.kills --kills {size} --seed {seed} --engine "
RESTORE = "tests.campaign.restoring --mutations {size} --seed {seed} --engine "
VIOLATIONS = r"(\d+) violations"

# With the tests before them less than an hour on two cores; a soak goes on from there.
PARTS = (
    Part("simulate sqlite", SIMULATE + "sqlite", 5_000, 500, True, VIOLATIONS),
    Part("simulate postgresql", SIMULATE + "postgresql", 20, 20, True, VIOLATIONS),
    Part(
        "append",
        "tests.append.driver --mutations {size} --seed {seed}",
        100_000,
        20_000,
        False,
        r"(\d+) anomalies",
    ),
    Part("kills sqlite", KILLS + "sqlite", 300, 100, False, VIOLATIONS),
    Part("kills postgresql", KILLS + "postgresql", 300, 100, False, VIOLATIONS),
    Part(
        "kills browser",
        "tests.campaign.browsers --kills {size} --seed {seed}",
        40,
        40,
        False,
        VIOLATIONS,
    ),
    Part(
        "reassignment",
        "tests.campaign.reassigning --moves {size} --seed {seed}",
        3_000,
        2_000,
        False,
        VIOLATIONS,
    ),
    Part(
        "divergence",
        "tests.campaign.divergence --flips {size} --seed {seed}",
        1_000,
        1_000,
        False,
        VIOLATIONS,
    ),
    Part("restore sqlite", RESTORE + "sqlite", 600, 600, False, VIOLATIONS),
    Part("restore postgresql", RESTORE + "postgresql", 600, 600, False, VIOLATIONS),
    Part("storm", "tests.fuzz --each {size} --seed {seed}", 6, 6, False, VIOLATIONS),
)


@dataclass(frozen=True)
class Ran:
    """One part that was run. `violations` -1: it broke off without a verdict."""

    part: Part
    said: str
    violations: int
    is_good: bool
    took_s: float

    @property
    def line(self) -> str:
        verdict = "ok  " if self.is_good else "FAIL"
        lines = [each for each in self.said.splitlines() if each.strip()]
        told = "; ".join(lines[-4:] if self.part.name == "append" else lines[-1:]) or "nothing said"
        return f"{verdict} {self.part.name} ({self.took_s:.0f} s): {told}"


def start(part: Part, size: int, seed: int) -> "subprocess.Popen[str]":
    words = part.words.format(size=size, seed=seed).split()
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(part: Part, size: int, seed: int) -> Ran:
    """One part to its end."""
    began_s = time.monotonic()
    process = start(part, size, seed)
    said, _ = process.communicate()
    return judged(part, said, process.returncode, time.monotonic() - began_s)


def run_beside(parts: list[Part], seed: int) -> list[Ran]:
    """Parts that leave a core free for each other, at the same time."""
    began_s = time.monotonic()
    running = [(part, start(part, part.size, seed)) for part in parts]
    ran: list[Ran] = []
    for part, process in running:
        said, _ = process.communicate()
        ran.append(judged(part, said, process.returncode, time.monotonic() - began_s))
    return ran


def judged(part: Part, said: str, status: int, took_s: float) -> Ran:
    """What the last figures of its output mean."""
    found = re.findall(part.bad, said)
    last = found[-1] if found else "-1"
    numbers = [last] if isinstance(last, str) else list(last)
    violations = sum(int(number) for number in numbers)
    return Ran(part, said, violations, status == 0 and violations == 0, took_s)
