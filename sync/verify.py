"""Checks an export of the chain: lines in, findings out. Knows no server, no file and no clock.

What it proves: the events are those that the signed heads and the end speak of, in that order,
none added and none taken out. What it cannot prove is who holds the key: a reader who pins the
firm's public key, or brings a head that he was given earlier, depends on nothing in the file.
TypeScript twin: `pwa/src/verify/verify.ts`; `tests/contract/cases/evidence.json` judges both.
"""

from bisect import insort
from collections.abc import Callable
from hashlib import sha256

from sync import chain
from sync.canonical import canonical
from sync.epochs import links_epochs
from sync.evidence import (
    FORMAT,
    RESTORED,
    VERSION,
    AnyLine,
    BrokenLine,
    End,
    Event,
    Head,
    Header,
    key_id_of,
    read_line,
)
from sync.findings import Finding, Report, Trust
from sync.losses import Promise, losses
from sync.walk import Point, Step, Walk

# (public key, signature, message), in octets -> whether it is the key's. The caller's library.
Check = Callable[[bytes, bytes, bytes], bool]


class Verifier:
    """Call `read` for each line without its line feed, then `close`."""

    def __init__(self, trust: Trust, check: Check) -> None:
        self._check = check
        self._pinned = {key_id_of(public): public for public in trust.keys}
        self._given = trust.heads
        self._heads: list[Head] = []  # signed, and waiting for their place
        self._keys = dict(self._pinned)
        self._walk = Walk()
        self._findings: list[Finding] = []
        self._promises: list[Promise] = []
        self._is_erasing = False  # the event before had no payload
        self._header: Header | None = None
        self._end: End | None = None
        self._sum = sha256()
        self._begun: set[int] = set()  # where an epoch begins, or says so
        self._lines = self._events = self._kept = self._last_seq = self._confirmed = 0

    def read(self, text: bytes) -> None:
        self._lines += 1
        try:
            line = read_line(text)
        except BrokenLine:
            self._say("broken_line")
        else:
            self._read(line)
        self._sum.update(text + b"\n")

    def close(self, *, rest: bytes = b"") -> Report:
        """`rest`: what stands after the last line feed; there should be nothing."""
        if rest:
            self._lines += 1
            self._say("broken_line")
        self._ask_heads(None)
        if self._header is None:
            self._say("no_header")
        if self._end is None:
            self._say("no_end")
        self._walk.close(max((each.point.seq for each in self._promises), default=0))
        known = self._header
        for epoch in known.epochs[1:] if known else ():
            seq = epoch.first_seq
            if seq not in self._begun and seq <= self._walk.tail.seq:
                self._say("bad_epoch", seq, seq, epoch.epoch)
        self._findings += [Finding(d.what, d.first, d.last) for d in self._walk.damages()]
        self._findings += losses(self._promises, self._walk)
        firm = known.firm if known else ""
        found = sorted(self._findings, key=lambda each: (each.first, each.line))
        return Report(firm, self._events, self._kept, self._last_seq, found)

    def _read(self, line: AnyLine) -> None:
        if isinstance(line, Header):
            self._read_header(line)
        elif self._end is not None:
            self._say("broken_line")
        elif isinstance(line, Event):
            self._ask_heads(line.seq)
            self._read_event(line)
        elif isinstance(line, Head):
            self._read_head(line)
        else:
            self._read_end(line)

    def _read_header(self, header: Header) -> None:
        if self._lines > 1 or header.format != FORMAT or header.version != VERSION:
            self._say("broken_line")
            return
        self._header = header
        for key in header.keys if not self._pinned else ():
            if key.key_id == key_id_of(key.public):
                self._keys[key.key_id] = key.public
                self._say("unpinned_key", detail=key.public)
        for head in self._given:
            self._keep_head(head)

    def _read_event(self, event: Event) -> None:
        self._events += 1
        self._last_seq = max(self._last_seq, event.seq)
        step = Step(event.seq, event.payload_hash, event.chain)
        if event.payload is None or event.salt is None:
            self._say_erased(event.seq)
        else:
            self._is_erasing = False
            hashed = chain.text_hash(event.salt, canonical(event.payload))
            other = Step(event.seq, hashed, event.chain)
            if hashed != event.payload_hash:
                is_hash = not step.follows(self._walk.tail) and other.follows(self._walk.tail)
                self._say("edited_link" if is_hash else "edited_payload", event.seq, event.seq)
                step = other if is_hash else step
        self._read_epoch(event, step)
        self._walk.add(step)

    def _read_epoch(self, event: Event, step: Step) -> None:
        """A restore goes on from the head of the epoch before, and says so in its first event."""
        known = self._header.epochs if self._header else []
        at = next((at for at, epoch in enumerate(known) if epoch.first_seq == event.seq), 0)
        is_restored = event.payload is not None and event.payload.get("name") == RESTORED
        if not is_restored and not at:
            return
        self._begun.add(event.seq)
        if not is_restored or not at:
            self._say("bad_epoch", event.seq, event.seq)
            return
        is_next = links_epochs(event, step, known[at - 1], known[at])
        self._say("restored" if is_next else "bad_epoch", event.seq, event.seq, known[at].epoch)

    def _read_head(self, head: Head) -> None:
        point = Point(head.seq, head.chain)
        if head.seq < self._walk.tail.seq and not self._walk.stands_at(point):
            self._say("reordered", head.seq, head.seq, head.key_id)
        else:
            self._keep_head(head)

    def _keep_head(self, head: Head) -> None:
        if self._is_signed(head) and self._is_in_epoch(head):
            insort(self._heads, head, key=_seq_of)

    def _read_end(self, end: End) -> None:
        self._end = end
        if self._sum.hexdigest() != end.sha256 or self._events != end.events:
            self._say("changed_file")
        if self._is_signed(end) and self._is_in_epoch(end):
            point = Point(end.seq, end.chain)
            if not self._walk.stands_at(point):
                self._promises.append(Promise(point, self._confirmed))

    def _ask_heads(self, seq: int | None) -> None:
        """The heads whose place comes before the event `seq`, None: all that are left.

        An event that stands too early does not decide: a head waits until the chain has passed.
        """
        waiting: list[Head] = []
        while self._heads and (seq is None or self._heads[0].seq < seq):
            head = self._heads.pop(0)
            point = Point(head.seq, head.chain)
            stands = self._walk.stands_at(point)
            if not stands and seq is not None and self._walk.tail.seq <= head.seq:
                waiting.append(head)
                continue
            if stands:
                self._kept += 1
                self._confirmed = max(self._confirmed, head.seq)
            else:
                self._promises.append(Promise(point, self._confirmed))
        self._heads[:0] = waiting

    def _is_in_epoch(self, signed: Head | End) -> bool:
        """It speaks of the part of the history that this file calls by the same epoch."""
        seq, known = signed.seq, self._header.epochs if self._header else []
        at = next((at for at, epoch in enumerate(known) if epoch.epoch == signed.epoch), None)
        if at is None or (at and seq < known[at].first_seq):
            self._say("bad_epoch", seq, seq, signed.epoch)
            return False
        if at + 1 < len(known) and seq >= known[at + 1].first_seq:
            self._say("lost_in_restore", known[at + 1].first_seq, seq, signed.epoch)
            return False
        return True

    def _is_signed(self, line: Head | End) -> bool:
        """Of this firm, by a key that counts."""
        public = self._keys.get(line.key_id)
        if public is None:
            self._say("unknown_key", line.seq, line.seq, line.key_id)
            return False
        is_ours = self._header is not None and line.tenant_id == self._header.tenant_id
        octets = bytes.fromhex(public), bytes.fromhex(line.signature), line.signed()
        if not is_ours or not self._check(*octets):
            self._say("bad_signature", line.seq, line.seq, line.key_id)
            return False
        return True

    def _say_erased(self, seq: int) -> None:
        """Events in a row are one finding, whatever numbers of refused mutations lie between."""
        if self._is_erasing and self._findings[-1].what == "erased":
            first, line = self._findings[-1].first, self._findings[-1].line
            self._findings[-1] = Finding("erased", first, seq, line)
        else:
            self._say("erased", seq, seq)
        self._is_erasing = True

    def _say(self, what: str, first: int = 0, last: int = 0, detail: str = "") -> None:
        self._findings.append(Finding(what, first, last, self._lines, detail))


def _seq_of(head: Head) -> int:
    return head.seq
