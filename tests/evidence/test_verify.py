"""Whatever is done to a history of a thousand events is found, and named.

Each single-byte change of the whole export is a part of `make campaign`; here a sample of them.
"""

import random
from collections.abc import Callable

import msgspec
import pytest

from sync import chain
from sync.evidence import AnyLine, Epoch, Event, Head, Header, write_line
from tests.evidence.bytes import changes
from tests.evidence.history import (
    EVENTS,
    FIRM,
    HEAD_EVERY,
    RESTORED_AT,
    STRANGER,
    UNSIGNED,
    ended,
    event,
    head_at,
    history,
    named,
    payload_of,
    place_of,
    relinked,
    salt_of,
    seq_of,
    text_of,
    verified,
    wrong,
)

LINES = ended(history())
TEXT = text_of(LINES)
LAST = seq_of(EVENTS)
# Any, the first and last, around a head, around a refused number, and around the restore.
NUMBERS = (1, 2, 6, 7, 50, 99, 100, 101, 598, 599, 601, 602, 998, 999, 1_000)
FORGED = {"name": "work_order.note", "args": {"text": "never said"}}
BYTES_SAMPLED = 40


def at(number: int) -> int:
    return place_of(LINES, number)


def event_at(number: int) -> Event:
    found = LINES[at(number)]
    assert isinstance(found, Event)
    return found


def before(number: int) -> str:
    return event_at(number - 1).chain if number > 1 else chain.GENESIS


def told(lines: list[AnyLine]) -> list[tuple[str, int, int]]:
    """What is wrong beside that the file was changed, which is said of each of these."""
    found = named(verified(text_of(lines)))
    assert ("changed_file", 0, 0) in found
    return [each for each in found if each[0] != "changed_file"]


def with_event(number: int, **fields: object) -> list[AnyLine]:
    lines = list(LINES)
    lines[at(number)] = msgspec.structs.replace(event_at(number), **fields)
    return lines


def test_what_nobody_has_touched_is_whole() -> None:
    report = verified(TEXT)
    assert (report.firm, report.events, report.last_seq) == ("申江", EVENTS, LAST)
    assert (report.heads, report.is_whole) == (EVENTS // HEAD_EVERY, True)
    assert [(each.what, each.first) for each in report.findings] == [
        ("restored", seq_of(RESTORED_AT))
    ]


@pytest.mark.parametrize("number", NUMBERS)
def test_each_edit_is_named(number: int) -> None:
    seq = seq_of(number)
    for fields in ({"payload": FORGED}, {"payload": {}}, {"salt": "0" * 32}):
        assert told(with_event(number, **fields)) == [("edited_payload", seq, seq)]
    for fields in ({"payload_hash": "0" * 64}, {"chain": "0" * 64}):
        assert told(with_event(number, **fields)) == [("edited_link", seq, seq)]


@pytest.mark.parametrize("number", NUMBERS)
def test_an_edit_with_a_hash_that_fits_breaks_the_chain(number: int) -> None:
    seq = seq_of(number)
    hashed = chain.payload_hash(salt_of(seq), FORGED)
    found = told(with_event(number, payload=FORGED, payload_hash=hashed))
    assert found
    assert all(first <= seq and last >= seq - 1 for _, first, last in found)
    assert {what for what, _, _ in found} <= {"broken_link", "missing"}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_edit_with_a_link_that_fits_too_is_found_at_the_next(number: int) -> None:
    lines = list(LINES)
    lines[at(number)] = event(seq_of(number), FORGED, before(number))
    found = told(lines)
    seqs = {seq for _, first, last in found for seq in (first, last)}
    assert {what for what, _, _ in found} <= {"broken_link", "missing", "rewritten"}
    assert seq_of(number) in seqs or seq_of(number) + 1 in seqs


@pytest.mark.parametrize("number", NUMBERS)
def test_each_deletion_is_named(number: int) -> None:
    lines = list(LINES)
    del lines[at(number)]
    ((what, first, last),) = told(lines)
    assert what == ("cut" if number == EVENTS else "missing")
    assert first <= seq_of(number) <= last


@pytest.mark.parametrize("count", [2, 9, 130])
def test_a_run_of_deleted_events_is_one_finding(count: int) -> None:
    gone = {seq_of(number) for number in range(40, 40 + count)}
    lines = [each for each in LINES if not (isinstance(each, Event) and each.seq in gone)]
    ((what, first, last),) = told(lines)
    assert (what, first) == ("missing", seq_of(39) + 1)
    assert last == seq_of(40 + count) - 1


@pytest.mark.parametrize("number", NUMBERS)
def test_each_insertion_is_named(number: int) -> None:
    seq, here = seq_of(number), at(number)
    twin = event(seq, FORGED, before(number))  # in the same place, and its link fits
    next_seq = seq + 1
    follower = event(next_seq, FORGED, event_at(number).chain)
    loose = event(next_seq, FORGED, "1" * 64)
    assert told([*LINES[:here], twin, *LINES[here:]]) == [("inserted", seq, seq)]
    assert told([*LINES[: here + 1], LINES[here], *LINES[here + 1 :]]) == [("inserted", seq, seq)]
    if next_seq == seq_of(RESTORED_AT):
        return  # a number that begins an epoch: more is wrong with that
    for stranger in (follower, loose):
        lines = [*LINES[: here + 1], stranger, *LINES[here + 1 :]]
        assert told(lines) == [("inserted", next_seq, next_seq)]


@pytest.mark.parametrize("number", NUMBERS[:-1])
def test_two_events_that_changed_places_are_named(number: int) -> None:
    one, other = at(number), at(number + 1)
    lines = list(LINES)
    lines[one], lines[other] = lines[other], lines[one]
    ((what, first, last),) = told(lines)
    assert what == "reordered"
    assert {first, last} <= {seq_of(number), seq_of(number + 1)}


@pytest.mark.parametrize("seed", range(20))
def test_an_event_moved_anywhere_is_named(seed: int) -> None:
    rng = random.Random(seed)
    number, place = rng.randint(1, EVENTS), rng.randint(2, len(LINES) - 2)
    lines = list(LINES)
    moved = lines.pop(at(number))
    lines.insert(place, moved)
    found = told(lines) if lines != LINES else [("reordered", 0, 0)]
    assert {what for what, _, _ in found} == {"reordered"}


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_each_cut_is_named(number: int) -> None:
    here = at(number)
    whole_lines = text_of(LINES[:here])
    assert [each.what for each in wrong(verified(whole_lines))] == ["no_end"]
    found = [each.what for each in wrong(verified(text_of(LINES[: here + 1])[:-7]))]
    assert found[:2] in (["broken_line", "no_end"], ["no_end", "broken_line"])
    heads = [each for each in LINES[here:] if not isinstance(each, Event)]
    assert told([*LINES[:here], *heads]) == [("cut", seq_of(number - 1) + 1, LAST)]


@pytest.mark.parametrize("number", [1, 50, 100, 101, 601, 999, 1_000])
def test_a_history_written_anew_from_somewhere_contradicts_its_heads(number: int) -> None:
    """Hashes and links all fit: only what was signed tells."""
    events = [each for each in LINES if isinstance(each, Event)]
    mine = [event(seq_of(number), FORGED, before(number))]
    mine += relinked(events[number:], mine[0].chain)
    fresh = iter([*events[: number - 1], *mine])
    lines = [next(fresh) if isinstance(each, Event) else each for each in LINES]
    found = {what: (first, last) for what, first, last in told(lines)}
    first, last = found["rewritten"]
    assert first <= seq_of(number) <= last == LAST
    assert set(found) - {"rewritten"} <= {"bad_epoch"}
    # With an end of his own he would still have to sign as the firm.
    named_by_end = named(verified(text_of(ended(lines[:-1], STRANGER))))
    assert ("rewritten", first, last) in named_by_end
    assert ("unknown_key", LAST, LAST) in named_by_end


def test_erased_payloads_are_said_and_accepted() -> None:
    erased = {seq_of(number) for number in (5, 6, 7, 300)}
    lines = [
        msgspec.structs.replace(each, payload=None, salt=None)
        if isinstance(each, Event) and each.seq in erased
        else each
        for each in history()
    ]
    report = verified(text_of(ended(lines)))
    assert report.is_whole
    found = [(each.first, each.last) for each in report.findings if each.what == "erased"]
    assert found == [(seq_of(5), seq_of(7)), (seq_of(300), seq_of(300))]


def forged_restore(change: Callable[[dict[str, dict[str, object]]], object]) -> list[AnyLine]:
    """The firm's own key, but the event that begins the second epoch says something else."""
    lines, number = history(), RESTORED_AT
    seq, link = seq_of(number), before(number)
    payload = payload_of(seq, link)
    change(payload["args"])
    changed = event(seq, payload, link)
    events = [each for each in lines if isinstance(each, Event)]
    fresh = iter([*events[: number - 1], changed, *relinked(events[number:], changed.chain)])
    new: list[AnyLine] = []
    link = chain.GENESIS
    for each in lines:
        if isinstance(each, Event):
            each = next(fresh)
            link = each.chain
        elif isinstance(each, Head):
            each = head_at(each.seq, link, each.epoch)
        new.append(each)
    return ended(new)


@pytest.mark.parametrize(
    "change",
    [
        lambda args: args.update(epoch="other"),
        lambda args: args["before"].update(epoch="other"),
        lambda args: args["before"].update(chain="0" * 64),
        lambda args: args["before"].update(head=seq_of(RESTORED_AT) - 2),
        lambda args: args.pop("before"),
        lambda args: args.update(before=7),
    ],
)
def test_a_forged_link_of_epochs_is_refused(
    change: Callable[[dict[str, dict[str, object]]], object],
) -> None:
    seq = seq_of(RESTORED_AT)
    assert verified(text_of(forged_restore(lambda args: args))).is_whole
    assert named(verified(text_of(forged_restore(change)))) == [("bad_epoch", seq, seq)]


def test_an_epoch_without_its_event_is_refused() -> None:
    lines = history()
    header = lines[0]
    assert isinstance(header, Header)
    epochs = [header.epochs[0], Epoch("second", seq_of(RESTORED_AT) + 2)]
    lines[0] = msgspec.structs.replace(header, epochs=epochs)
    seqs = (seq_of(RESTORED_AT), seq_of(RESTORED_AT) + 2)
    found = named(verified(text_of(ended(lines))))
    assert found[0] == ("bad_epoch", seqs[0], seqs[0])
    assert ("bad_epoch", seqs[1], seqs[1]) in found


def test_a_head_counts_only_with_its_signature() -> None:
    lines = list(LINES)
    place = at(100) + 1
    head = lines[place]
    assert isinstance(head, Head)
    for fields in ({"signature": UNSIGNED}, {"signed_ms": 1}, {"tenant_id": "other"}):
        lines[place] = msgspec.structs.replace(head, **fields)
        assert told(lines) == [("bad_signature", head.seq, head.seq)]
    lines[place] = FIRM.sign(msgspec.structs.replace(head, tenant_id="other"))
    assert told(lines) == [("bad_signature", head.seq, head.seq)]
    lines[place] = head_at(head.seq, head.chain, "first", STRANGER)
    assert told(lines) == [("unknown_key", head.seq, head.seq)]
    lines[place] = head_at(head.seq, head.chain, "second")
    assert told(lines) == [("bad_epoch", head.seq, head.seq)]


def test_who_pins_no_key_is_told() -> None:
    report = verified(TEXT, ())
    (note,) = [each for each in report.findings if each.what == "unpinned_key"]
    assert (note.detail, report.is_whole) == (FIRM.public, True)
    # A stranger's file that is whole by itself: only the reader's own knowledge tells.
    forged = history(150)
    header = forged[0]
    assert isinstance(header, Header)
    forged[0] = msgspec.structs.replace(header, keys=[STRANGER.key])
    signed = [STRANGER.sign(each) if isinstance(each, Head) else each for each in forged]
    text = text_of(ended(signed, STRANGER))
    assert verified(text, ()).is_whole
    assert {what for what, _, _ in named(verified(text))} == {"unknown_key"}


def test_a_head_that_somebody_kept_names_the_cut() -> None:
    """The firm itself has left out the newest: the file alone is whole."""
    shorter = text_of(ended(history(250)))
    assert verified(shorter).is_whole
    kept = next(each for each in LINES if isinstance(each, Head) and each.seq == seq_of(300))
    found = named(verified(shorter, (FIRM.public,), kept))
    assert found == [("cut", seq_of(250) + 1, seq_of(300))]
    assert verified(TEXT, (FIRM.public,), kept).is_whole
    other = head_at(seq_of(300), "0" * 64, "first")
    ((what, first, last),) = named(verified(TEXT, (FIRM.public,), other))
    assert (what, last, first <= seq_of(300)) == ("rewritten", seq_of(300), True)


def test_a_sample_of_single_bytes() -> None:
    rng = random.Random(1)
    places = sorted(rng.sample(range(len(TEXT)), BYTES_SAMPLED))
    missed = [
        place
        for place in places
        for changed in changes(TEXT, place, rng)
        if verified(changed).is_whole
    ]
    assert missed == []


@pytest.mark.parametrize("text", [b"", b"\n", TEXT + b"\n", TEXT + TEXT, TEXT[:-1], b"\xff\n"])
def test_what_is_no_export_is_not_whole(text: bytes) -> None:
    assert not verified(text).is_whole


def test_lines_that_say_the_same_in_other_bytes_are_broken() -> None:
    line = write_line(event_at(9))
    for other in (
        line.replace(b'"seq":', b'"seq": '),
        line + b" ",
        line.replace(b'"chain"', b'"\\u0063hain"'),
        line[:-1] + b',"seq":1}',
        b"\xef\xbb\xbf" + line,
        line.replace(b'"recorded_ms":', b'"recorded_ms":1.0,"x":'),
        b"[" * 100_000,
    ):
        texts = [other if each is LINES[at(9)] else write_line(each) for each in LINES]
        found = {each.what for each in wrong(verified(b"\n".join(texts) + b"\n"))}
        assert {"broken_line", "changed_file"} <= found
