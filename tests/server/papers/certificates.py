"""Writes the cases by which Python and the phone draft the certificate alike.

    PYTHONPATH=. python -m tests.server.papers.certificates

`tests/contract/cases/certificate.json`: each case has the rows of an order (`file`), the
document's canonical `text` with its `fingerprint`, what the paper lacks, and what stands on it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from server.papers import rules, values
from server.papers.documents import canonical_bytes, fingerprint
from server.papers.drafting import OrderFile, document
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


def full(**fields: Any) -> Rows:
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
    } | fields  # fmt: skip


def shown(**fields: Any) -> str:
    said = {
        "title": "卫生间地漏渗水", "summary": "重做聚氨酯防水两遍", "parts": ["聚氨酯", "手套"],
        "photos": [{"slot": "before", "sha256": f"{1:064x}"}], "photo_count": 2,
    }  # fmt: skip
    return json.dumps(said | fields, ensure_ascii=False)


def signing(said: str, number: int = 9, **fields: Any) -> Rows:
    detail = {"relation": "业主本人", "consent": "以上属实。", "shown": said}
    detail |= {"attachment_id": ident(204)}
    return fact(number, "appointment.sign", "张丽", detail, **fields)


def with_facts(*more: Rows, **fields: Any) -> Rows:
    made = full(**fields)
    ink = picture(4, "signature")
    return made | {
        "facts": [*made["facts"], *more],
        "attachments": [*made["attachments"], ink],
    }


def files() -> Iterator[tuple[str, Rows]]:
    yield "before the signature", full()
    yield "signed", with_facts(signing(shown()))
    for name, said in {
        "another title": shown(title="别的"),
        "another summary": shown(summary="什么也没做"),
        "fewer parts": shown(parts=["聚氨酯"]),
        "a photo that is gone": shown(photos=[{"slot": "after", "sha256": "f" * 64}]),
        "another count": shown(photo_count=7),
        "nothing": "",
        "no object": "[]",
        "an older phone's": '{"title":"卫生间地漏渗水","more":1}',
        "nulls": '{"title":null,"parts":null,"photos":null}',
        "a number as title": '{"title":7}',
        "photos without a slot": '{"photos":[{"sha256":"x"}],"title":"别的"}',
        "photos that are none": '{"photos":[null],"title":"别的"}',
    }.items():
        yield f"signed, and had seen {name}", with_facts(signing(said))
    yield "signed, then struck", with_facts(signing(shown(), struck_by_id=ident(999)))
    refused = fact(9, "appointment.refuse_to_sign", "墙上还有水印", {"signer_name": "张丽"})
    yield "refused", with_facts(refused)
    yield "refused, then signed", with_facts(refused, signing(shown(), 11))
    typed = fact(9, "appointment.sign", "张丽", {"relation": "", "shown": shown()})
    yield "signed by a typed name", with_facts(typed)
    yield "late", with_facts(fact(5, "work_order.note", "晚到", is_late=True))
    waiting = [picture(1, "before", state="waiting"), picture(2, "during")]
    yield "a photo on its way", full(attachments=waiting)
    yield "no position", full(facts=[fact(1, "appointment.arrive", "没信号")])
    struck = fact(1, "appointment.arrive", "", {"distance_m": 9}, struck_by_id=ident(999))
    yield "an arrival struck", full(facts=[struck])
    second = visit(11, technician_id=None, finished_ms=NOW_MS, summary="", arrived_ms=None)
    yield "two visits", full(visits=[visit(10, finished_ms=None), second])
    yield "not finished", full(visits=[visit(10, finished_ms=None)])
    yield "no number", full(order=order(number=None))
    yield "no number at all", full(order=order(number=None, local_code=""))
    nowhere: Rows = {"locations": [], "project": None, "order": order(address="")}
    yield "nowhere", full(**nowhere)
    nothing = ("customer", "contact", "project", "asset")
    bare = full(**dict.fromkeys(nothing), locations=[], visits=[], facts=[], attachments=[])
    yield "bare", bare | {"items": [], "answers": [], "technicians": {}, "user_names": {}}
    yield "in New York", full(zone="America/New_York")
    yield "in a zone that is none", full(zone="Nowhere/At_All")
    strange = 'a\u2028"\\/\x00\U0001f527\u202e'
    yield "strange letters", full(order=order(title=strange, description=strange))


def case(name: str, rows: Rows) -> Rows:
    """The case and what Python makes of it."""
    made = document(Form.CERTIFICATE, msgspec.convert(rows, OrderFile))
    said: Rows = {}
    for language in LANGUAGES:
        words = Words(language)
        pairs = values.pairs_of(made, words)
        said[language] = {
            "pairs": {section: pairs[section] for section in SECTIONS if section in pairs},
            "items": values.LINES["items"](made, words),
            "checks": values.LINES["checks"](made, words),
        }
    return {
        "name": name,
        "file": rows,
        "text": canonical_bytes(made).decode(),
        "fingerprint": fingerprint(made),
        "lacks": rules.missing_of(made),
        "says": said,
    }


def render() -> str:
    """The file's content."""
    return json.dumps([case(*each) for each in files()], ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
