"""A paper's proof: what is valid, what is not and why; the browser is judged by the same cases."""

import json
import random
from collections import Counter

from server.evidence.keys import is_signed
from sync.proof import START, judge
from tests.evidence.bytes import changes
from tests.evidence.history import FIRM
from tests.evidence.proofs import DIGEST, FILE, but, render

PLACES = 60


def verdicts() -> dict[str, str]:
    return {each["name"]: each["says"]["verdict"] for each in json.loads(FILE.read_text("utf-8"))}


def test_committed_cases_are_the_generated_ones() -> None:
    assert FILE.read_text(encoding="utf-8") == render(), (
        "proof.json is stale: run PYTHONPATH=. python -m tests.evidence.proofs"
    )


def test_only_what_was_not_touched_is_valid() -> None:
    valid = {name for name, verdict in verdicts().items() if verdict == "valid"}
    assert valid == {
        *("whole", "whole, and the paper brought", "the head right after the event"),
        *("strange words", "a document of another shape"),
        *("no key brought", "all by a stranger, no key brought"),
    }
    assert set(Counter(verdicts().values())) == {
        *("valid", "broken", "edited", "not_covered", "unknown_key", "other_paper"),
    }


def test_what_was_done_is_named() -> None:
    named = verdicts()
    assert {named[name] for name in ("another summary", "another document and payload")} == {
        "edited"
    }
    assert named["another document and event"] == "not_covered"
    assert named["another mutation that names it"] == "edited"
    assert named["all by a stranger, the firm's key brought"] == "unknown_key"
    assert named["whole, and another paper brought"] == "other_paper"
    assert {verdict for name, verdict in named.items() if name.startswith("broken by")} == {
        "broken"
    }


def test_a_key_that_nobody_confirmed_is_told_apart() -> None:
    whole = but()
    assert judge(whole, (FIRM.public,), DIGEST, is_signed).is_pinned
    assert not judge(whole, (), DIGEST, is_signed).is_pinned


def test_no_changed_byte_goes_unseen() -> None:
    """But in the list of keys: the reader brings his own."""
    whole, rng = but(), random.Random(7)
    assert whole.startswith(START)
    first = whole.index(b'"keys":')
    keys = range(first, whole.index(b"]", first) + 1)
    places = [at for at in rng.sample(range(len(whole)), PLACES) if at not in keys]
    for place in places:
        for changed in changes(whole, place, rng):
            if changed != whole:
                verdict = judge(changed, (FIRM.public,), DIGEST, is_signed).verdict
                assert verdict != "valid", (place, changed[place - 20 : place + 20])
