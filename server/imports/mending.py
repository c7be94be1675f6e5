"""Texts that were written in one encoding and read in another, made whole again. Pure.

Three accidents are known, and mended only where the outcome cannot well be chance:

    UTF-8 read as Latin-1 or cp1252     itâ\x80\x99s, ä¸­æ–‡
    UTF-8 read as GBK                   涓枃
    GBK read as Latin-1 or cp1252       ÖÐÎÄ
"""

import re
import unicodedata

from server.imports.decoding import SLOPPY_CP1252, is_usual

TIMES_MAX = 3  # a text may have been through it more than once
# What may stand for a byte: Latin-1 or cp1252, which differ between 0x80 and 0x9F.
BYTE_OF = {chr(byte): byte for byte in range(256)} | {
    letter: byte for byte, letter in enumerate(SLOPPY_CP1252)
}


def _letters(first: int, last: int) -> str:
    return "".join(re.escape(letter) for letter, byte in BYTE_OF.items() if first <= byte <= last)


_TAIL = f"[{_letters(0x80, 0xBF)}]"
_RUN = re.compile(f"[{_letters(0x80, 0xFF)}]{{2,}}")
# Two bytes are taken for one letter only after Â and Ã: É» or ß® may stand in a Western text.
_WESTERN = re.compile(
    f"[\xc2\xc3]{_TAIL}|[{_letters(0xE0, 0xEF)}]{_TAIL}{{2}}|[{_letters(0xF0, 0xF4)}]{_TAIL}{{3}}"
)
_OTHER = re.compile(f"(?:[{_letters(0xC4, 0xDF)}]{_TAIL}){{3,}}")  # Greek, Cyrillic …
# Twice over, cp1252's own letters (œ, €, ˜) take part: believed where all of a run fits.
_TWICE = re.compile(
    f"(?=.*(?:{_WESTERN.pattern}))(?:{_WESTERN.pattern}|[{_letters(0xC4, 0xDF)}]{_TAIL})+"
)
_PAIRS_MIN = 4  # high letters in a row are no Western word; in Chinese they are two characters
_CHINESE = re.compile(r"[^\x00-\xff]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def mend(text: str) -> str:
    """The text as it was meant; without control characters and odd blanks."""
    if not text.isascii():
        for _ in range(TIMES_MAX):
            before, text = text, _once(text)
            if text == before:
                break
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain)).strip()


def _once(text: str) -> str:
    return _CHINESE.sub(_from_utf8_as_gbk, _RUN.sub(_from_bytes, text))


def _from_bytes(found: re.Match[str]) -> str:
    """High letters in a row: all of them UTF-8, else all of them GBK, else what can be told."""
    run = found[0]
    if len(run) >= _PAIRS_MIN and _TWICE.fullmatch(run):
        return _from_utf8(found)
    in_utf8 = _OTHER.sub(_from_utf8, _WESTERN.sub(_from_utf8, run))
    is_whole = not _OTHER.sub("", _WESTERN.sub("", run))
    if is_whole or len(run) < _PAIRS_MIN:
        return in_utf8
    try:
        in_gbk = _bytes(run).decode("gb2312")
    except UnicodeDecodeError:
        return in_utf8
    return in_gbk if all(is_usual(letter) for letter in in_gbk) else in_utf8


def _bytes(text: str) -> bytes:
    return bytes(BYTE_OF[letter] for letter in text)


def _from_utf8(found: re.Match[str]) -> str:
    try:
        return _bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _from_utf8_as_gbk(found: re.Match[str]) -> str:
    """Chinese whose bytes are UTF-8 of other Chinese, all of it usual."""
    try:
        text = found[0].encode("gb18030").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return found[0]
    is_chinese = len(text) > 1 and all(ord(letter) > 0x7FF and is_usual(letter) for letter in text)
    return text if is_chinese else found[0]
