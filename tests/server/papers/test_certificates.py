"""The committed cases are what Python drafts today; the phone's certificate is judged by them."""

import json

from tests.server.papers.certificates import FILE, render


def test_committed_cases_are_the_generated_ones() -> None:
    assert FILE.read_text(encoding="utf-8") == render(), (
        "certificate.json is stale: run PYTHONPATH=. python -m tests.server.papers.certificates"
    )


def test_every_flag_and_every_lack_has_its_case() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))["drafts"]
    flags = {flag for each in cases for flag in json.loads(each["text"])["flags"]}
    assert flags == {
        *("flag.changed", "flag.outside", "flag.no_position", "flag.late"),
        *("flag.refused", "flag.waiting"),
    }
    assert {each["lacks"] for each in cases} == {"", "number", "place", "work"}
