"""Follows a chain link by link and says what was done to it: removed, moved, put in, rewritten.

An event that does not follow the one before it stays in doubt until the next one, or a signed
head, tells whether something is missing before it, its own link was changed, or it does not
belong there. TypeScript twin: `pwa/src/verify/walk.ts`.
"""

from collections.abc import Callable

import msgspec

from sync import chain


class Point(msgspec.Struct, frozen=True):
    """Where a chain stands after the event `seq`."""

    seq: int
    chain: str


class Step(msgspec.Struct, frozen=True):
    """An event as far as the chain covers it."""

    seq: int
    payload_hash: str
    chain: str

    @property
    def claimed(self) -> Point:
        return Point(self.seq, self.chain)

    def follows(self, point: Point) -> bool:
        """Its own link is the one that comes after this point."""
        return self.seq > point.seq and self.chain == self.link_after(point)

    def link_after(self, point: Point) -> str:
        return chain.link(point.chain, self.seq, self.payload_hash)


class Gap(msgspec.Struct, frozen=True):
    """`after` stands in its place but does not follow `before`."""

    before: Point
    after: Step


class Damage(msgspec.Struct, frozen=True, order=True):
    """What happened to the events `first` to `last`."""

    first: int
    last: int
    what: str


class Walk:
    """Steps and witnesses in the order of the file; then `damages`."""

    def __init__(self) -> None:
        self.tail = Point(0, chain.GENESIS)  # the last event that is in its place
        self._gaps: list[Gap] = []
        self._before = self.tail  # where `_last` was put after
        self._last: Step | None = None
        self._doubt: Step | None = None
        self._strays: list[Step] = []
        self._edited: list[int] = []
        self._late: list[int] = []

    def add(self, step: Step) -> None:
        self._settle(step.follows)
        doubted = self._doubt
        if doubted is None:
            if step.follows(self.tail):
                self._go_on(step)
            else:
                self._doubt = step
            return
        if self.tail.seq < doubted.seq < step.seq:
            self._accept(doubted)
        else:
            self._strays.append(doubted)
        self._doubt = step

    def stands_at(self, point: Point) -> bool:
        """A witness says where the chain stood when everything up to `point.seq` was in it."""

        def is_there(here: Point) -> bool:
            return here.seq <= point.seq and here.chain == point.chain

        self._settle(is_there)
        if self._doubt is not None:
            return False
        if self._last and point.seq < self.tail.seq and is_there(self._before):
            self._strays.append(self._last)
            self.tail, self._last = self._before, None
        return is_there(self.tail)

    def close(self, signed_seq: int) -> None:
        """No more events come. Up to a seq that was signed, what stood too early is the end."""
        if self._doubt is not None:
            if self._doubt.seq > self.tail.seq:
                self._accept(self._doubt)
            else:
                self._strays.append(self._doubt)
            self._doubt = None
        self._strays.sort(key=lambda step: step.seq)
        for step in self._strays:
            if step.seq <= signed_seq and step.follows(self.tail):
                self._late.append(step.seq)
                self.tail = step.claimed

    def has_gap_at(self, seq: int) -> bool:
        """Whether something is missing or moved around this seq."""
        return any(gap.before.seq < seq < gap.after.seq for gap in self._gaps)

    def damages(self) -> list[Damage]:
        """All of them, by their place. After `close`."""
        found = [Damage(seq, seq, "edited_link") for seq in self._edited]
        found += _ranges(self._late, "reordered")
        strays = [step for step in self._strays if step.seq not in self._late]
        for gap in self._gaps:
            here, left, moved = gap.before, list[Step](), list[int]()
            for step in strays:
                if step.seq < gap.after.seq and step.follows(here):
                    here = step.claimed
                    moved.append(step.seq)
                else:
                    left.append(step)
            strays = left
            found += _ranges(moved, "reordered")
            if gap.after.follows(here):
                continue
            if gap.after.seq == here.seq + 1:  # there is no room for another event
                found.append(Damage(here.seq, gap.after.seq, "broken_link"))
            else:
                found.append(Damage(here.seq + 1, gap.after.seq - 1, "missing"))
        found += [Damage(step.seq, step.seq, "inserted") for step in strays]
        return sorted(found)

    def _settle(self, fits: Callable[[Point], bool]) -> None:
        """Whatever comes next decides about the event in doubt."""
        doubted = self._doubt
        if doubted is None:
            return
        is_later = doubted.seq > self.tail.seq
        mended = Point(doubted.seq, doubted.link_after(self.tail))
        if self._last and doubted.follows(self._before) and fits(doubted.claimed):
            self._strays.append(self._last)  # of two after the same event the later one goes on
            self.tail = self._before
            self._go_on(doubted)
        elif is_later and fits(doubted.claimed):
            self._accept(doubted)
        elif is_later and fits(mended):
            self._edited.append(doubted.seq)
            self._go_on(doubted)
            self.tail = mended
        elif fits(self.tail):
            self._strays.append(doubted)
        else:
            return
        self._doubt = None

    def _accept(self, step: Step) -> None:
        self._gaps.append(Gap(self.tail, step))
        self._go_on(step)

    def _go_on(self, step: Step) -> None:
        self._before, self._last, self.tail = self.tail, step, step.claimed


def _ranges(numbers: list[int], what: str) -> list[Damage]:
    """Numbers that follow each other as one damage."""
    found: list[Damage] = []
    for number in numbers:
        if found and found[-1].last == number - 1:
            found[-1] = Damage(found[-1].first, number, what)
        else:
            found.append(Damage(number, number, what))
    return found
