"""The committed cases are what Python says today; the browser's verifier is judged by them too."""

import json

from tests.evidence.cases import FILE, render


def test_committed_cases_are_the_generated_ones() -> None:
    assert FILE.read_text(encoding="utf-8") == render(), (
        "evidence.json is stale: run PYTHONPATH=. python -m tests.evidence.cases"
    )


def test_every_kind_of_finding_has_its_case() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    named = {each["what"] for case in cases for each in case["says"]["findings"]}
    assert named >= {
        *("edited_payload", "edited_link", "broken_link", "missing", "inserted", "reordered"),
        *("rewritten", "cut", "lost_in_restore", "bad_signature", "unknown_key", "bad_epoch"),
        *("broken_line", "changed_file", "no_header", "no_end", "erased", "restored"),
        "unpinned_key",
    }
    only_notes = {
        case["name"]
        for case in cases
        if {each["what"] for each in case["says"]["findings"]}
        <= {"erased", "restored", "unpinned_key"}
    }
    assert only_notes == {
        *("whole", "no key pinned", "erased before the export", "brought a head of this file"),
    }
