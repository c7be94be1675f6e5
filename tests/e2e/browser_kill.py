"""Kills a browser the way a phone's system does: all its processes at once, without a word."""

import os
import signal
import time
from pathlib import Path

GONE_WITHIN_S = 10


def _processes() -> dict[int, tuple[int, str]]:
    """pid → (parent's pid, command line) of every process that is no zombie."""
    found: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            )
        except OSError:  # ended while we looked
            continue
        if fields[0] != "Z":
            found[int(folder.name)] = (int(fields[1]), command)
    return found


def _family(profile: Path) -> set[int]:
    every = _processes()
    family = {pid for pid, (_, command) in every.items() if f"--user-data-dir={profile}" in command}
    while grown := {pid for pid, (parent, _) in every.items() if parent in family} - family:
        family |= grown
    return family


def kill_browser(profile: Path) -> int:
    """SIGKILL to every process of the browser on this profile. Returns how many there were."""
    family = _family(profile)
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + GONE_WITHIN_S
    while family & _processes().keys():
        assert time.monotonic() < until, "the browser outlived SIGKILL"
        time.sleep(0.02)
    return len(family)
