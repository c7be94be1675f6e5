"""Pure rules of signatures, by the cases that the phone's twins are judged by too."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.signatures.changes import Shown, changes, place_text
from server.signatures.rules import is_bound, standing
from server.signatures.schema import Signature
from server.signatures.strokes import is_blank, problem_of, unpack
from tests.server.harness import DEFAULTS

CASES = Path(__file__).parents[2] / "contract" / "cases"


def cases(name: str) -> list[Any]:
    found = json.loads((CASES / f"signature_{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(each, id=each["name"]) for each in found]


def verdict(text: str) -> str:
    sheet = unpack(text)
    if sheet is None:
        return "unreadable"
    return problem_of(sheet) or ("blank" if is_blank(sheet) else "")


@pytest.mark.parametrize("case", cases("strokes"))
def test_strokes(case: dict[str, Any]) -> None:
    assert verdict(case["strokes"]) == case["problem"]


@pytest.mark.parametrize("case", cases("changes"))
def test_changes(case: dict[str, Any]) -> None:
    found = changes(json.dumps(case["seen"]), msgspec.convert(case["now"], Shown))
    assert [msgspec.to_builtins(each) for each in found] == case["changes"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"photos":3}', '{"title":1}'])
def test_what_nobody_can_read_is_no_change(text: str) -> None:
    assert changes(text, Shown(title="A", place="B", summary="C")) == ()


@pytest.mark.parametrize("case", cases("standing"))
def test_whose_word_stands(case: dict[str, Any]) -> None:
    words = [
        msgspec.convert(DEFAULTS["signature"] | word | {"id": str(at)}, Signature)
        for at, word in enumerate(case["words"])
    ]
    assert [int(each.id) for each in standing(words)] == case["stand"]


def test_a_word_is_bound_to_the_one_form_of_its_text() -> None:
    shown, digest = DEFAULTS["signature"]["shown"], DEFAULTS["signature"]["shown_sha256"]
    assert is_bound(shown, digest)
    assert not is_bound(shown, "0" * 64)
    assert not is_bound(f"{shown} ", digest)


def test_a_place_says_each_name_once() -> None:
    assert place_text(["云锦苑", "云锦苑 3 栋", "1802 室"], "阳光路") == "云锦苑 3 栋 1802 室"
    assert place_text(["", ""], "阳光路") == "阳光路"
