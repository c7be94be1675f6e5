"""What the network does to one exchange: a value, drawn by a personality, carried out elsewhere."""

from dataclasses import dataclass, field
from enum import Enum
from math import inf


class Reach(Enum):
    """How much of a request gets to the server. All but the last are then cut on both sides."""

    NOTHING = "nothing"
    HALF_LINE = "half of the first line"
    SOME_HEADS = "a part of the heads"
    HEAD = "all heads and nothing of the body"
    ONE_BYTE = "one byte of the body"
    HALF_BODY = "half of the body"
    ALL_BUT_ONE = "all but the last byte"
    NO_WAIT = "everything, and nobody waits for the answer"
    WHOLE = "everything"


@dataclass(frozen=True)
class Reply:
    """What the network says itself in place of the server."""

    status: int
    reason: str
    kind: str
    body: str
    heads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Meddling:
    """How a box on the way rewrites messages that it does not understand."""

    spelling: str = "kept"  # of the heads' names: kept, upper, lower, title
    reverses: bool = False  # the order of the heads
    unpacks: bool = False  # bodies, and no packed answer is asked for
    old_version: bool = False  # answers as HTTP/1.0, whose body ends with the line
    chunk_bytes: int = 0  # answers in chunks so small; 0: as it came
    forgets: tuple[str, ...] = ()  # heads of the answer that get lost
    adds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    """One exchange. Times in seconds, rates in bytes a second, before the pace is applied."""

    what: str = ""  # for the person who watches; "" when nothing is wrong
    reply: Reply | None = None
    hold_s: float = 0.0  # before anything goes up
    up_bytes_s: float = inf
    down_bytes_s: float = inf
    piece_bytes: int = 16_384  # what goes at once
    reach: Reach = Reach.WHOLE
    times: int = 1  # how often the server gets the request
    answer_delay_s: float = 0.0  # after the server made it
    answer_share: float = 1.0  # of the answer's body
    seems_whole: bool = False  # a cut body announces the length it has, not the one it had
    loses_answer: bool = False  # once it is made
    is_stale: bool = False  # an earlier answer will do, when there is one
    meddling: Meddling = field(default_factory=Meddling)
    cut_after_s: float = inf  # of the whole exchange
