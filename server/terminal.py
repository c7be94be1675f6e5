"""What a person at a terminal sees of long work."""

import sys


def show_progress(done: int, total: int) -> None:
    """One line that grows; quiet where nobody watches."""
    if sys.stderr.isatty():
        filled = 40 * done // max(1, total)
        bar = "█" * filled + "·" * (40 - filled)
        end = "" if done < total else "\n"
        print(f"\r  {bar} {done}/{total}", end=end, file=sys.stderr, flush=True)
