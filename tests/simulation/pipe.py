"""Messages between story (Node) and server (Python): a length, then JSON, over two pipes."""

import os
import struct
from typing import Any

import msgspec

HEAD = struct.Struct("<I")


class Pipe:
    """One end. Reading and writing block: between two messages nothing may happen anywhere."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd

    def read(self) -> Any | None:
        """The next message; None when the other end is gone."""
        head = self._take(HEAD.size)
        if head is None:
            return None
        body = self._take(HEAD.unpack(head)[0])
        return None if body is None else msgspec.json.decode(body)

    def write(self, message: Any) -> None:
        body = msgspec.json.encode(message)
        rest = memoryview(HEAD.pack(len(body)) + body)
        while rest:
            rest = rest[os.write(self.write_fd, rest) :]

    def _take(self, size: int) -> bytes | None:
        taken = bytearray()
        while len(taken) < size:
            piece = os.read(self.read_fd, size - len(taken))
            if not piece:
                return None
            taken += piece
        return bytes(taken)
