"""Rows of one order as they are stored, in plain values: what its papers speak of."""

import json
from hashlib import sha256
from typing import Any

NOW_MS = 1_795_000_000_000
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
