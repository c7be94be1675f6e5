"""Writes the cases by which Python and the phone draft the certificate alike.

    PYTHONPATH=. python -m tests.server.papers.certificates

`tests/contract/cases/certificate.json`: `full` has the rows of an order. Each of the `drafts`, one
a line, has those that are others (`file`), the document's canonical `text` with its `fingerprint`,
and what the paper lacks. Each of the `pages` has what stands on the paper in a language.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from server.papers import rules, sheets, values
from server.papers.documents import Document, canonical_bytes, fingerprint
from server.papers.drafting import document
from server.papers.file import OrderFile
from server.papers.looks import BUILT_IN
from server.papers.schema import Form
from server.papers.words import LANGUAGES, Words
from tests.server.papers.rows import (
    NOW_MS,
    Rows,
    check_in,
    fact,
    full,
    ident,
    order,
    picture,
    signature,
    visit,
)

FILE = Path(__file__).parents[2] / "contract" / "cases" / "certificate.json"
SECTIONS = ("parties", "place", "report", "work")

COATING = {"item": "聚氨酯", "quantity_milli": 2_500, "unit": "kg", "serial": "PU-26"}
GLOVES = {"item": "手套", "quantity_milli": 0}
BEFORE, AFTER = (
    {"slot": slot, "sha256": f"{at:064x}"} for at, slot in ((1, "before"), (2, "after"))
)


def shown(**fields: Any) -> str:
    """What the order looks like, but for `fields`."""
    said: Rows = {
        "title": "卫生间地漏渗水", "place": "滨江云锦苑 3 栋 1802 室",
        "summary": "重做聚氨酯防水两遍", "lines": [COATING, GLOVES], "line_count": 2,
        "photos": [BEFORE, AFTER], "photo_count": 2, "consent": "以上属实。",
    }  # fmt: skip
    return json.dumps(said | fields, ensure_ascii=False)


def signed(*words: Rows, facts: tuple[Rows, ...] = (), **fields: Any) -> Rows:
    """Fields of an order with these signatures and further lines of history."""
    made = full()
    pictures = [*made["attachments"], picture(4, "signature")]
    more = {"facts": [*made["facts"], *facts], "attachments": pictures}
    return {"signatures": list(words)} | more | fields


def by_turns(*texts: str) -> Rows:
    """A name for each text: every signature stands."""
    return signed(*(signature(at, said, f"{at}") for at, said in enumerate(texts, 9)))


OLDER = {"relation": "业主本人", "consent": "以上属实。", "attachment_id": ident(204)}
UNREADABLE = (
    *(
        "",
        "{",
        "[]",
        "7",
        '{"title":7}',
        '{"consent":[]}',
        '{"title":"别的","line_count":"2"}',
        '{"lines":{}}',
    ),
    *('{"title":"别的","lines":[{"item":"聚氨酯"}]}', '{"lines":[{"item":1,"quantity_milli":1}]}'),
    *('{"title":"别的","photos":[{"sha256":"x"}]}', '{"title":"别的","photos":[null]}'),
    *('{"title":"别的","parts":[1]}', '{"lines":[{"item":"","quantity_milli":1,"unit":null}]}'),
)


def signings() -> Iterator[tuple[str, Rows]]:
    """Whose word stands and what is different by now."""
    yield "signed", signed(signature(9, shown()))
    yield (
        "signed, and had seen something else",
        by_turns(
            shown(title="别的", place="隔壁", summary=""),
            shown(lines=[COATING, COATING], photos=[AFTER, {"slot": "after", "sha256": "f" * 64}]),
            shown(lines=[], line_count=0, photos=[BEFORE], photo_count=7),
            shown(lines=[GLOVES], photos=[BEFORE]),
            '{"title":"卫生间地漏渗水","more":1}',
            '{"consent":null,"title":null,"lines":null,"photos":null,"parts":null,"line_count":null}',
        ),
    )
    yield "signed, and nobody can read what was seen", by_turns(*UNREADABLE)
    typed = signature(9, shown(), attachment_id=None)
    yield (
        "signed by a typed name for a visit that is not here",
        signed(typed | {"appointment_id": ident(99)}),
    )
    said_at = shown(place="说的地址")
    yield "signed at an address", signed(signature(9, said_at), locations=[], project=None)
    struck = fact(
        9, "signature.sign", "张丽", {"signature_id": ident(509)}, struck_by_id=ident(999)
    )
    yield "signed, then struck", signed(signature(9, shown()), facts=(struck,))
    no = {"is_refused": True, "reason": "墙上还有水印", "attachment_id": None}
    witness = signature(10, shown(), "周平", role="witness", relation="")
    refused = signature(9, shown(title="别的"), **no)
    yield "refused before a witness", signed(witness, refused)
    again = signature(11, shown(), "张小丽")
    yield "refused, then signed by somebody else", signed(refused, witness, again)
    pages = {"shown": shown(consent="别的话")}
    older = fact(9, "appointment.sign", "张丽", OLDER | pages)
    yield "signed on an older app", signed(facts=(older,))
    parts = {"shown": '{"parts":["聚氨酯"],"consent":"别的话"}', "attachment_id": ident(204)}
    yield "fewer parts on an older app", signed(facts=(fact(9, "appointment.sign", "张丽", parts),))
    by_name = fact(9, "appointment.sign", "张丽", {"shown": '{"parts":["聚氨酯","手套"]}'})
    yield (
        "a typed name on an older app, and others of now",
        signed(
            signature(5, shown(), "周平", role="witness"),
            signature(9, shown(), "周红", role="property_manager"),
            facts=(by_name,),
        ),
    )
    late = fact(
        9, "appointment.refuse_to_sign", "墙上还有水印", {"signer_name": "张丽"}, is_late=True
    )
    gone = fact(8, "appointment.sign", "周平", OLDER | pages, struck_by_id=ident(999))
    yield "refused late on an older app", signed(facts=(gone, late))


def arrivals() -> Iterator[tuple[str, Rows]]:
    """Where somebody was when he arrived."""
    came = fact(1, "appointment.arrive", "小区大门", {"distance_m": 412})
    at_ms = came["at_ms"]
    leaving = check_in(2, at_ms + 1, purpose="leave", distance_m=999)
    yield "a check-in within its radius", {"check_ins": [check_in(1, at_ms), leaving]}
    yield "a check-in without its site", {"check_ins": [check_in(1, at_ms, distance_m=None)]}
    older = [check_in(1, at_ms - 1), check_in(2, at_ms, appointment_id=ident(11))]
    yield "check-ins of other arrivals", {"check_ins": older}
    yield "no position", {"facts": [fact(1, "appointment.arrive", "没信号")]}
    struck = fact(1, "appointment.arrive", "", {"distance_m": 9}, struck_by_id=ident(999))
    yield "an arrival struck", {"facts": [struck], "check_ins": [check_in(1, struck["at_ms"])]}


def files() -> Iterator[tuple[str, Rows]]:
    """Name → what is other than in `full`."""
    yield "before the signature", {}
    yield from signings()
    yield from arrivals()
    waiting = [picture(1, "before", state="waiting"), picture(2, "during")]
    yield "a photo on its way", {"attachments": waiting}
    second = visit(11, technician_id=None, finished_ms=NOW_MS, summary="", arrived_ms=None)
    yield "two visits", {"visits": [visit(10, finished_ms=None), second]}
    yield "not finished", {"visits": [visit(10, finished_ms=None)]}
    yield "no number", {"order": order(number=None)}
    yield "no number at all", {"order": order(number=None, local_code="")}
    yield "nowhere", {"locations": [], "project": None, "order": order(address="")}
    bare = dict.fromkeys(("customer", "contact", "project", "asset"))
    lists = ("locations", "visits", "facts", "attachments", "items", "answers")
    yield "bare", bare | {name: [] for name in lists} | {"technicians": {}, "user_names": {}}
    yield "in New York", {"zone": "America/New_York"}
    yield "in a zone that is none", {"zone": "Nowhere/At_All"}
    strange = 'a\u2028"\\/\x00\U0001f527\u202e'
    yield "strange letters", {"order": order(title=strange, description=strange)}


# What of these stands on the page, the others show no differently.
READ = (
    *("before the signature", "signed, and had seen something else", "two visits", "bare"),
    *("in New York", "in a zone that is none"),
)


def drafted(changed: Rows) -> Document:
    return document(Form.CERTIFICATE, msgspec.convert(full() | changed, OrderFile))


def draft(name: str, changed: Rows) -> Rows:
    made = drafted(changed)
    return {
        "name": name,
        "file": changed,
        "text": canonical_bytes(made).decode(),
        "fingerprint": fingerprint(made),
        "lacks": rules.missing_of(made),
    }


def page(name: str, changed: Rows, language: str) -> Rows:
    made, words = drafted(changed), Words(language)
    pairs = values.pairs_of(made, words)
    sheet = sheets.sheet(made, BUILT_IN, language, {})
    (said,) = [part for part in sheet.sections if isinstance(part, sheets.Signatures)]
    return {
        "name": name,
        "language": language,
        "pairs": {section: pairs[section] for section in SECTIONS if section in pairs},
        "items": values.LINES["items"](made, words),
        "checks": values.LINES["checks"](made, words),
        "changes": [[_unbroken(each) for each in word.changes] for word in said.words],
    }


def _unbroken(text: str) -> str:
    return text.replace(values.BREAK, "")


def render() -> str:
    """The file's content, one case a line."""
    made = dict(files())
    drafts = [draft(*each) for each in made.items()]
    pages = [page(name, made[name], language) for name in READ for language in LANGUAGES]
    return (
        f'{{"full": {_line(full())},\n'
        f'"drafts": [\n{_lines(drafts)}\n],\n"pages": [\n{_lines(pages)}\n]}}\n'
    )


def _lines(cases: list[Rows]) -> str:
    return ",\n".join(map(_line, cases))


def _line(value: Rows) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
