"""What was wrong with a history of appends: pure, from what was asked, seen and stored.

Each mutation appends values that nobody else appends, and reads lists. The list that is stored in
the end gives the order of the versions of a row, so all dependencies between mutations are known:

    ww  one appended right after the other      wr  one saw the other's append as the last
    rw  one read a list, the other appended the next value to it

A cycle of them is an anomaly (the names are Adya's): of ww alone G0, of ww and wr G1c, with exactly
one rw G-single, with more G2.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

Values = tuple[str, ...]
Edge = tuple[str, str]


class Outcome(Enum):
    """`UNKNOWN`: nobody was told; it may have happened."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Txn:
    """One mutation: what it appended to which row, and the lists it read before its own appends."""

    name: str
    outcome: Outcome
    seq: int | None
    appends: dict[str, Values]
    reads: dict[str, Values] = field(default_factory=dict)


@dataclass(frozen=True)
class Pull:
    """What one reader got in one pull, after which it believes to have everything up to `head`."""

    head: int
    lists: dict[str, Values]


@dataclass(frozen=True)
class Anomaly:
    kind: str
    words: str


class History:
    """All mutations, the lists as they are stored in the end, and every reader's pulls in order."""

    def __init__(
        self,
        txns: Iterable[Txn],
        final: dict[str, Values],
        pulls: Iterable[list[Pull]] = (),
    ) -> None:
        self.txns = {txn.name: txn for txn in txns}
        self.final = final
        self.pulls = list(pulls)
        self.writer = {
            (row, value): txn.name
            for txn in self.txns.values()
            for row, values in txn.appends.items()
            for value in values
        }

    def reads(self) -> Iterator[tuple[str, str, Values]]:
        """(mutation, row, list) of every read of one that happened."""
        for txn in self.txns.values():
            if txn.outcome is Outcome.OK:
                yield from ((txn.name, row, values) for row, values in txn.reads.items())


def check(history: History) -> list[Anomaly]:
    """Everything that is wrong, the plainest first."""
    return [
        *_lists(history),
        *_reads(history),
        *_seqs(history),
        *_cycles(_edges(history)),
        *(each for number, reader in enumerate(history.pulls) for each in _holes(history, number)),
    ]


def missed(anomalies: Iterable[Anomaly]) -> int:
    """How many appends a cursor went past."""
    return sum(each.kind == "cursor hole" for each in anomalies)


def _lists(history: History) -> Iterator[Anomaly]:
    """The stored lists against what was acknowledged."""
    for row, values in history.final.items():
        known: set[str] = set()
        for value in values:
            if value in known:
                yield Anomaly("doubled", f"{value} stands twice in {row}")
            known.add(value)
            writer = history.writer.get((row, value))
            if writer is None:
                yield Anomaly("garbage", f"nobody appended {value} to {row}")
            elif history.txns[writer].outcome is Outcome.FAILED:
                yield Anomaly("G1a", f"{row} keeps {value} of {writer}, which failed")
    for (row, value), writer in history.writer.items():
        is_ok = history.txns[writer].outcome is Outcome.OK
        if is_ok and value not in history.final.get(row, ()):
            yield Anomaly("lost update", f"{value} of {writer} is not in {row}")


def _reads(history: History) -> Iterator[Anomaly]:
    for name, row, values in history.reads():
        if values != history.final.get(row, ())[: len(values)]:
            yield Anomaly("incompatible", f"{name} read {row} as {values[-3:]}, which is no prefix")
        for value in values:
            writer = history.writer.get((row, value))
            if writer and history.txns[writer].outcome is Outcome.FAILED:
                yield Anomaly("G1a", f"{name} read {value} of {writer}, which failed")
        if values and (writer := history.writer.get((row, values[-1]))) not in (None, name):
            assert writer is not None
            if history.txns[writer].appends[row][-1] != values[-1]:
                yield Anomaly("G1b", f"{name} read {row} in the middle of {writer}")


def _seqs(history: History) -> Iterator[Anomaly]:
    """The numbers that cursors go by must be in the order of the versions."""
    for row, values in history.final.items():
        writers = [history.writer[row, each] for each in values if (row, each) in history.writer]
        numbered = [(history.txns[name].seq, name) for name in writers]
        known = [(seq, name) for seq, name in numbered if seq is not None]
        for (before, one), (after, other) in pairwise(known):
            if before > after:
                yield Anomaly("order", f"{one} has seq {before} and is before {other}, {after}")


def _edges(history: History) -> dict[str, set[Edge]]:
    """Who depends on whom, by kind; nobody on himself."""
    edges: dict[str, set[Edge]] = {"ww": set(), "wr": set(), "rw": set()}

    def add(kind: str, one: str | None, other: str | None) -> None:
        if one is not None and other is not None and one != other:
            edges[kind].add((one, other))

    after: dict[tuple[str, str | None], str] = {}
    for row, values in history.final.items():
        for before, value in pairwise((None, *values)):
            assert value is not None
            after[row, before] = value
            if before is not None:
                add("ww", history.writer.get((row, before)), history.writer.get((row, value)))
    for name, row, values in history.reads():
        last = values[-1] if values else None
        if last is not None:
            add("wr", history.writer.get((row, last)), name)
        if (following := after.get((row, last))) is not None:
            add("rw", name, history.writer.get((row, following)))
    return edges


def _cycles(edges: dict[str, set[Edge]]) -> Iterator[Anomaly]:
    """One anomaly for each knot, named by the weakest edges that it needs."""
    for kind, kinds in (("G0", ("ww",)), ("G1c", ("ww", "wr"))):
        for knot in knots(edge for each in kinds for edge in edges[each]):
            if kind == "G1c" and any(knots(e for e in edges["ww"] if set(e) <= knot)):
                continue
            yield Anomaly(kind, _told(knot))
    plain = edges["ww"] | edges["wr"]
    for knot in knots(plain | edges["rw"]):
        inside = {edge for edge in plain if set(edge) <= knot}
        if any(knots(inside)):
            continue  # told already
        ways = _ways(inside)
        single = any(
            one in _reached(ways, other) for one, other in edges["rw"] if {one, other} <= knot
        )
        yield Anomaly("G-single" if single else "G2", _told(knot))


def _told(knot: set[str]) -> str:
    return f"{len(knot)} mutations depend on each other: {', '.join(sorted(knot)[:5])}"


def _ways(edges: Iterable[Edge]) -> dict[str, list[str]]:
    ways: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        ways[one].append(other)
    return ways


def _reached(ways: dict[str, list[str]], start: str) -> set[str]:
    seen, open_ends = {start}, [start]
    while open_ends:
        for other in ways.get(open_ends.pop(), ()):
            if other not in seen:
                seen.add(other)
                open_ends.append(other)
    return seen


def knots(edges: Iterable[Edge]) -> list[set[str]]:
    """Strongly connected parts of more than one: Tarjan's algorithm, without recursion."""
    ways = _ways(edges)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[set[str]] = []
    for root in list(ways):
        if root in index:
            continue
        work = [(root, iter(ways[root]))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    path.append(other)
                    on_path.add(other)
                    work.append((other, iter(ways.get(other, ()))))
                    break
                if other in on_path:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    knot = set(path[path.index(node) :]) if len(path) < 64 else _tail(path, node)
                    del path[-len(knot) :]
                    on_path -= knot
                    if len(knot) > 1:
                        found.append(knot)
    return found


def _tail(path: list[str], node: str) -> set[str]:
    """From the node to the end, looked for from the end: knots are short, paths are long."""
    end = len(path) - 1
    while path[end] != node:
        end -= 1
    return set(path[end:])


def _holes(history: History, number: int) -> Iterator[Anomaly]:
    """Appends with a seq that this reader's cursor went past without them, and ones too early."""
    by_seq: list[tuple[int, str, str]] = sorted(
        (txn.seq, row, value)
        for txn in history.txns.values()
        if txn.seq is not None and txn.outcome is Outcome.OK
        for row, values in txn.appends.items()
        for value in values
    )
    held: set[tuple[str, str]] = set()
    at = 0
    for pull in history.pulls[number]:
        for row, values in pull.lists.items():
            held.update((row, value) for value in values)
            for value in reversed(values):
                seq = (
                    history.txns[writer].seq if (writer := history.writer.get((row, value))) else 0
                )
                if seq is None or seq <= pull.head:
                    break
                yield Anomaly("ahead", f"reader {number} got {value} of {seq} at {pull.head}")
        while at < len(by_seq) and by_seq[at][0] <= pull.head:
            seq, row, value = by_seq[at]
            at += 1
            if (row, value) not in held:
                what = f"reader {number} went past {value} of {seq} at head {pull.head}"
                yield Anomaly("cursor hole", what)
