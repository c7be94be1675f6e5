"""A proxy on the loopback that counts the TCP payload between the engine and the server."""

import contextlib
import socket
import threading
import zlib
from dataclasses import dataclass
from typing import Any

import brotli
import msgspec

HOST = "127.0.0.1"
SYNC = b"POST /sync "


@dataclass(frozen=True)
class Message:
    """One HTTP message: its head, and its body as it travelled and as it reads."""

    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        for line in self.head.decode().split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name:
                return value.strip()
        return ""

    @property
    def opened(self) -> bytes:
        coding = self.header("content-encoding")
        if coding == "br":
            return brotli.decompress(self.body)
        return zlib.decompress(self.body, 31) if coding == "gzip" else self.body

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.opened)


@dataclass(frozen=True)
class Traffic:
    """What one phase cost on the wire, both ways."""

    requests: list[Message]
    answers: list[Message]
    up_bytes: int
    down_bytes: int

    @property
    def total_bytes(self) -> int:
        return self.up_bytes + self.down_bytes

    @property
    def head_bytes(self) -> int:
        return sum(len(message.head) for message in [*self.requests, *self.answers])


class Meter:
    """Forwards each connection to the server and keeps what went over it until `take`."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.origin = f"http://{HOST}:{self.port}"
        self._lock = threading.Lock()
        self._up, self._down = bytearray(), bytearray()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def take(self) -> Traffic:
        """What was counted since the last call. The engine must be at rest.

        Raises ValueError when something else than `/sync` went through.
        """
        with self._lock:
            up, down = bytes(self._up), bytes(self._down)
            self._up.clear()
            self._down.clear()
        requests, answers = messages(up), messages(down)
        if strange := [each.head for each in requests if not each.head.startswith(SYNC)]:
            raise ValueError(f"not a sync: {strange[0]!r}")
        return Traffic(requests, answers, len(up), len(down))

    def close(self) -> None:
        """Cut every connection and wait until nothing runs any more."""
        for each in [self._listener, *self._open]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join()

    def _start(self, run: Any, *args: object) -> None:
        thread = threading.Thread(target=run, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection((HOST, self._server_port))
            except OSError:
                return
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.append(each)
            self._start(self._pump, near, far, self._up)
            self._start(self._pump, far, near, self._down)

    def _pump(self, source: socket.socket, target: socket.socket, counted: bytearray) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65_536):
                with self._lock:
                    counted += chunk
                target.sendall(chunk)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def messages(stream: bytes) -> list[Message]:
    """A stream of HTTP/1.1 messages with `content-length`, taken apart."""
    found: list[Message] = []
    while stream:
        head, gap, rest = stream.partition(b"\r\n\r\n")
        message = Message(head + gap, b"")
        length = int(message.header("content-length") or 0)
        if not gap or len(rest) < length:
            raise ValueError("a message ends early")
        found.append(Message(message.head, rest[:length]))
        stream = rest[length:]
    return found
