"""The process in which pictures are decoded: `python -m server.attachments.decoder MEMORY_BYTES`.

Reads from stdin and answers on stdout, one picture after another: a byte and the length of what
follows. Asked: 0 thumb, 1 large, and the file. Answered: 0 and the JPEG, or 1 and why it is broken.
"""

import struct
import sys
from typing import BinaryIO

from server.attachments.pictures import BrokenPicture, Size, render

HEAD = struct.Struct(">BI")
SIZES = (Size.THUMB, Size.LARGE)
SHOWN, BROKEN = 0, 1


def limit_memory(most_bytes: int) -> None:
    """Where the system can: whatever asks for more gets a MemoryError."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(size: Size, data: bytes) -> tuple[int, bytes]:
    try:
        return SHOWN, render(data, size)
    except BrokenPicture as error:
        return BROKEN, str(error)[:200].encode()


def work(asked: BinaryIO, answers: BinaryIO) -> None:
    """Until nobody asks any more."""
    while len(head := asked.read(HEAD.size)) == HEAD.size:
        number: int
        length: int
        number, length = HEAD.unpack(head)
        status, said = answer(SIZES[number], asked.read(length))
        answers.write(HEAD.pack(status, len(said)) + said)
        answers.flush()


def main() -> None:
    limit_memory(int(sys.argv[1]))
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a decoder prints is no answer
    work(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
