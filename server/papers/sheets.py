"""A sheet: what stands on paper and where, in one language. Pure: document and template in.

The sheet is what `look.typ` draws; the page on a phone draws the same parts.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from server.papers import documents as d
from server.papers import values
from server.papers.looks import Look
from server.papers.sections import TABLES
from server.papers.values import clean
from server.papers.words import Words

NARROW_WIDTH = 34  # half-widths that fit beside another pair; Chinese takes two each
HASH_PART_CHARS = 8


class Row(msgspec.Struct, frozen=True):
    label: str
    value: str
    wide: bool


class Pairs(msgspec.Struct, frozen=True, tag_field="kind", tag="pairs"):
    title: str
    rows: list[Row]


class Table(msgspec.Struct, frozen=True, tag_field="kind", tag="table"):
    title: str
    heads: list[str]
    rows: list[list[str]]
    empty: str


class Verdict(msgspec.Struct, frozen=True, tag_field="kind", tag="verdict"):
    title: str
    word: str
    rows: list[Row]


class Cell(msgspec.Struct, frozen=True):
    """A photo; `file` "": why not stands in `problem`."""

    title: str
    file: str
    problem: str
    lines: list[str]
    hash: str


class Photos(msgspec.Struct, frozen=True, tag_field="kind", tag="photos"):
    """`pairs`: before and after by turns, None where one lacks its other."""

    title: str
    pairs: list[Cell | None]
    others: list[Cell]
    empty: str


class Flags(msgspec.Struct, frozen=True, tag_field="kind", tag="flags"):
    title: str
    lines: list[str]


class Signed(msgspec.Struct, frozen=True):
    """One person's word."""

    file: str
    instead: str  # stands where the strokes would
    name: str
    lines: list[str]
    consent: str
    changes: list[str]


class Signatures(msgspec.Struct, frozen=True, tag_field="kind", tag="signatures"):
    """`changed` stands above what has changed since."""

    title: str
    words: list[Signed]
    empty: str
    changed: str


Part = Pairs | Table | Verdict | Photos | Flags | Signatures


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    lang: str
    region: str
    title: str
    subtitle: str
    number: str
    firm: str
    firm_line: str
    dated: str
    logo: str
    hash: list[str]
    note: str
    words: dict[str, str]
    sections: list[Part]


def sheet(
    document: d.Document, look: Look, language: str, files: Mapping[str, str], logo: str = ""
) -> Sheet:
    """`files`: SHA-256 → name of the picture that can be drawn; what is missing is said so."""
    words = Words(language, {text.key: (text.zh, text.en) for text in look.texts})
    other = Words("en" if language.startswith("zh") else "zh-CN", words.own)
    head = document.head
    title = f"form.{head.form.value}"
    digest = d.fingerprint(document)
    parts = (
        _part(code, columns, document, words, files)
        for code, columns in look.sections_of(head.form)
    )
    return Sheet(
        lang=language.partition("-")[0],
        region="cn" if language.startswith("zh") else "gb",
        title=clean(words(title)),
        subtitle=clean(other(title)),
        number=clean(head.number),
        firm=clean(head.firm_name),
        firm_line=clean(words("paper.firm")),
        dated=f"{words('paper.dated')} {values.instant(head.dated_ms, head.zone)} ({head.zone})",
        logo=logo,
        hash=[digest[at : at + HASH_PART_CHARS] for at in range(0, len(digest), HASH_PART_CHARS)],
        note=clean(words("paper.note")),
        words={key: clean(words(f"paper.{key}")) for key in ("check", "hash", "tamper", "page")},
        sections=[part for part in parts if part is not None],
    )


def _part(
    code: str,
    columns: Iterable[str],
    document: d.Document,
    words: Words,
    files: Mapping[str, str],
) -> Part | None:
    title = clean(words(f"section.{code}"))
    if code in TABLES:
        heads = [clean(words(f"label.{column}")) for column in columns]
        lines = values.LINES[code](document, words)
        rows = [[values.shown(line[column]) for column in columns] for line in lines]
        return Table(title, heads, rows, words("list.none"))
    drawn = DRAWERS.get(code)
    if drawn is not None:
        return drawn(title, tuple(columns), document, words, files)
    found = values.pairs_of(document, words)
    rows = [_row(column, found[code][column], words) for column in columns]
    if code == "coverage":
        verdict = document.coverage.verdict if document.coverage else "undecided"
        return Verdict(title, clean(words(f"verdict.{verdict}")), rows)
    return Pairs(title, rows)


def _row(column: str, value: str, words: Words) -> Row:
    said = values.shown(value)
    is_wide = "\n" in said or values.width(said) > NARROW_WIDTH
    return Row(clean(words(f"label.{column}")), said, is_wide)


def _photos(
    title: str,
    columns: tuple[str, ...],
    document: d.Document,
    words: Words,
    files: Mapping[str, str],
) -> Part:
    def cell(photo: d.Photo) -> Cell:
        problem = "photo.broken" if photo.is_stored else "photo.waiting"
        lines = {
            "captured": values.instant(photo.captured_ms, document.head.zone),
            "caption": clean(photo.caption),
        }
        return Cell(
            title=words(f"slot.{photo.slot}"),
            file=files.get(photo.sha256, ""),
            problem=words(problem),
            lines=[lines[column] for column in columns if lines.get(column)],
            hash=values.short_hash(photo.sha256) if "sha256" in columns else "",
        )

    of: dict[str, list[Cell]] = {"before": [], "after": []}
    others: list[Cell] = []
    for photo in document.photos:
        of.get(photo.slot, others).append(cell(photo))
    pairs: list[Cell | None] = []
    for at in range(max(map(len, of.values()))):
        pairs += [cells[at] if at < len(cells) else None for cells in of.values()]
    return Photos(title, pairs, others, words("photo.none"))


def _flags(
    title: str, _: tuple[str, ...], document: d.Document, words: Words, _files: object
) -> Part | None:
    return Flags(title, [clean(words(flag)) for flag in document.flags]) if document.flags else None


def _signatures(
    title: str,
    columns: tuple[str, ...],
    document: d.Document,
    words: Words,
    files: Mapping[str, str],
) -> Part:
    zone = document.head.zone
    said = [_signed(each, columns, zone, words, files) for each in document.signatures]
    return Signatures(title, said, words("signature.none"), words("flag.changed"))


def _signed(
    made: d.Signature,
    columns: tuple[str, ...],
    zone: str,
    words: Words,
    files: Mapping[str, str],
) -> Signed:
    """A name over its line; a refusal with its reason in the strokes' place."""
    of_role = [words(f"role.{made.role}"), clean(made.relation)]
    lines = [" · ".join(filter(None, of_role))] if "relation" in columns else []
    lines += [f"{words('signature.reason')}: {clean(made.reason)}"] if made.reason else []
    lines += [values.instant(made.at_ms, zone)] if "signed" in columns else []
    file = files.get(made.sha256 or "", "")
    typed = f"{clean(made.signer_name)} ({words('signature.typed')})"
    lacking = words("photo.broken" if made.is_stored else "photo.waiting")
    instead = typed if made.sha256 is None else lacking
    return Signed(
        file=file,
        instead=words("signature.refused") if made.reason else "" if file else instead,
        name=values.shown(made.signer_name),
        lines=lines,
        consent=clean(made.consent) if "consent" in columns else "",
        changes=[_change(each, words) for each in made.changes],
    )


def _change(change: d.Change, words: Words) -> str:
    """照片：— → 1f2e3d4c"""
    is_hash = change.field == "photo"
    before, after = (
        values.short_hash(text) if is_hash and text else values.shown(text)
        for text in (change.before, change.after)
    )
    return f"{words(f'change.{change.field}')}: {before} → {after}"


DRAWERS: dict[str, Callable[..., Part | None]] = {
    "photos": _photos,
    "flags": _flags,
    "signatures": _signatures,
}
