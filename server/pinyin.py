"""Initials of names, so that 王建国 is found by typing wjg."""

from unicodedata import normalize

from pypinyin import Style, lazy_pinyin

INITIALS_LENGTH_MAX = 120


def initials(name: str) -> str:
    """First letter of each syllable, lower case; Latin letters and digits stay, the rest goes.

    initials("王建国") == "wjg"; initials("ABC 公司 2 号") == "abcgs2h"
    """
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    plain = normalize("NFKD", letters).lower()
    kept = (letter for letter in plain if letter.isascii() and letter.isalnum())
    return "".join(kept)[:INITIALS_LENGTH_MAX]
