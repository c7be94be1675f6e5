"""Whether a server is running on a data folder: it holds a lock that ends with its process."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

FILE = "serving.lock"


class InUse(Exception):
    """A server, or another restore, is at work in this data folder."""


@contextmanager
def holding(data_dir: Path, *, alone: bool) -> Generator[None]:
    """Hold the folder: servers share it, a restore wants it alone. Raises InUse."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / FILE).open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            raise InUse(f"{data_dir} is in use: stop the server first.") from error
        yield
