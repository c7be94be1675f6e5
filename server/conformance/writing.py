"""Checks of the ledger, on the run's own replica.

They say entries that the server must refuse: a note to an order that nobody has. So the firm's
rows stay as they are; only the ledger remembers that somebody asked.
"""

import msgspec

from server.conformance.reading import refused
from server.conformance.speaker import Speaker, expect, folded
from server.work_orders.schema import Note
from sync.entries import Entry
from sync.ids import born_id
from sync.limits import ENTRIES_PER_REQUEST_MAX
from sync.outcomes import Outcome, ProtocolReason
from sync.protocol import UNRESOLVED, Result, SyncResponse

NOTE = Note.mutation


def scratch(speaker: Speaker, n: int, text: str = "conformance") -> Entry:
    """A note to an order that does not exist."""
    order = born_id(speaker.replica, "no order", 0)
    return speaker.entry(n, NOTE, {"work_order_id": order, "text": text})


def only(answer: SyncResponse) -> Result:
    expect(len(answer.results) == 1, f"{len(answer.results)} results for one entry")
    return answer.results[0]


def judged(result: Result, outcome: Outcome, reason: ProtocolReason | None = None) -> None:
    wanted = f"{outcome.value} {reason.value}" if reason else outcome.value
    got = f"{result.outcome} {result.reason}".strip()
    expect(got == wanted, f"entry {result.n} is {got} instead of {wanted}")


def results(speaker: Speaker) -> None:
    """entries get their results in order, and `last` follows"""
    answer = speaker.answer(speaker.push(scratch(speaker, 1), scratch(speaker, 2)))
    speaker.last = 2
    expect([each.n for each in answer.results] == [1, 2], "results are not those of 1 and 2")
    for each in answer.results:
        judged(each, Outcome.REJECTED, ProtocolReason.NOT_FOUND)
    expect(answer.last == 2, f"last is {answer.last} instead of 2")
    first, second = answer.results
    expect(first.seq < second.seq, "the second entry has no later seq than the first")


def once(speaker: Speaker) -> None:
    """the same entry again gets the same result, byte for byte, and nothing happens twice"""
    n = speaker.last + 1
    body = speaker.push(scratch(speaker, n))
    told = [msgspec.json.encode(speaker.answer(body).results) for _ in range(3)]
    expect(told[0] == told[1] == told[2], f"first {told[0].decode()}, then {told[1].decode()}")
    speaker.last = n


def forks(speaker: Speaker) -> None:
    """a number that comes again with other content is rejected as forked, and ends the push"""
    n = speaker.last
    answer = speaker.answer(speaker.push(scratch(speaker, n, "other"), scratch(speaker, n + 1)))
    judged(only(answer), Outcome.REJECTED, ProtocolReason.FORKED)
    expect(answer.last == n, f"last is {answer.last} instead of {n}")


def gaps(speaker: Speaker) -> None:
    """an entry beyond the next number is not taken, and `last` says what is wanted"""
    answer = speaker.answer(speaker.push(scratch(speaker, speaker.last + 5)))
    expect(not answer.results, "it has a result for an entry behind a gap")
    expect(answer.last == speaker.last, f"last is {answer.last} instead of {speaker.last}")


def too_many(speaker: Speaker) -> None:
    """more entries than a request may hold: 413 too_large, and none is taken"""
    first = speaker.last + 1
    entries = [scratch(speaker, first + at) for at in range(ENTRIES_PER_REQUEST_MAX + 1)]
    refused(speaker.post(speaker.push(*entries)), 413, "too_large")
    answer = speaker.answer(speaker.envelope())
    expect(answer.last == speaker.last, f"last is {answer.last} instead of {speaker.last}")


def unknown(speaker: Speaker) -> None:
    """a mutation or a field that the server does not know is rejected for good"""
    n = speaker.last + 1
    good = msgspec.json.decode(scratch(speaker, n).args)
    answer = speaker.answer(
        speaker.push(
            speaker.entry(n, f"{NOTE}.no_such_thing", good),
            speaker.entry(n + 1, NOTE, good | {"no_such_field": 1}),
        )
    )
    expect(len(answer.results) == 2, f"{len(answer.results)} results for two entries")
    judged(answer.results[0], Outcome.REJECTED, ProtocolReason.UNKNOWN_MUTATION)
    judged(answer.results[1], Outcome.REJECTED, ProtocolReason.BAD_ARGUMENTS)
    speaker.last = n + 1


def columns(speaker: Speaker) -> None:
    """columns that do not fit together break the request; a wrong check asks for them spelt out"""
    n = speaker.last + 1
    entry = scratch(speaker, n)
    crooked = speaker.push(entry)
    crooked[8].device_ms = [1, 2]
    refused(speaker.post(crooked), 400, "broken_envelope")
    wrong = speaker.answer(speaker.envelope(entries=folded(entry, is_right=False)))
    expect(wrong.failed == (n, UNRESOLVED), f"failed is {wrong.failed}, not {(n, UNRESOLVED)}")
    expect(wrong.last == speaker.last, "something of it was recorded")
    answer = speaker.answer(speaker.envelope(entries=folded(entry, is_right=True)))
    judged(only(answer), Outcome.REJECTED, ProtocolReason.NOT_FOUND)
    again = speaker.answer(speaker.push(entry))
    expect(only(again) == only(answer), "spelt out, the same entry has another result")
    speaker.last = n


def older_app(speaker: Speaker) -> None:
    """from an app of another schema entries are taken, and it is told neither rows nor a digest"""
    n = speaker.last + 1
    answer = speaker.answer(speaker.push(scratch(speaker, n), schema="0" * 16))
    judged(only(answer), Outcome.REJECTED, ProtocolReason.NOT_FOUND)
    expect(not answer.digest and not answer.kinds, "it is told rows in a shape it cannot read")
    speaker.last = n


def at_the_end(speaker: Speaker) -> None:
    """after all of it the rows still add up, and `last` is what was said"""
    speaker.catch_up()
    answer = speaker.answer(speaker.envelope())
    expect(answer.last == speaker.last, f"last is {answer.last} instead of {speaker.last}")


CHECKS = (results, once, forks, gaps, too_many, unknown, columns, older_app, at_the_end)
