"""One planted bug: other text in one shipped file, and who is expected to notice."""

from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[3]
LINES_MAX = 10


class Bug(msgspec.Struct, frozen=True):
    """`find` stands exactly once in `file`, a path from the top of the project.

    `row`: the line of the table of failures seen in the field that this one repeats; 0: none.
    `invariants`: those expected to see it first; the run tells which one did.
    """

    name: str
    file: str
    find: str
    put: str
    invariants: tuple[int, ...]
    row: int = 0

    def text(self) -> str:
        return (ROOT / self.file).read_text()

    def lines(self) -> int:
        """How many lines it takes away or puts in their place, whichever are more."""
        return max(self.find.count("\n"), self.put.count("\n")) + 1
