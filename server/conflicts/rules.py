"""What a choice on a card writes. Pure; the same in `pwa/src/domain/conflicts/rules.ts`."""

from typing import Any

import msgspec

from server.conflicts.schema import Choice

Values = dict[str, Any]


class Chosen(msgspec.Struct, frozen=True):
    """What follows from a choice. None: nothing."""

    write: Values | None = None  # fields of the row
    keep: Values | None = None  # what the card's other side holds from now on


def chosen(
    choice: Choice, before: Choice | None, arriving: Values, stored: Values, present: Values
) -> Chosen:
    """`present`: the same fields as they stand in the row now.

    Choosing the arriving value keeps what it replaces, so that the choice can be taken back.
    Choosing the stored one keeps what is there now, whoever changed it since the card was opened.
    """
    if choice is Choice.ARRIVING:
        if present == arriving:
            return Chosen()
        return Chosen(write=arriving, keep=present)
    if before is Choice.ARRIVING and present == arriving:
        return Chosen(write=stored)
    return Chosen()
