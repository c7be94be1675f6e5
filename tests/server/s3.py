"""A local S3: moto's server in a process of its own, with buckets made on demand."""

import itertools
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from tests.nursery.nursery import free_port

START_S = 60.0


class LocalS3:
    """Gives settings of fresh buckets."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._numbers = itertools.count(1)

    def new_bucket(self) -> dict[str, str]:
        """Values for `Settings`."""
        name = f"files-{next(self._numbers)}"
        asked = urllib.request.Request(f"{self.endpoint}/{name}", method="PUT")
        with urllib.request.urlopen(asked, timeout=START_S):
            pass
        keys = {"s3_access_key": "key", "s3_secret_key": "secret"}
        return {"s3_bucket": name, "s3_endpoint": self.endpoint, "s3_prefix": "firm", **keys}


@contextmanager
def local_s3() -> Iterator[LocalS3]:
    """Serves until the block ends. Raises TimeoutError where it cannot start."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{endpoint}/moto-api/")
            yield LocalS3(endpoint)
        finally:
            process.kill()


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=START_S):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)  # it says nothing when it is ready
    raise TimeoutError(f"no S3 answers at {address}")
