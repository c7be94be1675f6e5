"""The link between two epochs: a restored server goes on from where the backup stood."""

import msgspec

from sync.evidence import Epoch, Event
from sync.walk import Point, Step


class Before(msgspec.Struct, frozen=True):
    """The epoch that a restore has ended, and where it stood in what was restored."""

    epoch: str
    head: int
    chain: str


class Restored(msgspec.Struct, frozen=True):
    """Arguments of the event that begins an epoch, as far as they are checked."""

    epoch: str
    before: Before


def links_epochs(event: Event, step: Step, previous: Epoch, here: Epoch) -> bool:
    """It names both epochs, and the head after which it stands itself."""
    try:
        said = msgspec.convert((event.payload or {}).get("args"), Restored)
    except msgspec.ValidationError:
        return False
    before = said.before
    names = (before.epoch, said.epoch, before.head)
    is_next = step.link_after(Point(before.head, before.chain)) == step.chain
    return is_next and names == (previous.epoch, here.epoch, event.seq - 1)
