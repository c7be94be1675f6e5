"""Documents as arguments of the product's mutations.

| document | mutation | what it says |
|---|---|---|
| customer | `customer.add` | name, phone, tier; all else as the office's remark |
| asset | `asset.add` | name, label, model, serial, day; all else as the remark |
| job | `work_order.report` | title, description, address, grade, code, asset, customer |
| checklist | `checklist.answer` | all of it as the answer to one item of the firm's list |
"""

from datetime import UTC, datetime
from typing import Any

from benchmarks.workload.documents import Document

GRADES = ("urgent", "normal", "normal", "minor")


def customer_args(document: Document) -> dict[str, Any]:
    return {
        "name": document.title,
        "phone": document.phone,
        "tier": "vip" if document.priority == 1 else "normal",
        "remark": _joined(document.code, document.contact, *_rest(document)),
    }


def asset_args(document: Document, owner: Document | None) -> dict[str, Any]:
    return {
        "name": document.title,
        "code": document.code,
        "model": document.model,
        "serial": document.serial,
        "installed_on": day_of(document.due_ms),
        "remark": _joined(owner.code if owner else "", *_rest(document)),
    }


def job_args(document: Document, asset_id: str | None, customer_id: str | None) -> dict[str, Any]:
    _, *rest = _rest(document)
    return {
        "title": document.title,
        "description": _joined(document.contact, document.phone, *rest),
        "grade": GRADES[document.priority - 1],
        "channel": "phone",
        "local_code": document.code,
        "customer_id": customer_id,
        "asset_id": asset_id,
        "address": document.address,
    }


def answer_value(document: Document) -> str:
    checks = (
        f"{number}.{check}:{'合格' if is_good else '待查'}"
        for number, (check, is_good) in enumerate(document.answers, 1)
    )
    head = (document.code, document.title, document.contact, document.project, document.note)
    return _joined(*head, *checks, document.detail)


def day_of(at_ms: int) -> str:
    """The day in UTC, as `2026-03-01`."""
    return datetime.fromtimestamp(at_ms / 1_000, UTC).strftime("%Y-%m-%d")


def _rest(document: Document) -> tuple[str, ...]:
    """What the product has no field for, as people write it into a remark."""
    point = f"{document.lon_e7 / 1e7:.6f},{document.lat_e7 / 1e7:.6f}"
    return (document.address, point, document.project, document.note, document.detail)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
