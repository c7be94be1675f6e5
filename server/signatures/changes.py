"""What was shown to a signer, and what of it is different by now. Pure.

TypeScript twin: `pwa/src/domain/signatures/changes.ts`; both are judged by
`tests/contract/cases/signature_changes.json`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec


class ShownLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was used up."""

    item: str
    quantity_milli: int  # thousandths of a unit
    unit: str = ""
    serial: str = ""


class ShownPhoto(msgspec.Struct, frozen=True):
    slot: str
    sha256: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What stood on the screen, as far as it can change; what an older app left out is None.

    Lists may be cut to what an entry holds: their counts are of the whole. `parts`: lines as
    sentences, as apps before the signature's own row wrote them; of these only the number counts.
    """

    consent: str | None = None  # the sentence above the pad
    title: str | None = None
    place: str | None = None
    summary: str | None = None
    lines: tuple[ShownLine, ...] | None = None
    line_count: int | None = None
    parts: tuple[str, ...] | None = None
    photos: tuple[ShownPhoto, ...] | None = None
    photo_count: int | None = None


class Change(msgspec.Struct, frozen=True):
    """One thing that differs: `field` title, place, summary, line, photo (by its SHA-256),
    line_count or photo_count. `before` "": it was added since; `after` "": it is gone."""

    field: str
    before: str
    after: str


PARTS_MAX = 20  # so many sentences an older app wrote at most


def shown_of(text: str) -> Shown | None:
    """From the canonical JSON that was signed; None when nobody can read it."""
    try:
        return msgspec.json.decode(text, type=Shown)
    except msgspec.DecodeError:
        return None


def changes(text: str, now: Shown) -> tuple[Change, ...]:
    """What differs between what was signed and the order now, which is whole.

    A text that nobody can read proves nothing about the rest: it is no change.
    """
    seen = shown_of(text)
    return () if seen is None else tuple(_changes(seen, now))


def _changes(seen: Shown, now: Shown) -> Iterator[Change]:
    for field in ("title", "place", "summary"):
        before, after = getattr(seen, field), getattr(now, field)
        if before is not None and before != after:
            yield Change(field, before, after or "")
    lines = [line_text(line) for line in now.lines or ()]
    if seen.lines is not None:
        before = [line_text(line) for line in seen.lines]
        yield from _listed("line", before, seen.line_count, lines)
    elif seen.parts is not None and len(seen.parts) != min(len(lines), PARTS_MAX):
        yield Change("line_count", str(len(seen.parts)), str(len(lines)))
    if seen.photos is not None:
        before = [photo.sha256 for photo in seen.photos]
        after = [photo.sha256 for photo in now.photos or ()]
        yield from _listed("photo", before, seen.photo_count, after)


def _listed(field: str, before: list[str], count: int | None, after: list[str]) -> Iterator[Change]:
    """Of a list that was cut nobody knows what its rest was: only how much it was."""
    for text in _without(before, after):
        yield Change(field, text, "")
    if count is None or count == len(before):
        for text in _without(after, before):
            yield Change(field, "", text)
    elif count != len(after):
        yield Change(f"{field}_count", str(count), str(len(after)))


def _without(texts: list[str], others: Iterable[str]) -> list[str]:
    """The texts that have no twin among the others, in their order."""
    left, found = Counter(others), list[str]()
    for text in texts:
        if left[text] > 0:
            left[text] -= 1
        else:
            found.append(text)
    return found


def line_text(line: ShownLine) -> str:
    """聚氨酯防水涂料 2.5 kg PU-260803-17"""
    whole, rest = divmod(line.quantity_milli, 1_000)
    amount = f"{whole}.{rest:03}".rstrip("0").rstrip(".") if rest else str(whole)
    return " ".join(part for part in (line.item, amount, line.unit, line.serial) if part)


def place_text(names: Iterable[str], address: str) -> str:
    """The names from the outermost in. "云锦苑", "云锦苑 3 栋" is said once."""
    said = [name for name in names if name]
    is_repeated = [after.startswith(name) for name, after in pairwise(said)] + [False]
    kept = [name for name, skip in zip(said, is_repeated, strict=False) if not skip]
    return " ".join(kept) or address
