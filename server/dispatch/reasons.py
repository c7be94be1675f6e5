"""What keeps people away from an order, summed up."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from geo.rank import Excluded


def counted(excluded: Iterable[Excluded]) -> list[dict[str, Any]]:
    """How many technicians each reason keeps away, the most frequent first."""
    counts = Counter(type(reason) for one in excluded for reason in one.reasons)
    found = [(str(kind.__struct_config__.tag), count) for kind, count in counts.items()]
    found.sort(key=lambda each: (-each[1], each[0]))
    return [{"code": code, "count": count} for code, count in found]
