"""What became of edits that two sides made without knowing of each other."""

from dataclasses import dataclass

from benchmarks.peers.story import Clash, Row, Rows


@dataclass(frozen=True)
class Verdict:
    """Rows of each fate. `lost` values are in no replica and in no list: nobody will ever know."""

    merged: int = 0  # other fields of one row: both values stand
    apart_kept: int = 0  # one of the two stands, the other can still be found
    apart_lost: int = 0
    same_kept: int = 0  # one field: the value that does not stand can still be found
    same_lost: int = 0
    of_server: int = 0  # one field: whose value stands
    of_client: int = 0
    split: int = 0  # the two sides show different rows

    @property
    def lost(self) -> int:
        return self.apart_lost + self.same_lost


def judge(clash: Clash, on_server: Rows, on_client: Rows, aside: str) -> Verdict:
    """`aside` is the text of all that is kept beside the rows: losing revisions, cards, errors."""
    merged = apart_kept = apart_lost = same_kept = same_lost = of_server = of_client = 0
    for number, id in enumerate(clash.apart):
        wanted = {"phone": clash.phone(number), "remark": clash.word("client", id)}
        missing = _missing(on_server[id], wanted)
        merged += not missing
        kept = bool(missing) and all(value in aside for value in missing)
        apart_kept += kept
        apart_lost += bool(missing) and not kept
    for id in clash.same:
        words = {side: clash.word(side, id) for side in ("server", "client")}
        stands = on_server[id].get("remark")
        of_server += stands == words["server"]
        of_client += stands == words["client"]
        gone = [word for word in words.values() if word not in (stands, *_found(words, aside))]
        same_lost += bool(gone)
        same_kept += not gone
    split = sum(on_server[id] != on_client.get(id) for id in (*clash.apart, *clash.same))
    return Verdict(
        merged, apart_kept, apart_lost, same_kept, same_lost, of_server, of_client, split
    )


def _missing(row: Row, wanted: dict[str, str]) -> list[str]:
    return [value for name, value in wanted.items() if row.get(name) != value]


def _found(words: dict[str, str], aside: str) -> list[str]:
    return [word for word in words.values() if word in aside]
