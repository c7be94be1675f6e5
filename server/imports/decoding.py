"""Bytes of a text file as text: the encoding is told from the bytes. Pure."""

import codecs

UTF_16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What cp1252 leaves undefined stands for itself, as browsers have it.
SLOPPY_CP1252 = "".join(
    bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)
)
ASCII_MAX = 0x7F
LAST_USUAL_ROW = 0xD7


class NotText(ValueError):
    """The bytes are no text in any encoding that a register comes in."""


def decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, GB18030, else cp1252. Raises NotText.

    In a file that is UTF-8 for the most part, lines that are not are read by themselves.
    """
    if content.startswith(UTF_16_BOMS):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotText from error
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\0" in content:
        raise NotText
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_foreign(content)


def cp1252(content: bytes) -> str:
    """Every byte is a character."""
    return "".join(SLOPPY_CP1252[byte] for byte in content)


def _decode_foreign(content: bytes) -> str:
    lines = content.split(b"\n")
    texts = [_utf8(line) for line in lines]
    foreign = b"\n".join(line for line, text in zip(lines, texts, strict=True) if text is None)
    told = sum(1 for text in texts if text is not None and not text.isascii())
    is_mixed = told > foreign.count(b"\n") + 1
    if not is_mixed:
        return _by_guess(content, content)
    return "\n".join(
        _by_guess(line, foreign) if text is None else text
        for line, text in zip(lines, texts, strict=True)
    )


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _by_guess(content: bytes, sample: bytes) -> str:
    return content.decode("gb18030", errors="replace") if is_chinese(sample) else cp1252(content)


def is_chinese(sample: bytes) -> bool:
    """Whether these bytes are GB18030 and not a Western page.

    Nearly all Chinese in use is in the first rows of GB2312, both bytes high. A Western text has
    its high bytes one by one, and what GB18030 makes of one and its neighbour is outside.
    """
    try:
        text = sample.decode("gb18030")
    except UnicodeDecodeError:
        return False
    high = [letter for letter in text if ord(letter) > ASCII_MAX]
    usual = sum(1 for letter in high if is_usual(letter))
    return usual * 2 > len(high)


def is_usual(letter: str) -> bool:
    """Punctuation and the 3,755 characters of GB2312's first level."""
    try:
        return letter.encode("gb2312")[0] <= LAST_USUAL_ROW
    except UnicodeEncodeError:
        return False
