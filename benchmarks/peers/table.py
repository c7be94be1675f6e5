"""The tables that `make bench-sync` prints about ours and the peers, and the file of them."""

from collections.abc import Callable

import msgspec

from benchmarks.kit.lines import OUT, Line
from benchmarks.peers.contest import PEERS, Contest, Score, installed
from benchmarks.peers.floor import floors
from benchmarks.peers.proxy import Link
from benchmarks.peers.story import PHASES, Story
from benchmarks.peers.verdict import Verdict

NAME_WIDTH, CELL_WIDTH = 27, 23
WHAT = {
    "a": "first sync",
    "b": "no-op",
    "c": "100 fields",
    "d": "200 offline edits",
    "d2": "no-op after d",
    "e": "50 leave, 50 enter",
}


def tables(contests: list[Contest], story: Story) -> list[str]:
    """Bytes of these contestants, as they are and beside ours, which is the first of them."""
    ours = contests[0].scores
    least = {"floor": floors(story), "floor without ids": floors(story, has_ids=False)}
    lines = ["requests: bytes up / down, HTTP heads and token included"]
    lines += _table(contests, _wire)
    for name, cost in least.items():
        lines += [_row(f"{name}, one way", [f"{cost[phase]:,}" for phase in PHASES])]
    lines += ["", "bytes both ways as multiples of ours"]
    lines += _table(contests, lambda score, phase: _times(score, ours[phase]))
    for name, cost in least.items():
        parts = [f"{cost[phase] / ours[phase].count.total_bytes:.2f}" for phase in PHASES]
        lines += [_row(name, parts)]
    return [*lines, ""]


def times(contests: list[Contest], link: Link) -> list[str]:
    """How long each phase took, and how long if only the link took time."""

    def cell(score: Score, _: str) -> str:
        return f"{score.took_s:.2f} / {score.count.least_s(link):.2f} ({score.count.turns})"

    lines = ["seconds measured / of the link alone, handshake included (round trips)"]
    return [*lines, *_table(contests, cell), ""]


def _wire(score: Score, _: str) -> str:
    count = score.count
    return f"{count.requests}: {count.up_bytes:,} / {count.down_bytes:,}"


def _times(score: Score, ours: Score) -> str:
    return f"{score.count.total_bytes / ours.count.total_bytes:.2f}"


def _table(contests: list[Contest], cell: Callable[[Score, str], str]) -> list[str]:
    lines = [_row("", [f"{phase} {WHAT[phase]}" for phase in PHASES])]
    for contest in contests:
        if contest.refusal:
            lines.append(f"{contest.name:<{NAME_WIDTH}} not run: {contest.refusal}")
            continue
        lines.append(_row(contest.name, [cell(contest.scores[phase], phase) for phase in PHASES]))
    return lines


def _row(name: str, cells: list[str]) -> str:
    return f"{name:<{NAME_WIDTH}}" + "".join(f"{each:>{CELL_WIDTH}}" for each in cells)


def faults(contests: list[Contest]) -> list[str]:
    """Rows that a client still shows though they left, and rows that it shows otherwise."""
    found = [
        f"{contest.name:<{NAME_WIDTH}}after {phase}: {score.stale} stale rows, {score.wrong} wrong"
        for contest in contests
        for phase, score in contest.scores.items()
        if score.stale or score.wrong
    ]
    return ["stale: rows that left and are still on the client", *(found or ["none"]), ""]


def fates(contests: list[Contest]) -> list[str]:
    """Phase x: what became of five rows edited apart in other fields, and of five in one field."""
    lines = ["x: both sides edit the same rows before they meet; lost: no trace of it on any side"]
    for contest in contests:
        verdict = contest.scores["x"].verdict if "x" in contest.scores else None
        if verdict is not None:
            lines.append(f"{contest.name:<{NAME_WIDTH}}{_fate(verdict)}")
    return lines


def _fate(verdict: Verdict) -> str:
    apart = f"{verdict.merged} merged, {verdict.apart_kept} kept aside, {verdict.apart_lost} lost"
    stands = f"{verdict.of_server} the server's, {verdict.of_client} the client's"
    same = f"stands {stands}; the other {verdict.same_kept} kept, {verdict.same_lost} lost"
    split = f"; {verdict.split} rows differ between the sides" if verdict.split else ""
    return f"other fields: {apart:<36} one field: {same}{split}"


def licences() -> list[str]:
    """What npm says about each of them. They are measured here and shipped nowhere."""
    said = ((peer, installed(peer)) for peer in PEERS)
    return [
        f"{peer.name:<{NAME_WIDTH}}{told['version']:<10} {told.get('license', 'none named')}"
        for peer, told in said
        if told
    ]


def write(contests: list[Contest], story: Story) -> None:
    """benchmarks/out/sync_peers.json, in the form of every other benchmark."""
    ours, *others = contests
    least = floors(story)
    lines: list[Line] = []
    for phase in PHASES:
        counts = {each.name: each.scores[phase] for each in others if each.scores}
        score, what = ours.scores[phase], f"{phase}  {WHAT[phase]}"
        total = {name: float(each.count.total_bytes) for name, each in counts.items()}
        total["floor"] = float(least[phase])
        requests = {name: float(each.count.requests) for name, each in counts.items()}
        took = {name: round(each.took_s, 2) for name, each in counts.items()}
        lines += [
            Line(what, score.count.total_bytes, None, "bytes", "count", total),
            Line(f"{what}, requests", score.count.requests, None, "requests", "count", requests),
            Line(f"{what}, slow link", round(score.took_s, 2), None, "s", "count", took),
        ]
    OUT.mkdir(exist_ok=True)
    told = msgspec.json.format(msgspec.json.encode(lines), indent=1)
    (OUT / "sync_peers.json").write_bytes(told)
