"""The story's code for Node, bundled once for all workers of a process."""

import atexit
import json
import shutil
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path

BUNDLER = Path(__file__).with_name("bundle.mjs")
_ONE_AT_A_TIME = threading.Lock()


class CannotBundle(RuntimeError):
    """The code of the app, or a bug planted in it, does not bundle; with the bundler's words."""


def bundles(bug: dict[str, str] | None) -> tuple[Path, Path]:
    """Folders with `before.mjs` and with `story.mjs`; this bug is in both versions of the app."""
    planted = json.dumps([bug] if bug is not None else [])
    with _ONE_AT_A_TIME:
        return _bundle("before", planted), _bundle("story", planted)


@cache
def _bundle(entry: str, changes: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fieldward-story-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = subprocess.run(
        ["node", str(BUNDLER), entry, str(folder), changes],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise CannotBundle(made.stderr.strip() or f"the bundler ended with {made.returncode}")
    return folder
