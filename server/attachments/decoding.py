"""Pictures are decoded in a process of their own, which may use so much memory and so much time.

A hostile file can take a decoder's memory, its time or its life. Then that process ends, the file
is one that cannot be shown, and the next picture gets another process.
"""

import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from server.attachments.decoder import HEAD, SHOWN, SIZES
from server.attachments.pictures import BrokenPicture, Size
from server.settings import plain_environment

ROOT = Path(__file__).resolve().parents[2]  # where `server` is found
MODULE = (sys.executable, "-m", "server.attachments.decoder")
MEMORY_BYTES_MAX = 1024 * 1024 * 1024  # a picture of the most pixels twice, and the interpreter
TIME_S_MAX = 20.0
IDLE_S = 60.0  # afterwards its memory is somebody else's
BROKEN_KEPT = 1_000


class Decoder:
    """One process at a time, begun with the first picture. Its methods block, in any thread."""

    def __init__(
        self,
        *,
        command: Sequence[str] = MODULE,
        memory_bytes_max: int = MEMORY_BYTES_MAX,
        time_s_max: float = TIME_S_MAX,
        idle_s: float = IDLE_S,
    ) -> None:
        self._command = [*command, str(memory_bytes_max)]
        self._time_s_max = time_s_max
        self._idle_s = idle_s
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._broken: dict[tuple[str, Size], str] = {}

    def render(self, sha256: str, data: bytes, size: Size) -> bytes:
        """A JPEG of the picture. Raises BrokenPicture; what was found broken is not tried again
        by this process."""
        with self._turn:
            if (why := self._broken.get((sha256, size))) is not None:
                raise BrokenPicture(why)
            try:
                return self._ask(data, size)
            except BrokenPicture as error:
                if len(self._broken) >= BROKEN_KEPT:
                    self._broken.clear()
                self._broken[sha256, size] = str(error)
                raise

    def close(self) -> None:
        """End the process; another picture begins one again."""
        with self._turn:
            self._rest()
            self._end()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _ask(self, data: bytes, size: Size) -> bytes:
        self._rest()
        process = self._begun()
        late = threading.Timer(self._time_s_max, process.kill)
        late.start()
        try:
            status, said = _exchange(process, HEAD.pack(SIZES.index(size), len(data)), data)
        except (OSError, EOFError) as error:
            self._end()
            raise BrokenPicture("it took too much time, or more memory than there is") from error
        finally:
            late.cancel()
        self._idle = threading.Timer(self._idle_s, self.close)
        self._idle.daemon = True
        self._idle.start()
        if status != SHOWN:
            raise BrokenPicture(said.decode("utf-8", "replace"))
        return said

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=plain_environment(),
            )
            weakref.finalize(self, _ended, self._process)
        return self._process

    def _rest(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = None

    def _end(self) -> None:
        if self._process is not None:
            _ended(self._process)
        self._process = None


def _exchange(process: subprocess.Popen[bytes], *asked: bytes) -> tuple[int, bytes]:
    """Raises OSError and EOFError: it has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    for part in asked:
        process.stdin.write(part)
    process.stdin.flush()
    status, length = HEAD.unpack(_exactly(process.stdout, HEAD.size))
    return status, _exactly(process.stdout, length)


def _exactly(source: IO[bytes], count: int) -> bytes:
    found = source.read(count)
    if len(found) < count:
        raise EOFError
    return found


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written to it
                pipe.close()
