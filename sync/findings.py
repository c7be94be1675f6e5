"""What a check of an export says, and what its reader has brought. Shapes only."""

import msgspec

from sync.evidence import Head

# What a reader should know, but what is no sign of a change.
NOTES = frozenset({"erased", "unpinned_key", "restored"})


class Finding(msgspec.Struct, frozen=True):
    """`what` happened to the events `first` to `last` (0 where it is about none of them).

    `line` is that of the file, from 1, or 0; `detail` names the key or the epoch.
    """

    what: str
    first: int = 0
    last: int = 0
    line: int = 0
    detail: str = ""

    @property
    def is_note(self) -> bool:
        return self.what in NOTES


class Report(msgspec.Struct, frozen=True):
    """`findings` in the order of the events. Without any but notes, the file is whole."""

    firm: str
    events: int
    heads: int  # whose signature and chain are right
    last_seq: int
    findings: list[Finding]

    @property
    def is_whole(self) -> bool:
        return all(each.is_note for each in self.findings)


class Trust(msgspec.Struct, frozen=True):
    """What the reader has from elsewhere: public keys in hex, and heads that he was given."""

    keys: tuple[str, ...] = ()
    heads: tuple[Head, ...] = ()
