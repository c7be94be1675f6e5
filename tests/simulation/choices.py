"""Invariant 9, of cards: nobody chooses a value that has become another one since he looked."""

from server.conflicts.schema import ChooseConflict, Conflict
from server.gateway.call import Call
from server.gateway.tx import Change


class Choices:
    """Remembers when each card last said something else, and judges who chooses."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self._said: dict[str, tuple[int, str]] = {}  # card → seq and writer

    def judge(self, call: Call, change: Change) -> None:
        """What a mutation has changed, once that is committed."""
        before, card = change.before, change.after
        if not isinstance(card, Conflict):
            return
        if not isinstance(before, Conflict) or before.arriving != card.arriving:
            self._said[card.id] = call.seq, call.writer
        elif call.name == ChooseConflict.mutation:
            seq, writer = self._said.get(card.id, (0, ""))
            if seq > call.base_seq and writer != call.writer:
                self.wrong.append(f"{call.writer} {call.key} chose on card {card.id} unseen")

    def forget(self) -> None:
        """After a restore the same seqs come again."""
        self._said.clear()
