"""Initials as people type them."""

import pytest

from server.pinyin import INITIALS_LENGTH_MAX, initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王建国", "wjg"),
        ("阳光小区3栋", "ygxq3d"),
        ("ABC 公司", "abcgs"),
        ("José", "jose"),
        ("（）—", ""),
        ("", ""),
    ],
)
def test_initials(name: str, typed: str) -> None:
    assert initials(name) == typed


def test_a_long_name_stays_within_its_field() -> None:
    assert len(initials("王" * 500)) == INITIALS_LENGTH_MAX
