"""Writes the cases by which Python and the phone draft the certificate alike.

    PYTHONPATH=. python -m tests.server.papers.certificates

`tests/contract/cases/certificate.json`: `full` has the rows of an order. Each of the `drafts`, one
a line, has those that are others (`file`), the document's canonical `text` with its `fingerprint`,
and what the paper lacks. Each of the `pages` has what stands on the paper in a language.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
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

FILE = Path(__file__).parents[2] / "contract" / "cases" / "certificate.json"
NOW_MS = 1_795_000_000_000
SECTIONS = ("parties", "place", "report", "work")
Rows = dict[str, Any]


def ident(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def order(**fields: Any) -> Rows:
    return {
        "id": ident(1), "number": "BX-2026-000427", "local_code": "K7-3", "kind": "repair",
        "state": "done", "held_from": None, "grade": "urgent", "channel": "phone",
        "external_ref": "", "title": "卫生间地漏渗水", "description": "渗至楼下\n1702 室 “吊顶”",
        "customer_id": ident(2), "contact_id": ident(3), "location_id": ident(4),
        "asset_id": ident(6), "address": "说的地址", "territory_id": None, "skill_id": None,
        "skill_level": 0, "duration_min": 60, "reporter_id": None,
        "reported_ms": NOW_MS - 9_000_000,
        "contact_due_ms": None, "arrival_due_ms": None, "arrived_ms": None, "done_ms": None,
        "signing": "none", "hold_reason": "", "reopened_count": 0,
        "checklist_version_id": ident(9), "policy_version": "", "parent_id": None,
        "duplicate_of_id": None, "remark": "",
    } | fields  # fmt: skip


def location(number: int, name: str, **fields: Any) -> Rows:
    return {
        "id": ident(number), "project_id": ident(7), "parent_id": None, "kind": "building",
        "name": name, "initials": "", "address": "", "code": "", "territory_id": None,
        "lon_e7": None, "lat_e7": None, "point_accuracy_m": None, "point_source": "",
        "point_at_ms": None, "point_datum": "", "point_original": "", "radius_m": 200,
        "access": "", "is_active": True,
    } | fields  # fmt: skip


def visit(number: int, **fields: Any) -> Rows:
    return {
        "id": ident(number), "work_order_id": ident(1), "technician_id": ident(20),
        "state": "completed", "start_local": "2026-11-18T09:00", "zone": "Asia/Shanghai",
        "duration_min": 60, "start_ms": NOW_MS - 7_200_000, "end_ms": NOW_MS - 3_600_000,
        "assigned_ms": None, "assigned_by_id": ident(30), "accepted_ms": None,
        "departed_ms": None, "arrived_ms": NOW_MS - 7_100_000, "started_ms": NOW_MS - 7_000_000,
        "finished_ms": NOW_MS - 600_000, "summary": "重做聚氨酯防水两遍", "is_locked": False,
    } | fields  # fmt: skip


def fact(number: int, verb: str, text: str = "", detail: Any = None, **fields: Any) -> Rows:
    return {
        "id": ident(100 + number), "work_order_id": ident(1), "appointment_id": ident(10),
        "verb": verb, "author_id": None, "author_name": "王建国", "device_ms": None,
        "at_ms": NOW_MS + number * 1_000, "recorded_ms": NOW_MS, "text": text,
        "detail": json.dumps(detail or {}, ensure_ascii=False), "is_late": False,
        "struck_by_id": None, "struck_reason": "", "seen_ms": None,
    } | fields  # fmt: skip


def picture(number: int, slot: str, **fields: Any) -> Rows:
    return {
        "id": ident(200 + number), "work_order_id": ident(1), "appointment_id": ident(10),
        "author_id": ident(20), "slot": slot, "sha256": f"{number:064x}", "size_bytes": 1,
        "media_type": "image/jpeg", "width_px": 1, "height_px": 1, "broken_reason": "",
        "caption": "近景", "captured_ms": NOW_MS + number, "lon_e7": None, "lat_e7": None,
        "accuracy_m": None, "is_late": False, "state": "stored", "stored_ms": None,
    } | fields  # fmt: skip


def item(code: str, kind: str, **fields: Any) -> Rows:
    return {
        "code": code, "kind": kind, "label_zh": f"{code} 项", "label_en": "", "is_required": False,
        "unit": "", "min_milli": None, "max_milli": None, "options": [],
    } | fields  # fmt: skip


def answer(code: str, value: str, version: int = 9) -> Rows:
    return {
        "id": ident(300 + len(code + value) + version), "work_order_id": ident(1),
        "checklist_version_id": ident(version), "item": code, "value": value,
        "appointment_id": None, "author_id": None, "answered_ms": NOW_MS,
    }  # fmt: skip


def check_in(number: int, at_ms: int, **fields: Any) -> Rows:
    return {
        "id": ident(400 + number), "work_order_id": ident(1), "appointment_id": ident(10),
        "technician_id": ident(20), "purpose": "arrive", "at_ms": at_ms, "samples": "[]",
        "lon_e7": None, "lat_e7": None, "accuracy_m": None, "age_s": None, "source": "",
        "missing": None, "distance_m": 30, "radius_m": 50, "reason": "", "photo_id": None,
        "flags": "{}", "review": "none", "reviewed_by_id": None, "reviewed_ms": None,
        "review_note": "",
    } | fields  # fmt: skip


def signature(number: int, said: str, name: str = "张丽", **fields: Any) -> Rows:
    return {
        "id": ident(500 + number), "work_order_id": ident(1), "appointment_id": ident(10),
        "role": "customer", "signer_name": name, "relation": "业主本人", "is_refused": False,
        "reason": "", "language": "zh-CN", "consent_id": "work_seen", "consent_version": 1,
        "shown": said, "shown_sha256": sha256(said.encode()).hexdigest(), "strokes": "",
        "attachment_id": ident(204), "author_id": ident(21), "device_id": "", "device_ms": None,
        "skew_ms": 0, "at_ms": NOW_MS + number * 1_000, "recorded_ms": NOW_MS, "lon_e7": None,
        "lat_e7": None, "accuracy_m": None, "is_late": False,
    } | fields  # fmt: skip


def full() -> Rows:
    """Every kind of row, not signed yet."""
    used = {"quantity_milli": 2_500, "unit": "kg", "serial": "PU-26"}
    options = [{"code": "pipe", "label_zh": "水管", "label_en": "Pipe"}]
    return {
        "firm_name": "上海恒建工程有限公司",
        "zone": "Asia/Shanghai",
        "order": order(),
        "customer": {
            "id": ident(2), "name": "张丽", "initials": "", "tier": "standard", "phone": "1380",
            "remark": "", "is_active": True,
        },
        "contact": {
            "id": ident(3), "customer_id": ident(2), "name": "张小丽", "initials": "",
            "relation": "业主", "phone": "", "locale": "zh-CN",
        },
        "locations": [
            location(4, "1802 室", access="钥匙在物业"),
            location(5, "3 栋", address="世纪大道 1288 号", access="走后门"),
        ],
        "project": {
            "id": ident(7), "name": "滨江云锦苑", "initials": "", "type": "housing",
            "territory_id": None, "is_active": True,
        },
        "asset": {
            "id": ident(6), "kind": "part", "location_id": None, "name": "卫生间防水",
            "initials": "", "code": "FS-1802", "manufacturer": "", "model": "", "serial": "",
            "installed_on": None, "remark": "", "is_active": True,
        },
        "visits": [visit(10)],
        "technicians": {
            ident(20): {
                "id": ident(20), "user_id": ident(21), "name": "王建国", "initials": "",
                "phone": "139", "territory_id": None, "zone": "Asia/Shanghai", "home_lon_e7": None,
                "home_lat_e7": None, "max_load": 5, "is_active": True,
            }
        },
        "user_names": {ident(30): "陈晨"},
        "facts": [
            fact(1, "appointment.arrive", "小区大门", {"distance_m": 412}),
            fact(2, "work_order.use", "聚氨酯", used),
            fact(3, "work_order.use", "手套", {}),
        ],
        "attachments": [picture(1, "before"), picture(2, "after"), picture(3, "document")],
        "items": [
            item("water", "check", label_en="Water test"),
            item("depth", "number", unit="mm"),
            item("from", "choice", options=options),
            item("proof", "photo"),
            item("other", "text"),
        ],
        "answers": [
            answer("water", "pass"), answer("depth", "30"), answer("from", "pipe"),
            answer("proof", ident(201)), answer("other", "旧版本的", 8),
        ],
        "signatures": [],
        "check_ins": [],
    }  # fmt: skip


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
